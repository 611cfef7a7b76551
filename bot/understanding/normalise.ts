import type { Lang } from '../../locales/languages.ts'

/** A text longer than this is read at its beginning and its end only, so that the time for any input is bounded. */
const LONGEST = 4_000

const bounded = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)} . ${text.slice(-LONGEST / 2)}`

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
export const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)

const withoutAccents = (text: string): string =>
  text
    .replace(/[’‘´`ʼ]/g, "'")
    .normalize('NFD')
    .replace(/\p{M}/gu, '')

// What is plain ASCII, as most is, needs none of Unicode's rules: half the time.
const folded = (text: string): string => {
  const short = bounded(text)
  const plain = isAscii(short) ? short.toLowerCase() : withoutAccents(short.normalize('NFKC').toLowerCase())
  return isAscii(plain) ? plain.replace(/([a-z])\1{2,}/g, '$1') : plain.replace(/(\p{L})\1{2,}/gu, '$1')
}

/** What was asked for last, which is asked for again by all that look at a message. */
let last = { text: '', folded: '' }

/** Small letters without accents, one kind of apostrophe, long runs of a letter made one: "Préciiiiso" -> "preciso". */
export const fold = (text: string): string => {
  if (text !== last.text) last = { text, folded: folded(text) }
  return last.folded
}

const WORD = /[\p{L}\p{N}]+/gu
const PLAIN_WORD = /[a-z\d]+/gi

/** The words of a folded text; apostrophes and hyphens part words: "n'ka" -> n, ka. */
export const wordsOf = (folded: string): readonly string[] => folded.match(isAscii(folded) ? PLAIN_WORD : WORD) ?? []

/** The words with the apostrophe kept inside, as a detector of languages wants them: "n'ka", "don't", "c'est". */
export const wordsWithApostrophes = (folded: string): readonly string[] =>
  folded.match(isAscii(folded) ? /[a-z\d]+(?:'[a-z\d]*)*/gi : /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]*)*/gu) ?? []

/** Words that stand for another one in one language only. Used after the language is known. */
export type Abbreviations = Readonly<Record<Lang, ReadonlyMap<string, string>>>

const hasAny = (of: ReadonlyMap<string, string>, words: readonly string[]): boolean => {
  for (const word of words) if (of.has(word)) return true
  return false
}

export const expand = (words: readonly string[], lang: Lang, abbreviations: Abbreviations): readonly string[] =>
  hasAny(abbreviations[lang], words)
    ? words.flatMap((word) => abbreviations[lang].get(word)?.split(' ') ?? [word])
    : words

/**
 * A key under which the spellings of one word of Cape Verdean Creole and its Portuguese cousin meet:
 * `rezidensia`, `residência`, `rizidénsia` -> `risidinsi`. Only ever an additional feature beside the word itself: it
 * also merges words that differ, and no danger is recognised by it. Null for short words and numbers.
 */
export const creoleKey = (word: string): string | null => {
  if (word.length < 4 || /\d/.test(word)) return null
  const key = word
    .replace(/^(?:tch|tx|ch|sh)/, 'x')
    .replace(/tch|tx|ch|sh/g, 'x')
    .replace(/lh|dj/g, 'j')
    .replace(/nh/g, 'ñ')
    .replace(/cao$/, 'son')
    .replace(/coes$/, 'son')
    .replace(/qu|q/g, 'k')
    .replace(/g(?=[ei])/g, 'j')
    .replace(/gu(?=[ei])/g, 'g')
    .replace(/sc(?=[ei])|xc(?=[ei])|ss|c(?=[ei])/g, 's')
    .replace(/c/g, 'k')
    .replace(/z/g, 's')
    .replace(/v/g, 'b')
    .replace(/ph/g, 'f')
    .replace(/h/g, '')
    .replace(/m(?=[^aeiou]|$)/g, 'n')
    .replace(/ao$/, 'on')
    .replace(/(.)\1/g, '$1')
    .replace(/^[eio]?s(?=[^aeiou])/, 's')
    .replace(/^[ei]n(?=[tdkg])/, 'n')
    .replace(/^au/, 'o')
    .replace(/ei/g, 'e')
    .replace(/ou/g, 'o')
    .replace(/s$/, '')
    .replace(/r$/, '')
    .replace(/e/g, 'i')
    .replace(/o/g, 'u')
    .replace(/[aiu]+$/, '')
  return key.length >= 3 ? key : null
}
