import { fold, wordsOf } from './normalise.ts'

/** A word that was written so often in the examples is nobody's name. */
const COMMON = 3
const LONGEST = 300

/**
 * Takes out of a text what could tell who wrote it: every word that is not a common one of the knowledge or of the languages
 * becomes "…", every number "#". Addresses go whole.
 */
export const createMask = (
  count: ReadonlyMap<string, number>,
  common: Iterable<string>,
): ((text: string) => string) => {
  const known = new Set([...common].flatMap((text) => wordsOf(fold(text))))
  for (const [word, times] of count) if (times >= COMMON) known.add(word)
  const isKnown = (words: readonly string[]): boolean => words.length > 0 && words.every((word) => known.has(word))
  return (text) =>
    text
      .slice(0, LONGEST)
      .replace(/\S*(?:@|:\/\/|www\.)\S*/g, ' … ')
      .replace(/[^\p{L}\p{N}\p{M}\s'’?!.,…-]/gu, ' ')
      .replace(/[\p{L}\p{N}\p{M}]+/gu, (word) =>
        /\p{N}/u.test(word) ? '#' : isKnown(wordsOf(fold(word))) ? word : '…',
      )
      .replace(/(?:…[\s…]*)+/g, '… ')
      .replace(/\s+/g, ' ')
      .trim()
}
