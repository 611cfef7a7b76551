import { LANGS, type Lang } from '../../locales/languages.ts'
import type { SmalltalkKind, SmalltalkTables } from './data.ts'
import { type Abbreviations, expand, fold, wordsOf } from './normalise.ts'

/** Where a phrase stands in several tables, the first decides. `yes` and `no` come last: "no thanks" is thanks in no table. */
const ORDER: readonly SmalltalkKind[] = ['insult', 'robot', 'yes', 'no', 'thanks', 'bye', 'greeting']

/** So many words may stand beside the wish for a person; more than that tells a story, of which the wish is only a part. */
const AROUND_WISH = 6

const key = (text: string): string => wordsOf(fold(text)).join(' ')

/** Longer messages are stories. */
const MOST_WORDS = 40
/** So much of a message may be other words, where nothing else is recognised in it. */
const MOSTLY = 0.6

/** `whole`: there is nothing else in the message; otherwise it may be something else as well. */
export type Smalltalk = { readonly kind: SmalltalkKind | 'person'; readonly whole: boolean }

/**
 * Recognises a message that is nothing, or hardly anything, but a greeting, thanks and the like, and the wish to speak
 * to a person. All languages at once. Null: it is something else.
 */
export const createSmalltalk = (
  tables: SmalltalkTables,
  abbreviations: Abbreviations,
): ((text: string, lang: Lang) => Smalltalk | null) => {
  const phrases = new Map<string, SmalltalkKind>()
  for (const kind of [...ORDER].reverse())
    for (const lang of LANGS)
      for (const phrase of [...tables[kind][lang], ...(kind === 'greeting' ? tables.opening[lang] : [])])
        phrases.set(key(phrase), kind)
  const person = LANGS.flatMap((lang) => tables.person[lang].map(key)).map((phrase) => ({
    phrase,
    size: phrase.split(' ').length,
  }))
  const filler = new Set(LANGS.flatMap((lang) => tables.filler[lang].map(key)))
  const longest = Math.max(...[...phrases.keys()].map((phrase) => phrase.split(' ').length))

  /** Covers the words from left to right with the longest phrases, and counts those that are neither phrase nor filler. */
  const cover = (words: readonly string[]): { readonly kinds: readonly SmalltalkKind[]; readonly left: number } => {
    const kinds: SmalltalkKind[] = []
    let left = 0
    for (let at = 0; at < words.length; ) {
      let taken = 0
      for (let size = Math.min(longest, words.length - at); size > 0 && taken === 0; size -= 1) {
        const kind = phrases.get(words.slice(at, at + size).join(' '))
        if (!kind) continue
        kinds.push(kind)
        taken = size
      }
      if (taken === 0 && !filler.has(words[at] ?? '')) left += 1
      at += Math.max(taken, 1)
    }
    return { kinds, left }
  }

  const wants = (words: readonly string[]): boolean => {
    const line = ` ${words.join(' ')} `
    return person.some(({ phrase, size }) => words.length <= size + AROUND_WISH && line.includes(` ${phrase} `))
  }

  const recognise = (words: readonly string[]): Smalltalk | null => {
    if (words.length === 0 || words.length > MOST_WORDS) return null
    const { kinds, left } = cover(words)
    // "Am I talking to a person" holds a wish only by its words.
    if (!kinds.includes('robot') && wants(words)) return { kind: 'person', whole: true }
    // "Hello, are you a robot": the greeting is the least of it.
    const kind = ORDER.find((each) => kinds.includes(each))
    // "I have no food" holds a "no" that answers nothing.
    const rest = kind === 'yes' || kind === 'no' ? 0 : words.length * MOSTLY
    return kind && left <= rest ? { kind, whole: left === 0 } : null
  }

  return (text, lang) => {
    const words = wordsOf(fold(text))
    const said = recognise(words)
    // Short forms collide with words of other languages, so they are written out only where that helps.
    return said?.whole ? said : (recognise(expand(words, lang, abbreviations)) ?? said)
  }
}

/**
 * Gives what is asked after a greeting and whoever is greeted: "bom dia chefe, ..." asks nothing of a boss. The text as it is where
 * it does not begin so, or nothing is left.
 */
export const createAfterGreeting = ({ greeting, filler }: SmalltalkTables): ((text: string) => string) => {
  const greetings = LANGS.flatMap((lang) => greeting[lang].map((phrase) => wordsOf(fold(phrase))))
  const around = new Set(LANGS.flatMap((lang) => filler[lang].map(key)))
  return (text) => {
    const words = wordsOf(fold(text))
    /** The words that one greeting, or whoever is greeted, takes from there on. */
    const sizeAt = (at: number): number =>
      Math.max(
        at > 0 && around.has(words[at] ?? '') ? 1 : 0,
        ...greetings.map((phrase) => (phrase.every((word, offset) => words[at + offset] === word) ? phrase.length : 0)),
      )
    let at = 0
    for (let size = sizeAt(at); size > 0; size = sizeAt(at)) at += size
    return at === 0 || at >= words.length ? text : words.slice(at).join(' ')
  }
}
