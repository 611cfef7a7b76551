import Fuse from 'fuse.js'
import type { UnitId } from '../ids.ts'
import { fold, wordsOf } from './normalise.ts'

export type PlaceNames = { readonly unit: UnitId; readonly names: readonly string[] }

/** A place name has at most so many words. */
const LONGEST = 4
/** Fuse's distance: 0 the same, 1 nothing alike. One or two typing errors in a name. */
const NEAR = 0.25
/** In a longer text a word that is nearly a place is more often another word. */
const WORDS_FOR_ERRORS = 6

const key = (text: string): string => wordsOf(fold(text)).join(' ')

/** Finds the unit that serves a place named in free words: first exactly, the longest name first, then with typing errors. */
export const createPlaceFinder = (places: readonly PlaceNames[]): ((text: string) => UnitId | null) => {
  const exact = new Map<string, UnitId>()
  for (const { unit, names } of places)
    for (const name of names.map(key)) if (name !== '' && !exact.has(name)) exact.set(name, unit)
  const fuse = new Fuse(
    [...exact].map(([name, unit]) => ({ name, unit })),
    { keys: ['name'], threshold: NEAR, includeScore: true, minMatchCharLength: 4, ignoreLocation: false, distance: 20 },
  )

  return (text) => {
    const words = wordsOf(fold(text)).slice(0, 60)
    for (let size = Math.min(LONGEST, words.length); size > 0; size -= 1)
      for (let at = 0; at + size <= words.length; at += 1) {
        const unit = exact.get(words.slice(at, at + size).join(' '))
        if (unit) return unit
      }
    if (words.length > WORDS_FOR_ERRORS) return null
    for (let size = Math.min(LONGEST, words.length); size > 0; size -= 1)
      for (let at = 0; at + size <= words.length; at += 1) {
        const said = words.slice(at, at + size).join(' ')
        if (said.length < 5) continue
        const hit = fuse.search(said, { limit: 1 })[0]
        // Fuse also finds a short name inside a long one; only names of about the same length are typing errors.
        if (hit && Math.abs(hit.item.name.length - said.length) <= 2) return hit.item.unit
      }
    return null
  }
}
