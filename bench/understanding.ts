import type { UnderstandingData } from '../bot/understanding/data.ts'
import { learn } from '../bot/understanding/learn.ts'
import { createUnderstanding } from '../bot/understanding/understand.ts'
import { LANGS } from '../locales/languages.ts'
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
  const times: number[] = []
  const rows: { readonly lang: string; readonly at: number }[] = []
  for (const { text, lang, entry } of asked) {
    const start = performance.now()
    const entries = await matcher(text, lang)
    times.push(performance.now() - start)
    rows.push({ lang, at: entries.indexOf(entry) })
  }
  const share = (of: typeof rows, most: number): number =>
    (100 * of.filter(({ at }) => at >= 0 && at < most).length) / Math.max(1, of.length)
  return {
    name,
    first: [
      share(rows, 1),
      ...LANGS.map((lang) =>
        share(
          rows.filter((row) => row.lang === lang),
          1,
        ),
      ),
    ],
    amongThree: share(rows, 3),
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
  const start = performance.now()
  const understanding = createUnderstanding(known, learn(known))
  const own = await ask(
    'ours',
    (text, lang) =>
      understanding.understand(text, { lang, chosen: true, topic: null }).candidates.map((each) => each.entry),
    asked,
    (performance.now() - start) / 1000,
  )
  scores.push(own)
  for (const { name, learn: learnRival, every } of RIVALS) {
    const begin = performance.now()
    const matcher = await learnRival(questionsOf(known))
    const learntIn = (performance.now() - begin) / 1000
    scores.push(
      await ask(
        name,
        matcher,
        asked.filter((_, at) => at % every === 0),
        learntIn,
      ),
    )
  }
  return scores
}
