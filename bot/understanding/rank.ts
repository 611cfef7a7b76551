import { type Classifier, createClassify, isSeen, supportIn } from './softmax.ts'
import type { Numbered } from './texts.ts'
import { type Sample, type Samples, samplesOf, type Trainer } from './trainer.ts'
import { BY_PIECES, BY_WORDS, coverageOf, vectorOf } from './vectors.ts'
import { learnRarity, type Rarity } from './vocabulary.ts'

/*
 * Two who do not see the same: one goes by words and ideas, the other by pieces of words. Each is trained by itself, and what
 * both find likely counts, so that neither hides behind the other.
 */

/** Something a person said (it counts 1), or a sentence of an answer (less), and the entry (by number) it belongs to. */
export type Example = Sample & {
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

/** Trains the half of a ranking that goes by words and ideas. */
export const trainWords = (trainer: Trainer, samples: Samples, classes: number, rarity: Rarity): Classifier =>
  trainer.train(samples, rarity, BY_WORDS, classes, EPOCHS)

/** Trains the half of a ranking that goes by pieces of words. */
export const trainPieces = (trainer: Trainer, samples: Samples, classes: number, rarity: Rarity): Classifier =>
  trainer.train(samples, rarity, BY_PIECES, classes, EPOCHS)

/** Learns to rank `classes` entries from some examples, whose texts have `size` features. */
export const learnRanker = (trainer: Trainer, examples: readonly Example[], classes: number, size: number): Ranker => {
  const samples = samplesOf(examples)
  const rarity = learnRarity(trainer.texts, samples.texts, size)
  const words = trainWords(trainer, samples, classes, rarity)
  return createRanker({ words, pieces: trainPieces(trainer, samples, classes, rarity) }, rarity)
}
