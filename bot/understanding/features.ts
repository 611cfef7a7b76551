import english from 'natural/lib/natural/stemmers/porter_stemmer.js'
import french from 'natural/lib/natural/stemmers/porter_stemmer_fr.js'
import portuguese from 'natural/lib/natural/stemmers/porter_stemmer_pt.js'
import type { Lang } from '../../locales/languages.ts'
import { type Abbreviations, creoleKey, expand, fold, wordsOf } from './normalise.ts'

/**
 * What a text consists of: `word` its words and their stems, `pair` two words that follow each other, `piece` four
 * letters of a word, `idea` concepts of the lexicon, which all languages share, `ideas` two of them in one text, `key` the key under
 * which Creole and Portuguese spellings meet.
 */
export const BLOCKS = ['word', 'pair', 'piece', 'idea', 'ideas', 'key'] as const
export type Block = (typeof BLOCKS)[number]
export type Features = Readonly<Record<Block, readonly string[]>>

/** A text longer than this is a story, whose first words say what it is about. */
const MOST_WORDS = 120
/** More ideas than this in one text would make more pairs of them than words. */
const MOST_IDEAS = 9
/** So many words are remembered with their pieces: most words come again. */
const REMEMBERED = 60_000

const STEM: Readonly<Record<Lang, (word: string) => string>> = {
  pt: (word) => portuguese.stem(word),
  en: (word) => english.stem(word),
  fr: (word) => french.stem(word),
  kea: (word) => word,
}

export type Concepts = Readonly<Record<string, readonly string[]>>

type Term = { readonly idea: string; readonly rest: readonly string[] }

/** Finds the ideas in words. A term is a word, a beginning of a word (`stem*`), or words_together. */
const createIdeas = (concepts: Concepts): ((words: readonly string[]) => readonly string[]) => {
  const whole = new Map<string, Term[]>()
  const stems = new Map<string, string[]>()
  for (const [idea, terms] of Object.entries(concepts))
    for (const term of terms) {
      const [first = '', ...rest] = wordsOf(fold(term.replace(/[_*]/g, ' ')))
      if (term.endsWith('*') && rest.length === 0) stems.set(first, [...(stems.get(first) ?? []), idea])
      else whole.set(first, [...(whole.get(first) ?? []), { idea, rest }])
    }
  const longest = Math.max(0, ...[...stems.keys()].map((stem) => stem.length))
  return (words) => {
    const found = new Set<string>()
    words.forEach((word, at) => {
      for (const { idea, rest } of whole.get(word) ?? [])
        if (rest.every((next, offset) => words[at + 1 + offset] === next)) found.add(idea)
      for (let length = 3; length <= word.length && length <= longest; length += 1)
        for (const idea of stems.get(word.slice(0, length)) ?? []) found.add(idea)
    })
    return [...found].sort()
  }
}

const pairsOf = (ideas: readonly string[]): readonly string[] =>
  ideas.slice(0, MOST_IDEAS).flatMap((one, at, all) => all.slice(at + 1).map((other) => `${one} ${other}`))

const PIECE = 4

const piecesOf = (word: string): readonly string[] => {
  const padded = `_${word}_`
  // The whole of a short word stands among the words already.
  if (padded.length <= PIECE) return []
  return Array.from({ length: padded.length - PIECE + 1 }, (_, from) => padded.slice(from, from + PIECE))
}

type Word = { readonly forms: readonly string[]; readonly pieces: readonly string[]; readonly key: string | null }

export type Featurise = (text: string, lang: Lang, repair?: (word: string) => string) => Features

/** Turns a text of a language into features. `repair` mends typing errors. */
export const createFeatures = (abbreviations: Abbreviations, concepts: Concepts): Featurise => {
  const ideasIn = createIdeas(concepts)
  const remembered: Record<Lang, Map<string, Word>> = {
    pt: new Map(),
    en: new Map(),
    fr: new Map(),
    kea: new Map(),
  }
  const analyse = (word: string, lang: Lang): Word => {
    const known = remembered[lang].get(word)
    if (known) return known
    const stem = word.length > 3 ? STEM[lang](word) : word
    const analysed = {
      forms: stem === word ? [word] : [word, `~${stem}`],
      pieces: piecesOf(word),
      key: lang === 'kea' || lang === 'pt' ? creoleKey(word) : null,
    }
    if (remembered[lang].size < REMEMBERED) remembered[lang].set(word, analysed)
    return analysed
  }
  return (text, lang, repair) => {
    const said = expand(wordsOf(fold(text)), lang, abbreviations).slice(0, MOST_WORDS)
    const words = repair ? said.map(repair) : said
    const analysed = words.map((word) => analyse(word, lang))
    const idea = ideasIn(words)
    return {
      word: analysed.flatMap(({ forms }) => forms),
      pair: words.slice(1).map((word, at) => `${words[at]} ${word}`),
      piece: analysed.flatMap(({ pieces }) => pieces),
      idea,
      ideas: pairsOf(idea),
      key: analysed.flatMap(({ key }) => key ?? []),
    }
  }
}
