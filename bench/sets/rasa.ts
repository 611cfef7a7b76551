import { fail, ok, type Result } from '../../bot/result.ts'
import type { Lang } from '../../locales/languages.ts'
import { holdBack, type Labelled, type PublicSet } from './set.ts'

/** `[ruane](lei_rouanet)`: what is written, and the thing that is meant. */
const ENTITY = /\[([^\]]*)\]\([^)]*\)/g

const labelled = (text: string): readonly Labelled[] => {
  const rows: Labelled[] = []
  let label: string | null = null
  for (const line of text.split(/\r?\n/)) {
    const head = /^##\s*(?:intent:\s*(.*?)\s*$)?/.exec(line)
    if (head) label = head[1] ?? null
    const said = /^- (.*)$/.exec(line)?.[1]?.replace(ENTITY, '$1').trim()
    if (label !== null && said) rows.push({ text: said, label })
  }
  return rows
}

/**
 * The training file of a Rasa bot: `## intent:NAME`, below it the questions. There is none to ask, so that a fifth is held back.
 * Intents in `leftOut` are not used; `outside` is the one for what the bot does not know.
 */
export const readRasa =
  (lang: Lang, { leftOut, outside }: { readonly leftOut: readonly string[]; readonly outside: string | null }) =>
  (texts: readonly string[]): Result<PublicSet, string> => {
    const rows = texts.flatMap(labelled).filter(({ label }) => !leftOut.includes(label))
    if (rows.length === 0) return fail('there is no line "## intent:" with questions below it')
    const { learnt, asked } = holdBack(rows)
    const inside = (of: readonly Labelled[]): readonly Labelled[] => of.filter(({ label }) => label !== outside)
    const without = (of: readonly Labelled[]): readonly string[] =>
      of.filter(({ label }) => label === outside).map(({ text }) => text)
    return ok({
      lang,
      learnt: inside(learnt),
      asked: inside(asked),
      outside: { learnt: without(learnt), asked: without(asked) },
    })
  }
