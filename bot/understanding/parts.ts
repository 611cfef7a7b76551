import { fold, wordsOf } from './normalise.ts'

/** Words that join two questions ("and", "e", "et", "y"), where one of the others follows: "where", "também". */
export type Joining = { readonly words: readonly string[]; readonly before: readonly string[] }

/** Fewer words ask nothing by themselves. */
const LEAST_WORDS = 3
/** Of a longer list of questions the first are enough for one reply. */
const MOST_PARTS = 4
/** A longer text is a story, of which single sentences say little. */
const LONGEST_WORDS = 60

/** The clauses of a short message, cut at its signs: "I am Fatu, 991 22 33, how much is the minimum wage?" has one that asks. */
export const clausesOf = (text: string): readonly string[] => {
  const clauses = fold(text)
    .split(/[?!.,;:\n]+/)
    .map(wordsOf)
    .filter((words) => words.length >= LEAST_WORDS)
  return clauses.length > MOST_PARTS ? [] : clauses.map((words) => words.join(' '))
}

/**
 * Cuts a message where one question may end and another begin: after a question mark, at a new line, and before "and where",
 * "e também", "et combien". Gives the parts with enough words; a single question is one part.
 */
export const createParts = ({ words, before }: Joining): ((text: string) => readonly string[]) => {
  const joins = new Set(words)
  const begins = new Set(before)
  const cut = (sentence: readonly string[]): readonly string[] => {
    const parts: string[][] = [[]]
    sentence.forEach((word, at) => {
      if (joins.has(word) && begins.has(sentence[at + 1] ?? '')) parts.push([])
      else parts.at(-1)?.push(word)
    })
    return parts.filter((part) => part.length >= LEAST_WORDS).map((part) => part.join(' '))
  }
  return (text) => {
    const sentences = fold(text)
      .split(/[?\n]+/)
      .map(wordsOf)
    if (sentences.reduce((sum, sentence) => sum + sentence.length, 0) > LONGEST_WORDS) return []
    return sentences.flatMap(cut).slice(0, MOST_PARTS)
  }
}
