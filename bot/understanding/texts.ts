import { BLOCKS, type Block, type Features, type OfWord, type Word } from './features.ts'
import { hashOfTwo } from './hash.ts'
import { remember } from './remember.ts'

/** A text by the numbers of its features, in lists that may hold others too: block b stands from `ends[first + b]` to `ends[first + b + 1]`. */
export type Numbered = {
  readonly at: Int32Array
  /** How often each stands in the text. */
  readonly count: Uint8Array
  readonly ends: Int32Array
  readonly first: number
  /** How many words the text has, and how many of them have no number. */
  readonly words: number
  readonly unknown: number
}

/**
 * Many texts by number, one after the other in the same lists: with lists of its own for each, learning would take three times
 * the memory.
 */
export type Texts = {
  readonly at: Int32Array
  readonly count: Uint8Array
  /** Block b of text n ends at `ends[n * blocks + b + 1]`, where the next begins. */
  readonly ends: Int32Array
  readonly words: Int32Array
  readonly unknown: Int32Array
  /** What tells a text from others, by its pairs of words. */
  readonly key: Int32Array
}

/** One of many texts. */
export const textAt = ({ at, count, ends, words, unknown }: Texts, text: number): Numbered => ({
  at,
  count,
  ends,
  first: text * BLOCKS.length,
  words: words[text] as number,
  unknown: unknown[text] as number,
})

/** The features of one block of one of many texts. */
export const featuresIn = ({ at, ends }: Texts, text: number, block: Block): Int32Array => {
  const which = text * BLOCKS.length + BLOCKS.indexOf(block)
  return at.subarray(ends[which], ends[which + 1])
}

/** What a feature is called: a text, or a hash. */
export type Name = string | number
/** Gives the number of a feature of a block; -1 where it has none. */
type NumberOf = Readonly<Record<Block, (name: Name) => number>>

/** The numbers of what a word has by itself; -1 where there is none. */
type WordNumbers = Readonly<Record<OfWord, readonly number[]>>

const grown = <List extends Int32Array | Uint8Array>(list: List, make: new (size: number) => List): List => {
  const longer = new make(list.length * 2)
  longer.set(list)
  return longer
}

/** Room to begin with, for the features of one text of usual length. */
const ROOM = 256

/**
 * Writes texts by number, one after the other; `take` gives those that were added since it was last called. The numbers of the first
 * `most` words are remembered: most features are those of words, which come again and again.
 */
export const createWriter = (numberOf: NumberOf, most = 0): { add(features: Features): void; take(): Texts } => {
  const numbersOf = remember<WordNumbers, Word>(
    ({ word, piece, key }) => ({
      word: word.map(numberOf.word),
      piece: piece.map(numberOf.piece),
      key: key.map(numberOf.key),
    }),
    most,
  )
  let at = new Int32Array(ROOM)
  let count = new Uint8Array(ROOM)
  let used = 0
  /** Where the block begins that is being written. */
  let start = 0
  let ends = new Int32Array(ROOM)
  let bounds = 1
  let words: number[] = []
  let unknown: number[] = []
  let key: number[] = []
  // Where a feature was put last. What it says of an earlier block is stale, which is seen when one looks there.
  let places = new Int32Array(ROOM)

  const put = (feature: number): void => {
    if (feature < 0) return
    while (feature >= places.length) places = grown(places, Int32Array)
    const place = places[feature] as number
    if (place >= start && place < used && at[place] === feature) {
      count[place] = (count[place] as number) + 1
      return
    }
    if (used === at.length) {
      at = grown(at, Int32Array)
      count = grown(count, Uint8Array)
    }
    at[used] = feature
    count[used] = 1
    places[feature] = used
    used += 1
  }
  const putAll = (list: readonly number[]): void => {
    for (let which = 0; which < list.length; which += 1) put(list[which] as number)
  }
  const endBlock = (): void => {
    if (bounds === ends.length) ends = grown(ends, Int32Array)
    ends[bounds] = used
    bounds += 1
    start = used
  }
  return {
    add: (features) => {
      start = used
      const each = features.words.map(numbersOf)
      // In the order of BLOCKS.
      for (const { word } of each) putAll(word)
      endBlock()
      putAll(features.pair.map(numberOf.pair))
      endBlock()
      for (const { piece } of each) putAll(piece)
      endBlock()
      putAll(features.idea.map(numberOf.idea))
      endBlock()
      putAll(features.ideas.map(numberOf.ideas))
      endBlock()
      for (const { key } of each) putAll(key)
      endBlock()
      putAll(features.form.map(numberOf.form))
      endBlock()
      words.push(each.length)
      key.push(features.pair.reduce(hashOfTwo, each.length))
      // A word stands before its stem.
      unknown.push(each.filter(({ word }) => (word[0] as number) < 0).length)
    },
    take: () => {
      const texts: Texts = {
        at: at.subarray(0, used),
        count: count.subarray(0, used),
        ends: ends.subarray(0, bounds),
        words: Int32Array.from(words),
        unknown: Int32Array.from(unknown),
        key: Int32Array.from(key),
      }
      at = new Int32Array(ROOM)
      count = new Uint8Array(ROOM)
      used = 0
      ends = new Int32Array(ROOM)
      bounds = 1
      words = []
      unknown = []
      key = []
      return texts
    },
  }
}
