import type { EntryWords } from './data.ts'
import { hashOf } from './hash.ts'
import { fold, wordsOf } from './normalise.ts'
import { createTable, lookUp, type Table } from './table.ts'

/** The questions that stand in the knowledge word for word, by the hash of their words: the number of the entry, or OPEN. Plain data. */
export type Known = Table

const keyOf = (text: string): number => hashOf(wordsOf(fold(text)).join(' '))

/** Two entries that have the same question leave it open. */
const OPEN = 2 ** 30

export const learnKnown = (entries: readonly EntryWords[]): Known => {
  const known = createTable()
  entries.forEach(({ words }, label) => {
    for (const one of Object.values(words))
      for (const text of [one.title, ...one.questions]) {
        const key = keyOf(text)
        const before = known.get(key)
        known.set(key, before < 0 || before === label ? label : OPEN)
      }
  })
  return known.all()
}

/** The entry that has this very question, whatever its accents and signs; null where none or several have it. */
export const knownEntry = (known: Known, text: string): number | null => {
  const label = lookUp(known, keyOf(text))
  return label < 0 || label === OPEN ? null : label
}
