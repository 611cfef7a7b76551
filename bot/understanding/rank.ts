import { createVectoriser, type Features, learnVocabulary, type Vector, type Vocabulary } from './features.ts'
import { createClassifier, normalise, type Sample, trainSoftmax } from './softmax.ts'

/** Something a person said, or a sentence of an answer, and the entry (by number) it belongs to. */
export type Example = {
  readonly features: Features
  readonly label: number
  /** 1 for an example question, less for the words of an answer. */
  readonly weight: number
}

export type Ranking = {
  /** All entries, best first. `p` adds up to 1. */
  readonly order: readonly { readonly label: number; readonly p: number }[]
  /** What tells how far the first may be trusted: see zones.ts. */
  readonly evidence: readonly number[]
}

/** How much the nearest examples say beside the classifier. */
const NEAREST = 0.2
/** Nearer examples count much more. */
const POWER = 4

/**
 * The examples, turned around: which have a feature, and how strongly. Those of feature n stand from `starts[n]` to
 * `starts[n + 1]`. `labels` has the entry of each example.
 */
export type Postings = {
  readonly labels: Int32Array
  readonly starts: Int32Array
  readonly examples: Int32Array
  readonly values: Float32Array
}

const turnAround = (samples: readonly Sample[], features: number): Postings => {
  const starts = new Int32Array(features + 1)
  for (const { vector } of samples)
    for (const feature of vector.at) starts[feature + 1] = (starts[feature + 1] as number) + 1
  for (let feature = 0; feature < features; feature += 1)
    starts[feature + 1] = (starts[feature + 1] as number) + (starts[feature] as number)
  const next = starts.slice()
  const examples = new Int32Array(starts[features] as number)
  const values = new Float32Array(examples.length)
  samples.forEach(({ vector }, example) => {
    vector.at.forEach((feature, index) => {
      const slot = next[feature] as number
      examples[slot] = example
      values[slot] = (vector.value[index] as number) / (vector.norm || 1)
      next[feature] = slot + 1
    })
  })
  return { labels: Int32Array.from(samples, (sample) => sample.label), starts, examples, values }
}

const createNearest = ({ labels, starts, examples, values }: Postings, classes: number) => {
  const similar = new Float64Array(labels.length)
  return (vector: Vector): { votes: Float64Array; best: number } => {
    similar.fill(0)
    for (let index = 0; index < vector.at.length; index += 1) {
      const feature = vector.at[index] as number
      const x = (vector.value[index] as number) / (vector.norm || 1)
      const end = starts[feature + 1] as number
      for (let slot = starts[feature] as number; slot < end; slot += 1) {
        const example = examples[slot] as number
        similar[example] = (similar[example] as number) + x * (values[slot] as number)
      }
    }
    const votes = new Float64Array(classes)
    let best = 0
    for (let at = 0; at < labels.length; at += 1) {
      const cosine = similar[at] as number
      if (cosine > best) best = cosine
      const label = labels[at] as number
      votes[label] = (votes[label] ?? 0) + cosine ** POWER
    }
    const sum = votes.reduce((a, b) => a + b, 0)
    for (let label = 0; label < classes; label += 1)
      votes[label] = ((votes[label] ?? 0) + 1e-4) / (sum + 1e-4 * classes)
    return { votes, best }
  }
}

/** What a ranker has learnt. Plain data, so that it can be kept. */
export type LearntRanking = {
  readonly classes: number
  readonly vocabulary: Vocabulary
  readonly weights: Float32Array
  readonly postings: Postings
}

/** Learns to rank `classes` entries from examples: a linear classifier and the nearest examples, together. */
export const learnRanking = (examples: readonly Example[], classes: number): LearntRanking => {
  const vocabulary = learnVocabulary(examples.map((example) => example.features))
  const vectoriser = createVectoriser(vocabulary)
  const samples: Sample[] = examples.map((example) => ({
    vector: vectoriser.vector(example.features),
    label: example.label,
    weight: example.weight,
  }))
  const size = vocabulary.idf.length
  return {
    classes,
    vocabulary,
    weights: trainSoftmax(samples, classes, size),
    postings: turnAround(
      samples.filter((sample) => sample.weight === 1),
      size,
    ),
  }
}

export type Ranker = (features: Features) => Ranking

export const createRanker = ({ classes, vocabulary, weights, postings }: LearntRanking): Ranker => {
  const vectoriser = createVectoriser(vocabulary)
  const classify = createClassifier(weights, classes)
  const nearest = createNearest(postings, classes)
  return (features) => {
    const vector = vectoriser.vector(features)
    const p = classify(vector)
    const { votes, best } = nearest(vector)
    const mixed = normalise(
      p.map((each, label) => (1 - NEAREST) * Math.log(each + 1e-9) + NEAREST * Math.log(votes[label] ?? 1e-9)),
    )
    const order = [...mixed].map((each, label) => ({ label, p: each })).sort((a, b) => b.p - a.p || a.label - b.label)
    const first = order[0] ?? { label: 0, p: 0 }
    const second = order[1] ?? { label: 0, p: 0 }
    return {
      order,
      evidence: [
        Math.log((first.p + 1e-4) / (1 - first.p + 1e-4)),
        first.p - second.p,
        best,
        vectoriser.coverage(features),
        votes[first.label] ?? 0,
        Math.log(1 + new Set(features.word).size),
      ],
    }
  }
}
