import { fold, wordsOf } from '../bot/understanding/normalise.ts'

export type Place = { readonly entry: string; readonly file: string; readonly line: number }

/** Two questions with so much of their words in common are nearly the same. */
const ALIKE = 0.85
/** Short questions differ by a single word that matters: "visa price", "visa place". */
const SHORT = 5

/**
 * Takes question after question and gives the earlier one that is nearly the same, or null. Looks only at questions
 * that share their rarest words, so that thousands take no time.
 */
export const createDuplicateFinder = (): ((text: string, place: Place) => Place | null) => {
  const seen: { readonly words: ReadonlySet<string>; readonly line: string; readonly place: Place }[] = []
  const byWord = new Map<string, number[]>()
  return (text, place) => {
    const line = wordsOf(fold(text)).join(' ')
    const words = new Set(line.split(' '))
    const shared = new Map<number, number>()
    for (const word of words) for (const at of byWord.get(word) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    let twin: Place | null = null
    for (const [at, common] of shared) {
      const other = seen[at]
      if (!other || twin) continue
      const alike = common / (words.size + other.words.size - common)
      const short = Math.min(words.size, other.words.size) < SHORT
      // The same words in one entry in two languages ("visa expired") are no mistake; in two entries they are.
      const same = other.line === line && (place.entry !== other.place.entry || place.file === other.place.file)
      if (same || (!short && alike >= ALIKE && place.entry !== other.place.entry)) twin = other.place
    }
    const at = seen.push({ words, line, place }) - 1
    for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), at])
    return twin
  }
}
