import { hashOf, hashOfTwo } from './hash.ts'
import { fold, isAscii, wordsWithApostrophes } from './normalise.ts'

/*
 * What tells the language of a text, each by its hash: words, pairs of words, pieces of words, and accents where they are written.
 */

const LONGEST_PIECE = 4

/** Whole words, and words with their accents, are told from pieces that look the same. */
const WHOLE = hashOf('whole word')
const ACCENT = hashOf('accent')

// Most texts have none, which is seen sooner.
const withoutLinks = (text: string): string =>
  text.includes('@') || text.includes('http') ? text.replace(/https?:\S+|\S+@\S+/g, ' ') : text

/** The words of a text without accents. */
export const plainWordsOf = (text: string): readonly string[] =>
  wordsWithApostrophes(fold(withoutLinks(text))).filter((word) => !/\d/.test(word))

/** The words of a text that have an accent, with it. */
export const accentedWordsOf = (text: string): readonly string[] =>
  isAscii(text)
    ? []
    : wordsWithApostrophes(withoutLinks(text).normalize('NFC').toLowerCase()).filter((word) => !isAscii(word))

export const wordHash = (word: string): number => hashOfTwo(WHOLE, hashOf(word))

export const pairHash = (before: string, word: string): number => hashOfTwo(hashOf(before), hashOf(word))

/** The word itself, three times because it says most, and its pieces of one to four letters. */
export const hashesOfWord = (word: string): readonly number[] => {
  const whole = wordHash(word)
  const hashes = [whole, whole, whole]
  const padded = `_${word}_`
  for (let size = 1; size <= LONGEST_PIECE; size += 1)
    for (let from = 0; from + size <= padded.length; from += 1) {
      const isEdge = size === 1 && (from === 0 || from === padded.length - 1)
      if (!isEdge) hashes.push(hashOf(padded, from, from + size))
    }
  return hashes
}

/**
 * What the accents of a word say: "óra" is no "ora", nor "dôs" a "dos". The word with them, as often as without, and each accent with
 * the letters beside it. Who writes none, as on most telephones, says nothing by that.
 */
export const hashesOfAccents = (word: string): readonly number[] => {
  const whole = hashOfTwo(ACCENT, hashOf(word))
  const hashes = [whole, whole, whole]
  const padded = `_${word}_`
  for (let at = 1; at < padded.length - 1; at += 1)
    if (!isAscii(padded[at] as string))
      for (const before of [0, 1])
        for (const after of [1, 2]) hashes.push(hashOfTwo(ACCENT, hashOf(padded, at - before, at + after)))
  return hashes
}
