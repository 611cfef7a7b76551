import distance from 'natural/lib/natural/distance/levenshtein_distance.js'

/** The word, and each word that is left when one letter is taken out. */
const deletes = (word: string): readonly string[] => {
  const out = [word]
  for (let at = 0; at < word.length; at += 1) out.push(word.slice(0, at) + word.slice(at + 1))
  return out
}

/** Whether one letter was left out, added, changed, or two neighbours swapped. */
export const oneApart = (a: string, b: string): boolean =>
  Math.abs(a.length - b.length) <= 1 && distance.DamerauLevenshteinDistance(a, b, { restricted: true }) <= 1

/**
 * Finds the words of a list that differ from a word by one typing error. An index of deletions makes it a few look-ups
 * for each word, whatever the length of the list. The first letter must be right: people rarely miss it.
 */
export const createSpelling = (list: Iterable<string>): ((word: string) => readonly string[]) => {
  const index = new Map<string, string[]>()
  for (const word of new Set(list))
    for (const key of deletes(word)) {
      const found = index.get(key)
      if (found) found.push(word)
      else index.set(key, [word])
    }
  return (word) => {
    const found = new Set<string>()
    for (const key of deletes(word))
      for (const candidate of index.get(key) ?? [])
        if (candidate[0] === word[0] && candidate !== word && oneApart(candidate, word)) found.add(candidate)
    return [...found]
  }
}
