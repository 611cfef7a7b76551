import type { UnderstandingData } from '../bot/understanding/data.ts'
import { learn } from '../bot/understanding/learn.ts'
import { createUnderstanding } from '../bot/understanding/understand.ts'
import { LANGS } from '../locales/languages.ts'
import { askAll, everySo, hits, timed, toldLanguage } from './asking.ts'
import { type Asked, type Matcher, RIVALS } from './rivals.ts'
import { percentile } from './table.ts'

/** Of every entry and language each so many-th question is held back and asked. */
const FOLDS = 5

export type Score = {
  readonly name: string
  /** Shares of the questions: the right entry first, in percent, all languages and each. */
  readonly first: readonly number[]
  readonly amongThree: number
  readonly p50: number
  readonly p99: number
  readonly learntIn: number
  readonly questions: number
}

/** Splits the project's own questions into those that are learnt and those that are asked. */
const split = (data: UnderstandingData): { readonly known: UnderstandingData; readonly asked: readonly Asked[] } => {
  const asked: Asked[] = []
  const entries = data.entries.map((entry) => {
    const words = Object.fromEntries(
      LANGS.flatMap((lang) => {
        const own = entry.words[lang]
        if (!own) return []
        own.questions.forEach((text, at) => {
          if (at % FOLDS === 0) asked.push({ text, lang, entry: entry.id })
        })
        return [[lang, { ...own, questions: own.questions.filter((_, at) => at % FOLDS !== 0) }]]
      }),
    )
    return { ...entry, words }
  })
  return { known: { ...data, entries }, asked }
}

const questionsOf = (data: UnderstandingData): readonly Asked[] =>
  data.entries.flatMap((entry) =>
    LANGS.flatMap((lang) => (entry.words[lang]?.questions ?? []).map((text) => ({ text, lang, entry: entry.id }))),
  )

const ask = async (name: string, matcher: Matcher, asked: readonly Asked[], learntIn: number): Promise<Score> => {
  const found = await askAll(matcher, asked)
  const share = (of: typeof found, most: number): number => (100 * hits(of, most)) / Math.max(1, of.length)
  const times = found.map(({ took }) => took)
  return {
    name,
    first: [
      share(found, 1),
      ...LANGS.map((lang) =>
        share(
          found.filter((each) => each.asked.lang === lang),
          1,
        ),
      ),
    ],
    amongThree: share(found, 3),
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    learntIn,
    questions: asked.length,
  }
}

/** Ours and others on the project's own questions, those that are asked held back from all of them. Every one is told the language. */
export const compare = async (data: UnderstandingData): Promise<readonly Score[]> => {
  const { known, asked } = split(data)
  const scores: Score[] = []
  const own = await timed(() => createUnderstanding(known, learn(known)))
  scores.push(await ask('ours', toldLanguage(own.made), asked, own.seconds))
  for (const { name, learn: learnRival, every } of RIVALS) {
    const rival = await timed(() => learnRival(questionsOf(known)))
    scores.push(await ask(name, rival.made, everySo(asked, every), rival.seconds))
  }
  return scores
}
