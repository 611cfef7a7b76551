import { BLOCKS, type Block } from './features.ts'
import { type Numbered, type Texts, textAt } from './texts.ts'
import type { Rarity } from './vocabulary.ts'

/** How much each block counts. Each is brought to the same length first, so that long words do not drown short ones. */
export type Weights = Readonly<Record<Block, number>>
/** For telling by its words what a text is about. How it is written says nothing of that. */
export const BY_WORDS: Weights = { word: 1, pair: 0.6, piece: 0, idea: 0.8, ideas: 0.8, key: 1.2, form: 0 }
/** For telling the same by the pieces of its words, which hold where it is misspelt. */
export const BY_PIECES: Weights = { word: 0, pair: 0, piece: 1.8, idea: 0, ideas: 0, key: 0, form: 0 }
/** For hearing fear: whoever is in danger tells and calls more than they ask. */
export const FEAR: Weights = { word: 0.8, pair: 0.6, piece: 0.8, idea: 0.4, ideas: 0.4, key: 0.8, form: 0.6 }

/** A sparse vector, or several one after the other: `at[i]` is the number of a feature, `value[i]` its weight. */
export type Vector = { readonly at: Int32Array; readonly value: Float32Array }

/** What is said twice does not count twice. By how often it stands there, as far as `count` goes. */
const DAMPED = Float64Array.from({ length: 256 }, (_, count) => 1 + Math.log(Math.max(1, count)))

/**
 * Writes the vector of a text into lists with enough room, from a place on, and gives the place after it: rare features weigh
 * more, and each block has its fixed share.
 */
const writeVector = (
  { at, count, ends, first }: Numbered,
  { idf }: Rarity,
  weights: Weights,
  into: Vector,
  from: number,
): number => {
  let slot = from
  for (let block = 0; block < BLOCKS.length; block += 1) {
    const share = weights[BLOCKS[block] as Block]
    if (share === 0) continue
    const start = ends[first + block] as number
    const end = ends[first + block + 1] as number
    let square = 0
    for (let index = start; index < end; index += 1)
      square += ((DAMPED[count[index] as number] as number) * (idf[at[index] as number] as number)) ** 2
    const scale = share / Math.sqrt(square)
    for (let index = start; index < end; index += 1) {
      const rarity = idf[at[index] as number] as number
      if (rarity === 0) continue
      into.at[slot] = at[index] as number
      into.value[slot] = (DAMPED[count[index] as number] as number) * rarity * scale
      slot += 1
    }
  }
  return slot
}

const roomOf = ({ ends, first }: Numbered, weights: Weights): number => {
  let room = 0
  for (let block = 0; block < BLOCKS.length; block += 1)
    if (weights[BLOCKS[block] as Block] > 0)
      room += (ends[first + block + 1] as number) - (ends[first + block] as number)
  return room
}

/** The vector of a text. */
export const vectorOf = (text: Numbered, rarity: Rarity, weights: Weights): Vector => {
  const room = roomOf(text, weights)
  const vector = { at: new Int32Array(room), value: new Float32Array(room) }
  const used = writeVector(text, rarity, weights, vector, 0)
  if (used === room) return vector
  return { at: vector.at.subarray(0, used), value: vector.value.subarray(0, used) }
}

/** So many places hold the vectors of some of the texts. */
export const roomFor = (texts: Texts, some: ArrayLike<number>, weights: Weights): number => {
  let room = 0
  for (let which = 0; which < some.length; which += 1) room += roomOf(textAt(texts, some[which] as number), weights)
  return room
}

/** Writes the vectors of some of the texts one after the other, and gives where each starts; where the last ends is one more. */
export const writeVectors = (
  texts: Texts,
  some: ArrayLike<number>,
  rarity: Rarity,
  weights: Weights,
  into: Vector,
): Int32Array => {
  const starts = new Int32Array(some.length + 1)
  for (let which = 0; which < some.length; which += 1) {
    const text = textAt(texts, some[which] as number)
    starts[which + 1] = writeVector(text, rarity, weights, into, starts[which] as number)
  }
  return starts
}

/** The share of the words, weighted by rarity, that are known: 0 to 1. */
export const coverageOf = (
  { at, ends, first, unknown }: Numbered,
  { idf, unseen }: Rarity,
  isKnown: (feature: number) => boolean,
): number => {
  let seen = 0
  let all = unknown * unseen
  for (let index = ends[first] as number; index < (ends[first + 1] as number); index += 1) {
    const feature = at[index] as number
    const rarity = idf[feature] as number
    const known = rarity > 0 && isKnown(feature)
    if (known) seen += rarity
    all += known ? rarity : unseen
  }
  return all === 0 ? 0 : seen / all
}
