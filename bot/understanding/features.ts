import english from 'natural/lib/natural/stemmers/porter_stemmer.js'
import french from 'natural/lib/natural/stemmers/porter_stemmer_fr.js'
import portuguese from 'natural/lib/natural/stemmers/porter_stemmer_pt.js'
import type { Lang } from '../../locales/languages.ts'
import { hashOf, hashOfTwo } from './hash.ts'
import { type Abbreviations, creoleKey, expand, fold, wordsOf } from './normalise.ts'
import { remember } from './remember.ts'

/**
 * What a text consists of: `word` its words and their stems, `pair` two words that follow each other, `piece` four
 * letters of a word, `idea` concepts of the lexicon, which all languages share, `ideas` two of them in one text, `key` the key under
 * which Creole and Portuguese spellings meet, `form` how it is written: how long, and with which signs.
 */
export const BLOCKS = ['word', 'pair', 'piece', 'idea', 'ideas', 'key', 'form'] as const
export type Block = (typeof BLOCKS)[number]
/** What is made of parts is named by a hash of 31 bits, which costs a tenth of a text put together. */
export type Hashed = 'pair' | 'piece' | 'ideas' | 'key'
/** What each word has by itself, whatever stands beside it. */
export type OfWord = 'word' | 'piece' | 'key'
/** What a word consists of, by name. The same word is the same object wherever it is remembered. */
export type Word = {
  readonly word: readonly string[]
  readonly piece: readonly number[]
  /** None, or one. */
  readonly key: readonly number[]
}
/** Names of features. */
export type Features = {
  readonly words: readonly Word[]
  readonly pair: readonly number[]
  readonly idea: readonly string[]
  readonly ideas: readonly number[]
  readonly form: readonly string[]
  /** How many words were mended. */
  readonly mended: number
}

/** A text longer than this is a story, whose first words say what it is about. */
const MOST_WORDS = 120
/** More ideas than this in one text would make more pairs of them than words. */
const MOST_IDEAS = 9

const STEM: Readonly<Record<Lang, (word: string) => string>> = {
  pt: (word) => portuguese.stem(word),
  en: (word) => english.stem(word),
  fr: (word) => french.stem(word),
  kea: (word) => word,
}

export type Concepts = Readonly<Record<string, readonly string[]>>

type Term = { readonly idea: string; readonly rest: readonly string[] }

/** Gives the terms that a word may be the beginning of. A term is a word, a beginning of a word (`stem*`), or words_together. */
const createTerms = (concepts: Concepts): ((word: string) => readonly Term[]) => {
  const whole = new Map<string, Term[]>()
  const stems = new Map<string, Term[]>()
  for (const [idea, terms] of Object.entries(concepts))
    for (const term of terms) {
      const [first = '', ...rest] = wordsOf(fold(term.replace(/[_*]/g, ' ')))
      const of = term.endsWith('*') && rest.length === 0 ? stems : whole
      of.set(first, [...(of.get(first) ?? []), { idea, rest }])
    }
  const longest = Math.max(0, ...[...stems.keys()].map((stem) => stem.length))
  return (word) => {
    const found = [...(whole.get(word) ?? [])]
    for (let length = 3; length <= word.length && length <= longest; length += 1)
      found.push(...(stems.get(word.slice(0, length)) ?? []))
    return found
  }
}

const stands = (rest: readonly string[], words: readonly Analysed[], from: number): boolean => {
  for (let offset = 0; offset < rest.length; offset += 1) if (words[from + offset]?.text !== rest[offset]) return false
  return true
}

const ideasIn = (words: readonly Analysed[]): readonly string[] => {
  const found: string[] = []
  for (let at = 0; at < words.length; at += 1)
    for (const { idea, rest } of (words[at] as Analysed).terms)
      if (stands(rest, words, at + 1) && !found.includes(idea)) found.push(idea)
  return found.sort()
}

const twosOf = (hashes: readonly number[]): readonly number[] => {
  const twos: number[] = []
  const most = Math.min(hashes.length, MOST_IDEAS)
  for (let one = 0; one < most; one += 1)
    for (let other = one + 1; other < most; other += 1)
      twos.push(hashOfTwo(hashes[one] as number, hashes[other] as number))
  return twos
}

const PIECE = 4

const piecesOf = (word: string): readonly number[] => {
  const padded = `_${word}_`
  // The whole of a short word stands among the words already.
  if (padded.length <= PIECE) return []
  const pieces: number[] = []
  for (let from = 0; from + PIECE <= padded.length; from += 1) pieces.push(hashOf(padded, from, from + PIECE))
  return pieces
}

/** Steps in which the length of a text is told: each is half as long again. */
const LENGTHS = 8

// Most texts have a small letter, which is seen at once.
const isCapitals = (text: string): boolean => !/[a-z]/.test(text) && text === text.toUpperCase()

const formOf = (text: string, words: number): readonly string[] => [
  `length ${Math.min(LENGTHS, Math.floor(2 * Math.log2(words + 1)))}`,
  text.includes('?') ? 'asks' : 'tells',
  text.includes('!') ? 'calls' : 'calm',
  isCapitals(text) ? 'capitals' : 'letters',
]

type Analysed = Word & { readonly text: string; readonly hash: number; readonly terms: readonly Term[] }

const countOf = (mended: readonly string[], said: readonly string[]): number =>
  mended === said ? 0 : mended.filter((word, at) => word !== said[at]).length

export type Featurise = (text: string, lang: Lang, repair?: (word: string) => string) => Features

/** Turns a text of a language into features. `repair` mends typing errors; `most` words are remembered with their parts. */
export const createFeatures = (abbreviations: Abbreviations, concepts: Concepts, most?: number): Featurise => {
  const termsOf = createTerms(concepts)
  const hashOfIdea = new Map(Object.keys(concepts).map((idea) => [idea, hashOf(idea)]))
  const analyse =
    (lang: Lang) =>
    (text: string): Analysed => {
      const stem = text.length > 3 ? STEM[lang](text) : text
      const key = lang === 'kea' || lang === 'pt' ? creoleKey(text) : null
      return {
        text,
        hash: hashOf(text),
        word: stem === text ? [text] : [text, `~${stem}`],
        piece: piecesOf(text),
        key: key === null ? [] : [hashOf(key)],
        terms: termsOf(text),
      }
    }
  const wordOf: Record<Lang, (text: string) => Analysed> = {
    pt: remember(analyse('pt'), most),
    en: remember(analyse('en'), most),
    fr: remember(analyse('fr'), most),
    kea: remember(analyse('kea'), most),
  }
  return (text, lang, repair) => {
    const said = expand(wordsOf(fold(text)), lang, abbreviations).slice(0, MOST_WORDS)
    const mended = repair ? said.map(repair) : said
    const words = mended.map(wordOf[lang])
    const idea = ideasIn(words)
    const pair: number[] = []
    for (let at = 1; at < words.length; at += 1)
      pair.push(hashOfTwo((words[at - 1] as Analysed).hash, (words[at] as Analysed).hash))
    const ideas = twosOf(idea.map((name) => hashOfIdea.get(name) ?? 0))
    return { words, pair, idea, ideas, form: formOf(text, said.length), mended: countOf(mended, said) }
  }
}
