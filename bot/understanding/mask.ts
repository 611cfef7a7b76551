import { fold, wordsOf } from './normalise.ts'

/** A word that was written so often in the questions is mostly nobody's name. */
const COMMON = 3
const LONGEST = 300

/** The words that may stay, of those that were counted in the questions. Sentences of danger tell of people, and are not counted. */
export const commonOf = (words: ReadonlyMap<string, number>, counts: Int32Array): readonly string[] =>
  [...words].flatMap(([word, number]) => ((counts[number] as number) >= COMMON ? [word] : []))

/**
 * Takes out of a text what could tell who wrote it: every word that is not a common one, and every name, becomes "…", every
 * number "#". Addresses go whole.
 */
export const createMask = (common: Iterable<string>, names: readonly string[]): ((text: string) => string) => {
  const known = new Set([...common].flatMap((text) => wordsOf(fold(text))))
  for (const name of names) known.delete(fold(name))
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
