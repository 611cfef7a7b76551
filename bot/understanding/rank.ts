import type { Features, Vector, Vectoriser } from './features.ts'
import { createVectoriser } from './features.ts'
import { normalise, type Sample, trainSoftmax } from './softmax.ts'

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

/** The examples that have a feature, and how strongly. */
type Postings = { readonly examples: Int32Array; readonly values: Float32Array }

const createPostings = (vectors: readonly Vector[], features: number): readonly Postings[] => {
  const counts = new Int32Array(features)
  for (const { at } of vectors) for (const feature of at) counts[feature] = (counts[feature] as number) + 1
  const postings = Array.from(counts, (count) => ({ examples: new Int32Array(count), values: new Float32Array(count) }))
  counts.fill(0)
  vectors.forEach((vector, example) => {
    vector.at.forEach((feature, index) => {
      const slot = counts[feature] as number
      const posting = postings[feature] as Postings
      posting.examples[slot] = example
      posting.values[slot] = (vector.value[index] as number) / (vector.norm || 1)
      counts[feature] = slot + 1
    })
  })
  return postings
}

const createNearest = (examples: readonly { vector: Vector; label: number }[], classes: number, features: number) => {
  const postings = createPostings(
    examples.map((example) => example.vector),
    features,
  )
  const similar = new Float64Array(examples.length)
  return (vector: Vector): { votes: Float64Array; best: number } => {
    similar.fill(0)
    for (let index = 0; index < vector.at.length; index += 1) {
      const posting = postings[vector.at[index] as number]
      if (!posting) continue
      const x = (vector.value[index] as number) / (vector.norm || 1)
      const { examples: whom, values } = posting
      for (let slot = 0; slot < whom.length; slot += 1) {
        const example = whom[slot] as number
        similar[example] = (similar[example] as number) + x * (values[slot] as number)
      }
    }
    const votes = new Float64Array(classes)
    let best = 0
    for (let at = 0; at < examples.length; at += 1) {
      const cosine = similar[at] as number
      if (cosine > best) best = cosine
      const label = examples[at]?.label ?? 0
      votes[label] = (votes[label] ?? 0) + cosine ** POWER
    }
    const sum = votes.reduce((a, b) => a + b, 0)
    for (let label = 0; label < classes; label += 1)
      votes[label] = ((votes[label] ?? 0) + 1e-4) / (sum + 1e-4 * classes)
    return { votes, best }
  }
}

export type Ranker = { rank(features: Features): Ranking; readonly vectoriser: Vectoriser }

/** Learns to rank `classes` entries from examples: a linear classifier and the nearest examples, together. */
export const createRanker = (examples: readonly Example[], classes: number): Ranker => {
  const vectoriser = createVectoriser(examples.map((example) => example.features))
  const samples: Sample[] = examples.map((example) => ({
    vector: vectoriser.vector(example.features),
    label: example.label,
    weight: example.weight,
  }))
  const classify = trainSoftmax(samples, classes, vectoriser.size)
  const nearest = createNearest(
    samples.filter((sample) => sample.weight === 1),
    classes,
    vectoriser.size,
  )
  return {
    vectoriser,
    rank: (features) => {
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
    },
  }
}
