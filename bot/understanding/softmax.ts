import type { Vector } from './features.ts'

export type Sample = { readonly vector: Vector; readonly label: number; readonly weight: number }

/** A small generator of pseudo-random numbers, so that the order of training is the same on every machine. */
const shuffled = (size: number, seed: number): Int32Array => {
  const order = Int32Array.from({ length: size }, (_, at) => at)
  let state = seed >>> 0
  for (let at = size - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const other = state % (at + 1)
    const keep = order[at] ?? 0
    order[at] = order[other] ?? 0
    order[other] = keep
  }
  return order
}

const EPOCHS = 6
const RATE = 0.6

/** Below this a class is so unlikely that correcting it changes nothing. */
const NEGLIGIBLE = 1e-3

/** Turns scores into probabilities, in place. */
export const normalise = (scores: Float64Array): Float64Array => {
  let top = Number.NEGATIVE_INFINITY
  for (const score of scores) top = Math.max(top, score)
  let sum = 0
  for (let at = 0; at < scores.length; at += 1) {
    const weight = Math.exp((scores[at] ?? 0) - top)
    scores[at] = weight
    sum += weight
  }
  for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) / sum
  return scores
}

/**
 * Gives the probability of each of `classes` for a vector. The weights of one feature for all classes lie together: a vector
 * touches few features and all classes. The answer is overwritten by the next call.
 */
export const createClassifier = (weights: Float32Array, classes: number): ((vector: Vector) => Float64Array) => {
  const scores = new Float64Array(classes)
  return ({ at, value }) => {
    scores.fill(0)
    for (let index = 0; index < at.length; index += 1) {
      const base = (at[index] as number) * classes
      const x = value[index] as number
      for (let label = 0; label < classes; label += 1)
        scores[label] = (scores[label] as number) + x * (weights[base + label] as number)
    }
    return normalise(scores)
  }
}

/**
 * The weights of a linear classifier (multinomial logistic regression), trained by stochastic gradient descent in a fixed
 * order. `features` is the size of the vectors.
 */
export const trainSoftmax = (samples: readonly Sample[], classes: number, features: number): Float32Array => {
  const weights = new Float32Array(features * classes)
  const score = createClassifier(weights, classes)
  const active = new Int32Array(classes)
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const rate = RATE * (1 - epoch / (EPOCHS + 1))
    for (const number of shuffled(samples.length, epoch + 1)) {
      const sample = samples[number]
      if (!sample) continue
      const p = score(sample.vector)
      let count = 0
      for (let label = 0; label < classes; label += 1)
        if (label === sample.label || (p[label] as number) > NEGLIGIBLE) active[count++] = label
      const { at, value } = sample.vector
      for (let index = 0; index < at.length; index += 1) {
        const base = (at[index] as number) * classes
        const step = rate * sample.weight * (value[index] as number)
        for (let which = 0; which < count; which += 1) {
          const label = active[which] as number
          const error = (p[label] as number) - (label === sample.label ? 1 : 0)
          weights[base + label] = (weights[base + label] as number) - step * error
        }
      }
    }
  }
  return weights
}
