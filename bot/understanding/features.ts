import english from 'natural/lib/natural/stemmers/porter_stemmer.js'
import french from 'natural/lib/natural/stemmers/porter_stemmer_fr.js'
import portuguese from 'natural/lib/natural/stemmers/porter_stemmer_pt.js'
import type { Lang } from '../../locales/languages.ts'
import { type Abbreviations, creoleKey, expand, fold, wordsOf } from './normalise.ts'

/** Blocks of features, each brought to the same length and then weighted, so that long words do not drown short ones. */
export const BLOCKS = ['word', 'pair', 'piece', 'idea', 'key'] as const
export type Block = (typeof BLOCKS)[number]
const WEIGHT: Readonly<Record<Block, number>> = { word: 1, pair: 0.4, piece: 1.5, idea: 1, key: 0.8 }

export type Features = Readonly<Record<Block, readonly string[]>>

/** A sparse vector: `at[i]` is the number of a feature, `value[i]` its weight. */
export type Vector = { readonly at: Int32Array; readonly value: Float32Array; readonly norm: number }

const STEM: Readonly<Record<Lang, (word: string) => string>> = {
  pt: (word) => portuguese.stem(word),
  en: (word) => english.stem(word),
  fr: (word) => french.stem(word),
  kea: (word) => word,
}

/** Ideas by the first word of their terms. */
const createIdeas = (concepts: Readonly<Record<string, readonly string[]>>) => {
  type Term = { readonly idea: string; readonly rest: readonly string[]; readonly stem: boolean }
  const whole = new Map<string, Term[]>()
  const stems = new Map<string, Term[]>()
  for (const [idea, terms] of Object.entries(concepts))
    for (const term of terms) {
      const words = wordsOf(fold(term.replace(/[_*]/g, ' ')))
      const map = term.endsWith('*') && words.length === 1 ? stems : whole
      const found = map.get(words[0] ?? '') ?? []
      found.push({ idea, rest: words.slice(1), stem: term.endsWith('*') })
      map.set(words[0] ?? '', found)
    }
  return (words: readonly string[]): readonly string[] => {
    const found = new Set<string>()
    words.forEach((word, at) => {
      for (const { idea, rest } of whole.get(word) ?? [])
        if (rest.every((next, offset) => words[at + 1 + offset] === next)) found.add(idea)
      for (let length = 3; length <= word.length; length += 1)
        for (const { idea } of stems.get(word.slice(0, length)) ?? []) found.add(idea)
    })
    return [...found]
  }
}

/** Turns a text of a language into features: words with their stems, pairs of words, pieces of words, ideas, Creole keys. */
export const createFeatures = (
  abbreviations: Abbreviations,
  concepts: Readonly<Record<string, readonly string[]>>,
): ((text: string, lang: Lang, repair?: (word: string) => string) => Features) => {
  const ideas = createIdeas(concepts)
  return (text, lang, repair) => {
    const said = expand(wordsOf(fold(text)), lang, abbreviations).slice(0, 120)
    const words = repair ? said.map(repair) : said
    const word: string[] = []
    const pair: string[] = []
    const piece: string[] = []
    const key: string[] = []
    words.forEach((each, at) => {
      word.push(each)
      const stem = each.length > 3 ? STEM[lang](each) : each
      if (stem !== each) word.push(`~${stem}`)
      if (at > 0) pair.push(`${words[at - 1]} ${each}`)
      const padded = `_${each}_`
      for (let size = 3; size <= 5; size += 1)
        for (let from = 0; from + size <= padded.length; from += 1) piece.push(padded.slice(from, from + size))
      if (lang === 'kea' || lang === 'pt') {
        const shared = creoleKey(each)
        if (shared) key.push(shared)
      }
    })
    return { word, pair, piece, idea: ideas(words), key }
  }
}

/** The features that were seen in the examples: each has a number, and a weight of rarity (idf) at that number. Plain data. */
export type Vocabulary = {
  readonly numbers: Readonly<Record<Block, ReadonlyMap<string, number>>>
  readonly idf: Float32Array
  /** The rarity of what was never seen. */
  readonly unseen: number
}

export type Vectoriser = {
  vector(features: Features): Vector
  /** The share of the words, weighted by rarity, that were seen in the examples: 0 to 1. */
  coverage(features: Features): number
}

/** Pieces and pairs seen only once help nobody and are most of all features. */
const SEEN_AT_LEAST: Readonly<Record<Block, number>> = { word: 1, pair: 2, piece: 2, idea: 1, key: 1 }

export const learnVocabulary = (examples: readonly Features[]): Vocabulary => {
  const numbers = {} as Record<Block, Map<string, number>>
  const idf: number[] = []
  for (const block of BLOCKS) {
    const seenIn = new Map<string, number>()
    for (const features of examples)
      for (const name of new Set(features[block])) seenIn.set(name, (seenIn.get(name) ?? 0) + 1)
    numbers[block] = new Map()
    for (const [name, count] of seenIn) {
      if (count < SEEN_AT_LEAST[block]) continue
      numbers[block].set(name, idf.length)
      idf.push(Math.log((examples.length + 1) / (count + 0.5)))
    }
  }
  return { numbers, idf: Float32Array.from(idf), unseen: Math.log((examples.length + 1) / 0.5) }
}

export const createVectoriser = ({ numbers, idf, unseen }: Vocabulary): Vectoriser => ({
  vector: (features) => {
    const at: number[] = []
    const value: number[] = []
    let all = 0
    for (const block of BLOCKS) {
      const counts = new Map<string, number>()
      for (const name of features[block]) counts.set(name, (counts.get(name) ?? 0) + 1)
      let square = 0
      const from = value.length
      for (const [name, count] of counts) {
        const number = numbers[block].get(name)
        if (number === undefined) continue
        const weight = (1 + Math.log(count)) * (idf[number] as number)
        at.push(number)
        value.push(weight)
        square += weight * weight
      }
      const scale = square > 0 ? WEIGHT[block] / Math.sqrt(square) : 0
      for (let index = from; index < value.length; index += 1) value[index] = (value[index] ?? 0) * scale
      if (square > 0) all += WEIGHT[block] ** 2
    }
    return { at: Int32Array.from(at), value: Float32Array.from(value), norm: Math.sqrt(all) }
  },
  coverage: (features) => {
    let seen = 0
    let all = 0
    for (const name of features.word) {
      if (name.startsWith('~')) continue
      const number = numbers.word.get(name)
      const rarity = number === undefined ? unseen : (idf[number] as number)
      all += rarity
      if (number !== undefined) seen += rarity
    }
    return all === 0 ? 0 : seen / all
  },
})
