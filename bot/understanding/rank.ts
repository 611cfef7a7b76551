import { type Classifier, createClassify, isSeen, supportIn, trainSoftmax } from './softmax.ts'
import type { Numbered, Texts } from './texts.ts'
import { BY_PIECES, BY_WORDS, coverageOf, vectorOf, vectorsOf, type Weights } from './vectors.ts'
import { learnRarity, type Rarity } from './vocabulary.ts'

/*
 * Two who do not see the same: one goes by words and ideas, the other by pieces of words. Each is trained by itself, and what
 * both find likely counts, so that neither hides behind the other.
 */

/** Something a person said, or a sentence of an answer, and the entry (by number) it belongs to. */
export type Example = {
  /** Its number among the texts. */
  readonly text: number
  readonly label: number
  /** 1 for an example question, less for the words of an answer. */
  readonly weight: number
  /** In which part of its list a question stands, from 0 to below 1: the lists of the languages run beside each other. */
  readonly place: number
}

/** Plain data. */
export type LearntRanking = { readonly words: Classifier; readonly pieces: Classifier }

export type Ranking = {
  /** The best entries, best first, and how likely each is. */
  readonly order: readonly { readonly label: number; readonly p: number }[]
  /** What tells how far the first may be trusted: see zones.ts. */
  readonly evidence: readonly number[]
}

const MOST_RANKED = 6
/** A third look at every example brings no more right answers, and takes a third of the time. */
const EPOCHS = 2

/** How much likelier an entry is for a reason outside the words, such as the talk so far: a factor for each label. */
export type Favour = ReadonlyMap<number, number>

export type Ranker = (features: Numbered, favour?: Favour) => Ranking

const bestOf = (p: Float64Array, most: number): readonly { readonly label: number; readonly p: number }[] => {
  const best: { label: number; p: number }[] = []
  for (let label = 0; label < p.length; label += 1) {
    const each = p[label] as number
    if (best.length === most && each <= (best[most - 1]?.p ?? 0)) continue
    let at = best.length
    while (at > 0 && each > (best[at - 1]?.p ?? 0)) at -= 1
    best.splice(at, 0, { label, p: each })
    if (best.length > most) best.pop()
  }
  return best
}

/** The numbers of the texts of examples. */
export const textsOf = (examples: readonly { readonly text: number }[]): Int32Array =>
  Int32Array.from(examples, ({ text }) => text)

/** Trains a classifier on the vectors of examples. */
export const trainOn = (
  texts: Texts,
  examples: readonly Pick<Example, 'text' | 'label' | 'weight'>[],
  rarity: Rarity,
  weights: Weights,
  classes: number,
  epochs: number,
): Classifier => {
  const vectors = vectorsOf(texts, textsOf(examples), rarity, weights)
  const labels = Int32Array.from(examples, ({ label }) => label)
  const counts = Float64Array.from(examples, ({ weight }) => weight)
  const classifier = trainSoftmax({ vectors, labels, weights: counts }, classes, rarity.idf.length, epochs)
  // The lists are most of the memory of learning: given back at once, they never stand beside those of the next classifier.
  for (const { buffer } of [vectors.at, vectors.value]) buffer.transfer(0)
  return classifier
}

/** Brings what adds up to anything to 1. */
const normalise = (p: Float64Array): void => {
  let sum = 0
  for (let label = 0; label < p.length; label += 1) sum += p[label] as number
  for (let label = 0; label < p.length; label += 1) p[label] = (p[label] as number) / sum
}

/** Ranks entries with what was trained on vectors of the same rarity. */
export const createRanker = ({ words, pieces }: LearntRanking, rarity: Rarity): Ranker => {
  const byWords = createClassify(words)
  const byPieces = createClassify(pieces)
  return (features, favour) => {
    const vector = vectorOf(features, rarity, BY_WORDS)
    const p = byWords(vector)
    const q = byPieces(vectorOf(features, rarity, BY_PIECES))
    // Their geometric mean.
    for (let label = 0; label < p.length; label += 1) p[label] = Math.sqrt((p[label] as number) * (q[label] as number))
    normalise(p)
    if (favour) {
      for (const [label, factor] of favour) p[label] = (p[label] as number) * factor
      normalise(p)
    }
    const order = bestOf(p, MOST_RANKED)
    const first = order[0] ?? { label: 0, p: 0 }
    const second = order[1]?.p ?? 0
    const third = order[2]?.p ?? 0
    return {
      order,
      evidence: [
        Math.log((first.p + 1e-3) / (1 - first.p + 1e-3)),
        first.p - second,
        first.p + second + third,
        coverageOf(features, rarity, isSeen(words)),
        supportIn(words, vector, first.label),
        Math.log(1 + vector.at.length),
        p[p.length - 1] ?? 0,
      ],
    }
  }
}

/** Trains what `createRanker` takes. */
export const trainRanking = (
  texts: Texts,
  examples: readonly Example[],
  classes: number,
  rarity: Rarity,
): LearntRanking => {
  const train = (weights: Weights) => trainOn(texts, examples, rarity, weights, classes, EPOCHS)
  return { words: train(BY_WORDS), pieces: train(BY_PIECES) }
}

/** Learns to rank `classes` entries from some examples, whose texts have `size` features. */
export const learnRanker = (texts: Texts, examples: readonly Example[], classes: number, size: number): Ranker => {
  const rarity = learnRarity(texts, textsOf(examples), size)
  return createRanker(trainRanking(texts, examples, classes, rarity), rarity)
}
