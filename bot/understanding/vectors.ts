import { BLOCKS, type Block, type Features } from './features.ts'

/** How much each block counts. Each is brought to the same length first, so that long words do not drown short ones. */
export type Weights = Readonly<Record<Block, number>>
/** For telling by its words what a text is about. How it is written says nothing of that. */
export const BY_WORDS: Weights = { word: 1, pair: 0.6, piece: 0, idea: 0.8, ideas: 0.8, key: 1.2, form: 0 }
/** For telling the same by the pieces of its words, which hold where it is misspelt. */
export const BY_PIECES: Weights = { word: 0, pair: 0, piece: 1.8, idea: 0, ideas: 0, key: 0, form: 0 }
/** For hearing fear: whoever is in danger tells and calls more than they ask. */
export const FEAR: Weights = { word: 0.8, pair: 0.6, piece: 0.8, idea: 0.4, ideas: 0.4, key: 0.8, form: 0.6 }

/** What is seen in fewer examples helps nobody, and is most of all features. */
const SEEN_AT_LEAST: Readonly<Record<Block, number>> = {
  word: 1,
  pair: 2,
  piece: 3,
  idea: 1,
  ideas: 2,
  key: 1,
  form: 1,
}

/** The features of a text by number. The blocks stand one after the other: `ends[b]` is where block b ends. */
export type Numbered = {
  readonly at: Int32Array
  /** How often each stands in the text. */
  readonly count: Uint8Array
  readonly ends: readonly number[]
  /** How many words the text has, and how many of them have no number. */
  readonly words: number
  readonly unknown: number
}

/** A sparse vector: `at[i]` is the number of a feature, `value[i]` its weight. */
export type Vector = { readonly at: Int32Array; readonly value: Float32Array }

export type Numbers = { readonly [B in Block]: ReadonlyMap<Features[B][number], number> }
type Named = Readonly<Record<Block, ReadonlyMap<string | number, number>>>

const isWord = (name: string | number): boolean => typeof name === 'string' && !name.startsWith('~')

const number = (
  features: Features,
  numberOf: (block: Block, name: string | number) => number | undefined,
): Numbered => {
  const at: number[] = []
  const count: number[] = []
  const ends: number[] = []
  let words = 0
  let unknown = 0
  for (const block of BLOCKS) {
    const start = at.length
    for (const name of features[block]) {
      const feature = numberOf(block, name)
      const counts = block === 'word' && isWord(name)
      if (counts) words += 1
      if (feature === undefined) {
        if (counts) unknown += 1
        continue
      }
      // A few dozen are sooner looked through than put into a table.
      const slot = at.indexOf(feature, start)
      if (slot === -1) {
        at.push(feature)
        count.push(1)
      } else count[slot] = (count[slot] as number) + 1
    }
    ends.push(at.length)
  }
  return { at: Int32Array.from(at), count: Uint8Array.from(count), ends, words, unknown }
}

/** Numbers for all features of many texts, given at first sight. */
export const createNumbering = (): {
  readonly numbers: Numbers
  number(features: Features): Numbered
  size(): number
} => {
  const numbers = Object.fromEntries(BLOCKS.map((block) => [block, new Map()])) as Record<
    Block,
    Map<string | number, number>
  >
  let size = 0
  const numberOf = (block: Block, name: string | number): number => {
    const known = numbers[block].get(name)
    if (known !== undefined) return known
    numbers[block].set(name, size)
    size += 1
    return size - 1
  }
  return { numbers: numbers as Numbers, number: (features) => number(features, numberOf), size: () => size }
}

/** How rare each feature is among examples (idf); 0 where it is not used. Plain data. */
export type Rarity = {
  readonly idf: Float32Array
  /** The rarity of what was never seen. */
  readonly unseen: number
}

/** Learns the rarity of `size` features from examples. */
export const learnRarity = (examples: readonly Numbered[], size: number): Rarity => {
  const seen = new Int32Array(size)
  const least = new Uint8Array(size).fill(1)
  for (const { at, ends } of examples) {
    let index = 0
    BLOCKS.forEach((block, which) => {
      for (; index < (ends[which] as number); index += 1) {
        const feature = at[index] as number
        seen[feature] = (seen[feature] as number) + 1
        least[feature] = SEEN_AT_LEAST[block]
      }
    })
  }
  return {
    idf: Float32Array.from(seen, (count, feature) =>
      count < (least[feature] as number) ? 0 : Math.log((examples.length + 1) / (count + 0.5)),
    ),
    unseen: Math.log((examples.length + 1) / 0.5),
  }
}

/** What is said twice does not count twice. By how often it stands there, as far as `count` goes. */
const DAMPED = Float64Array.from({ length: 256 }, (_, count) => 1 + Math.log(Math.max(1, count)))

/** The vector of a text: rare features weigh more, and each block has its fixed share. */
export const vectorOf = ({ at, count, ends }: Numbered, { idf }: Rarity, weights: Weights): Vector => {
  // Measured first, then written into arrays of the right size: hundreds of thousands of texts go through here to learn.
  const scales = new Float64Array(BLOCKS.length)
  let used = 0
  let index = 0
  for (let block = 0; block < BLOCKS.length; block += 1) {
    const end = ends[block] as number
    const share = weights[BLOCKS[block] as Block]
    let square = 0
    for (; index < end && share > 0; index += 1) {
      const rarity = idf[at[index] as number] as number
      if (rarity > 0) used += 1
      square += ((DAMPED[count[index] as number] as number) * rarity) ** 2
    }
    index = end
    scales[block] = square > 0 ? share / Math.sqrt(square) : 0
  }
  const vector = { at: new Int32Array(used), value: new Float32Array(used) }
  let slot = 0
  index = 0
  for (let block = 0; block < BLOCKS.length; block += 1) {
    const end = ends[block] as number
    const scale = scales[block] as number
    for (; index < end && scale > 0; index += 1) {
      const feature = at[index] as number
      const rarity = idf[feature] as number
      if (rarity === 0) continue
      vector.at[slot] = feature
      vector.value[slot] = (DAMPED[count[index] as number] as number) * rarity * scale
      slot += 1
    }
    index = end
  }
  return vector
}

/** The share of the words, weighted by rarity, that are known: 0 to 1. */
export const coverageOf = (
  { at, ends, unknown }: Numbered,
  { idf, unseen }: Rarity,
  isKnown: (feature: number) => boolean,
): number => {
  let seen = 0
  let all = unknown * unseen
  for (let index = 0; index < (ends[0] as number); index += 1) {
    const feature = at[index] as number
    const rarity = idf[feature] as number
    const known = rarity > 0 && isKnown(feature)
    if (known) seen += rarity
    all += known ? rarity : unseen
  }
  return all === 0 ? 0 : seen / all
}

/** The features that are used, each with a number without gaps, and their rarity. Plain data. */
export type Vocabulary = { readonly numbers: Numbers; readonly rarity: Rarity }

/**
 * The vocabulary without what is not used, its features numbered without gaps. The given texts get the new numbers in place:
 * there are too many for two copies.
 */
export const compact = (
  numbers: Numbers,
  { idf, unseen }: Rarity,
  texts: readonly (Numbered & { at: Int32Array; count: Uint8Array; ends: readonly number[] })[],
): Vocabulary => {
  const renumbered = new Int32Array(idf.length).fill(-1)
  const kept: number[] = []
  const without = Object.fromEntries(
    BLOCKS.map((block) => {
      const map = new Map<string | number, number>()
      for (const [name, feature] of (numbers as Named)[block]) {
        if (idf[feature] === 0) continue
        renumbered[feature] = kept.length
        map.set(name, kept.length)
        kept.push(idf[feature] as number)
      }
      return [block, map]
    }),
  ) as unknown as Numbers
  for (const text of texts) {
    const { at, count, ends } = text
    const newEnds: number[] = []
    let used = 0
    let index = 0
    for (const end of ends) {
      for (; index < end; index += 1) {
        const feature = renumbered[at[index] as number] as number
        if (feature < 0) continue
        at[used] = feature
        count[used] = count[index] as number
        used += 1
      }
      newEnds.push(used)
    }
    text.ends = newEnds
    text.count = count.slice(0, used)
    text.at = at.slice(0, used)
  }
  return { numbers: without, rarity: { idf: Float32Array.from(kept), unseen } }
}

/** How often each word stands in texts that are numbered with the vocabulary. */
export const wordCounts = (
  { numbers, rarity }: Vocabulary,
  texts: readonly Numbered[],
): ReadonlyMap<string, number> => {
  const counts = new Int32Array(rarity.idf.length)
  for (const { at, count, ends } of texts)
    for (let index = 0; index < (ends[0] as number); index += 1) {
      const feature = at[index] as number
      counts[feature] = (counts[feature] as number) + (count[index] as number)
    }
  return new Map([...numbers.word].map(([word, feature]) => [word, counts[feature] as number]))
}

/** The features of a new text by the numbers of a vocabulary. */
export const numberWith = ({ numbers }: Vocabulary, features: Features): Numbered =>
  number(features, (block, name) => (numbers as Named)[block].get(name))
