import type { UnderstandingData } from '../../bot/understanding/data.ts'
import { learn } from '../../bot/understanding/learn.ts'
import { createUnderstanding } from '../../bot/understanding/understand.ts'
import { LANGS, type Lang } from '../../locales/languages.ts'
import { wilson } from './evaluation.ts'

/*
 * How well the questions of the knowledge tell its entries apart: each fifth of them is asked of a bot that learnt the other
 * four fifths. Needs no other file, and shows whoever writes examples where two entries are too near to each other.
 */

const FOLDS = 5
/** So sure of another entry, the ranking says that an example stands in the wrong place or belongs to both. */
const CLEAR = 0.6
const WORST = 25

export type Held = {
  readonly text: string
  readonly lang: Lang
  readonly entry: string
  /** Best first. */
  readonly ranked: readonly { readonly entry: string; readonly score: number }[]
}

/**
 * Takes a stretch of the questions of each entry and language out of the knowledge: what stands at the same place in another
 * language often tells of the same, and would give the answer away.
 */
export const holdBack = (
  data: UnderstandingData,
  fold: number,
): { readonly known: UnderstandingData; readonly asked: readonly Omit<Held, 'ranked'>[] } => {
  const asked: Omit<Held, 'ranked'>[] = []
  const entries = data.entries.map((entry) => {
    const words = Object.fromEntries(
      LANGS.flatMap((lang) => {
        const own = entry.words[lang]
        if (!own) return []
        const isHeld = (at: number): boolean => Math.floor((at * FOLDS) / own.questions.length) === fold
        own.questions.forEach((text, at) => {
          if (isHeld(at)) asked.push({ text, lang, entry: entry.id })
        })
        return [[lang, { ...own, questions: own.questions.filter((_, at) => !isHeld(at)) }]]
      }),
    )
    return { ...entry, words }
  })
  return { known: { ...data, entries }, asked }
}

/** Asks every question once, of a bot that has not learnt it. `folds`: how many of the five fifths. */
export const askOwn = (data: UnderstandingData, folds: number = FOLDS): readonly Held[] =>
  Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const { known, asked } = holdBack(data, fold)
    const understanding = createUnderstanding(known, learn(known))
    return asked.map((each) => ({
      ...each,
      ranked: understanding.understand(each.text, { lang: each.lang, chosen: true, topic: null }).candidates,
    }))
  })

const rate = (hits: number, of: number): string => {
  const { low, high } = wilson(hits, of)
  const percent = (share: number): string => (share * 100).toFixed(1)
  return `${percent(hits / Math.max(1, of))} % (${hits}/${of}; ${percent(low)}-${percent(high)})`
}

const isFirst = ({ entry, ranked }: Held): boolean => ranked[0]?.entry === entry

const line = (name: string, of: readonly Held[]): string =>
  `${name}: first ${rate(of.filter(isFirst).length, of.length)}; among three ${rate(
    of.filter(({ entry, ranked }) => ranked.slice(0, 3).some((each) => each.entry === entry)).length,
    of.length,
  )}`

/** The figures, the pairs of entries that are mistaken most often, and the examples that another entry clearly wins. */
export const ownReport = (held: readonly Held[]): string => {
  const pairs = new Map<string, number>()
  for (const each of held)
    if (!isFirst(each) && each.ranked[0]) {
      const pair = `${each.entry} taken for ${each.ranked[0].entry}`
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
    }
  const worst = [...pairs].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, WORST)
  const lost = held.filter((each) => !isFirst(each) && (each.ranked[0]?.score ?? 0) >= CLEAR)
  return [
    line('own questions', held),
    ...LANGS.map((lang) =>
      line(
        `  ${lang}`,
        held.filter((each) => each.lang === lang),
      ),
    ),
    'Entries that are mistaken most often:',
    ...worst.map(([pair, count]) => `  ${count}x ${pair}`),
    `Examples that another entry clearly wins (${lost.length}):`,
    ...lost.map(({ lang, entry, ranked, text }) => `  ${entry}/${lang}.md -> ${ranked[0]?.entry}: ${text}`),
  ].join('\n')
}
