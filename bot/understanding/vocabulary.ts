import { BLOCKS, type Block, type Features, type Hashed } from './features.ts'
import { createTable, keysByValue, lookUp, type Table } from './table.ts'
import { createWriter, type Name, type Numbered, type Texts, textAt } from './texts.ts'

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

/** The number of each feature by its name: a text, or a hash. */
export type Numbers = { readonly [B in Block]: B extends Hashed ? Table : ReadonlyMap<string, number> }

const HASHED: ReadonlySet<Block> = new Set<Hashed>(['pair', 'piece', 'ideas', 'key'])

const forEachBlock = <Value>(make: (block: Block) => Value): Readonly<Record<Block, Value>> =>
  Object.fromEntries(BLOCKS.map((block) => [block, make(block)])) as Record<Block, Value>

type Names<Key> = { get(name: Key): number; set(name: Key, number: number): void; all(): Numbers[Block] }

const createTexts = (): Names<string> => {
  const texts = new Map<string, number>()
  return { get: (name) => texts.get(name) ?? -1, set: (name, number) => texts.set(name, number), all: () => texts }
}

const createNames = (block: Block): Names<never> => (HASHED.has(block) ? createTable() : createTexts())

/** Numbers for all features of many texts, given at first sight. Of `most` words they are remembered. */
export const createNumbering = (
  most: number,
): {
  add(features: Features): void
  /** All texts that were added, and the numbers that they are written in, of which there are `size`. */
  done(): { readonly texts: Texts; readonly numbers: Numbers; readonly size: number }
} => {
  let size = 0
  const numberOf = (names: Names<never>, name: Name): number => {
    const known = names.get(name as never)
    if (known >= 0) return known
    names.set(name as never, size)
    size += 1
    return size - 1
  }
  const names = forEachBlock(createNames)
  const writer = createWriter(
    forEachBlock((block) => (name) => numberOf(names[block], name)),
    most,
  )
  return {
    add: writer.add,
    done: () => ({ texts: writer.take(), numbers: forEachBlock((block) => names[block].all()) as Numbers, size }),
  }
}

/** How rare each feature is among examples (idf); 0 where it is not used. Plain data. */
export type Rarity = {
  readonly idf: Float32Array
  /** The rarity of what was never seen. */
  readonly unseen: number
}

/** Learns the rarity of `size` features from some of the texts. */
export const learnRarity = ({ at, ends }: Texts, some: ArrayLike<number>, size: number): Rarity => {
  const seen = new Int32Array(size)
  const least = new Uint8Array(size).fill(1)
  for (let which = 0; which < some.length; which += 1) {
    const first = (some[which] as number) * BLOCKS.length
    for (let block = 0; block < BLOCKS.length; block += 1) {
      const needed = SEEN_AT_LEAST[BLOCKS[block] as Block]
      const end = ends[first + block + 1] as number
      for (let index = ends[first + block] as number; index < end; index += 1) {
        const feature = at[index] as number
        seen[feature] = (seen[feature] as number) + 1
        least[feature] = needed
      }
    }
  }
  const idf = new Float32Array(size)
  for (let feature = 0; feature < size; feature += 1) {
    const count = seen[feature] as number
    if (count >= (least[feature] as number)) idf[feature] = Math.log((some.length + 1) / (count + 0.5))
  }
  return {
    idf,
    unseen: Math.log((some.length + 1) / 0.5),
  }
}

/** The features that are used, each with a number without gaps, and their rarity. Plain data. */
export type Vocabulary = { readonly numbers: Numbers; readonly rarity: Rarity }

/** The vocabulary without what is not used, its features numbered without gaps, and the texts in the new numbers. The old ones are used up. */
export const compact = (
  numbers: Numbers,
  { idf, unseen }: Rarity,
  { at, count, ends, ...counted }: Texts,
): { readonly vocabulary: Vocabulary; readonly texts: Texts } => {
  const renumbered = new Int32Array(idf.length).fill(-1)
  const kept: number[] = []
  const keep = (names: Names<never>, name: Name, feature: number): void => {
    const rarity = idf[feature] as number
    if (rarity === 0) return
    renumbered[feature] = kept.length
    names.set(name as never, kept.length)
    kept.push(rarity)
  }
  const without = forEachBlock((block) => {
    const left = createNames(block)
    const names = numbers[block]
    if (names instanceof Map) for (const [name, feature] of names) keep(left, name, feature)
    else
      keysByValue(names as Table, idf.length).forEach((name, feature) => {
        if (name >= 0) keep(left, name, feature)
      })
    return left.all()
  }) as Numbers
  const newEnds = new Int32Array(ends.length)
  let used = 0
  let index = 0
  for (let which = 0; which < ends.length; which += 1) {
    for (; index < (ends[which] as number); index += 1) {
      const feature = renumbered[at[index] as number] as number
      if (feature < 0) continue
      at[used] = feature
      count[used] = count[index] as number
      used += 1
    }
    newEnds[which] = used
  }
  const texts = { ...counted, at: at.slice(0, used), count: count.slice(0, used), ends: newEnds }
  // The long lists are given back at once, not when memory is next collected.
  for (const { buffer } of [at, count]) if (buffer instanceof ArrayBuffer) buffer.transfer(0)
  return { vocabulary: { numbers: without, rarity: { idf: Float32Array.from(kept), unseen } }, texts }
}

/** How often each word of the vocabulary stands in some of the texts, by its number: words have the first numbers. */
export const wordCounts = (
  { numbers }: Vocabulary,
  { at, count, ends }: Texts,
  some: ArrayLike<number>,
): Int32Array => {
  const counts = new Int32Array(numbers.word.size)
  for (let which = 0; which < some.length; which += 1) {
    const block = (some[which] as number) * BLOCKS.length
    for (let index = ends[block] as number; index < (ends[block + 1] as number); index += 1) {
      const feature = at[index] as number
      counts[feature] = (counts[feature] as number) + (count[index] as number)
    }
  }
  return counts
}

/** Writes the features of new texts in the numbers of a vocabulary. */
export const createNumbered = ({ numbers }: Vocabulary): ((features: Features) => Numbered) => {
  const writer = createWriter(
    forEachBlock((block) => {
      const names = numbers[block]
      return (name) =>
        names instanceof Map ? (names.get(name as string) ?? -1) : lookUp(names as Table, name as number)
    }),
  )
  return (features) => {
    writer.add(features)
    return textAt(writer.take(), 0)
  }
}
