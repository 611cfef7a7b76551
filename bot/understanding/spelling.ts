import distance from 'natural/lib/natural/distance/levenshtein_distance.js'
import { hashOf } from './hash.ts'

/** The word, and each word that is left when one letter is taken out. */
const deletes = (word: string): readonly string[] => {
  const out = [word]
  for (let at = 0; at < word.length; at += 1) out.push(word.slice(0, at) + word.slice(at + 1))
  return out
}

/** Whether one letter was left out, added, changed, or two neighbours swapped. */
export const oneApart = (a: string, b: string): boolean =>
  Math.abs(a.length - b.length) <= 1 && distance.DamerauLevenshteinDistance(a, b, { restricted: true }) <= 1

/** More words than can be numbered in the lower bits of a place of the index. */
const MOST = 2 ** 20

/**
 * Finds the words of a list that differ from a word by one typing error. An index of deletions makes it a few look-ups
 * for each word, whatever the length of the list. The first letter must be right: people rarely miss it. A place of the index
 * is the hash of what is left of a word, and the number of the word, in one number; so it is a tenth of a table of texts.
 */
export const createSpelling = (list: Iterable<string>): ((word: string) => readonly string[]) => {
  const words = [...new Set(list)].slice(0, MOST)
  const index = Float64Array.from(
    words.flatMap((word, at) => deletes(word).map((key) => hashOf(key) * MOST + at)),
  ).sort()
  const firstFrom = (place: number): number => {
    let low = 0
    let high = index.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((index[middle] as number) < place) low = middle + 1
      else high = middle
    }
    return low
  }
  return (word) => {
    const found = new Set<string>()
    for (const key of deletes(word)) {
      const from = hashOf(key) * MOST
      for (let at = firstFrom(from); at < index.length && (index[at] as number) < from + MOST; at += 1) {
        const candidate = words[(index[at] as number) - from] as string
        if (candidate[0] === word[0] && candidate !== word && oneApart(candidate, word)) found.add(candidate)
      }
    }
    return [...found]
  }
}
