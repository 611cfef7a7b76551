import type { EntryWords } from './data.ts'
import { hashOf } from './hash.ts'
import { fold, wordsOf } from './normalise.ts'

/** The questions that stand in the knowledge word for word, by the hash of their words: the number of the entry. Plain data. */
export type Known = ReadonlyMap<number, number>

const keyOf = (text: string): number => hashOf(wordsOf(fold(text)).join(' '))

/** Two entries that have the same question leave it open. */
const OPEN = -1

export const learnKnown = (entries: readonly EntryWords[]): Known => {
  const known = new Map<number, number>()
  entries.forEach(({ words }, label) => {
    for (const one of Object.values(words))
      for (const text of [one.title, ...one.questions]) {
        const key = keyOf(text)
        known.set(key, (known.get(key) ?? label) === label ? label : OPEN)
      }
  })
  return known
}

/** The entry that has this very question, whatever its accents and signs; null where none or several have it. */
export const knownEntry = (known: Known, text: string): number | null => {
  const label = known.get(keyOf(text)) ?? OPEN
  return label === OPEN ? null : label
}
