import { shuffled } from './order.ts'
import type { Vector, Vectors } from './vectors.ts'

/** What is trained with: the label of each vector, and how much it counts. */
export type Samples = { readonly vectors: Vectors; readonly labels: Int32Array; readonly weights: Float64Array }

/**
 * A linear classifier (multinomial logistic regression) whose weights stand only where a label has seen a feature: those of
 * feature n from `starts[n]` to `starts[n + 1]`, each with its label, in the order of the labels. A feature that most labels
 * have seen has a weight for each, so that it needs no looking up. Plain data, small, and quick to ask.
 */
export type Classifier = {
  readonly classes: number
  readonly starts: Int32Array
  readonly labels: Uint16Array
  readonly weights: Float32Array
}

const RATE = 0.8
/** Below this a label is so unlikely that correcting it changes nothing. */
const NEGLIGIBLE = 1e-2
/** From here on an example has been learnt, and is not looked at again. */
const LEARNT = 0.99
/** A feature that more labels share tells hardly anything, and would make thousands of entries slow. */
const SHARED_BY_AT_MOST = 400
/** From this share of the labels on a feature has a weight for each. */
const MOST_LABELS = 0.15

const FOUR = 4

/** The numbers of samples in the order of their labels. */
const byLabel = (labels: Int32Array): Int32Array =>
  Int32Array.from(labels.keys()).sort((a, b) => (labels[a] as number) - (labels[b] as number))

/** Which labels have seen which feature, with weights of zero. */
const supportOf = ({ vectors, labels: given }: Samples, classes: number, features: number): Classifier => {
  const { at, starts: from } = vectors
  const order = byLabel(given)
  const last = new Int32Array(features)
  const size = new Int32Array(features)
  const each = (take: (feature: number, label: number) => void): void => {
    last.fill(-1)
    for (const sample of order) {
      const label = given[sample] as number
      for (let index = from[sample] as number; index < (from[sample + 1] as number); index += 1) {
        const feature = at[index] as number
        if (last[feature] === label) continue
        last[feature] = label
        take(feature, label)
      }
    }
  }
  each((feature) => {
    size[feature] = (size[feature] as number) + 1
  })
  const starts = new Int32Array(features + 1)
  for (let feature = 0; feature < features; feature += 1) {
    const shared = size[feature] as number
    const room = shared > SHARED_BY_AT_MOST ? 0 : shared > classes * MOST_LABELS ? classes : shared
    starts[feature + 1] = (starts[feature] as number) + room
  }
  const labels = new Uint16Array(starts[features] as number)
  const next = starts.slice()
  for (let feature = 0; feature < features; feature += 1) {
    const start = starts[feature] as number
    if ((starts[feature + 1] as number) - start !== classes) continue
    for (let label = 0; label < classes; label += 1) labels[start + label] = label
    next[feature] = starts[feature + 1] as number
  }
  each((feature, label) => {
    const slot = next[feature] as number
    if (slot === starts[feature + 1]) return
    labels[slot] = label
    next[feature] = slot + 1
  })
  return { classes, starts, labels, weights: new Float32Array(labels.length) }
}

/** `touched` are the labels that share a feature with a vector, `count` of them; `p` holds the probability of each, and `rest` that of every other label. */
type Scored = { readonly p: Float64Array; readonly touched: Int32Array; count: number; rest: number }

/** Scores the vector that stands between two places of the lists. What it gives is overwritten by the next call. */
const createScore = ({
  classes,
  starts,
  labels,
  weights,
}: Classifier): ((vectors: Vector, from: number, to: number) => Readonly<Scored>) => {
  const p = new Float64Array(classes)
  const touched = new Int32Array(classes)
  const isTouched = new Uint8Array(classes)
  let count = 0
  const touchAll = (): void => {
    for (let label = 0; label < classes; label += 1) {
      if (isTouched[label] === 1) continue
      isTouched[label] = 1
      touched[count++] = label
    }
  }
  // Rows with a weight for each label are most of the work: four at once read and write `p` a quarter as often.
  const rows = new Int32Array(FOUR)
  const scales = new Float64Array(FOUR)
  let dense = 0
  const addRows = (): void => {
    if (count < classes) touchAll()
    for (; dense < FOUR; dense += 1) scales[dense] = 0
    const a = rows[0] as number
    const b = rows[1] as number
    const c = rows[2] as number
    const d = rows[3] as number
    const ofA = scales[0] as number
    const ofB = scales[1] as number
    const ofC = scales[2] as number
    const ofD = scales[3] as number
    for (let label = 0; label < classes; label += 1)
      p[label] =
        (p[label] as number) +
        ofA * (weights[a + label] as number) +
        ofB * (weights[b + label] as number) +
        ofC * (weights[c + label] as number) +
        ofD * (weights[d + label] as number)
    dense = 0
  }
  const scored: Scored = { p, touched, count, rest: 0 }
  return ({ at, value }, from, to) => {
    for (let which = 0; which < count; which += 1) {
      p[touched[which] as number] = 0
      isTouched[touched[which] as number] = 0
    }
    count = 0
    for (let index = from; index < to; index += 1) {
      const feature = at[index] as number
      const x = value[index] as number
      const start = starts[feature] as number
      const end = starts[feature + 1] as number
      if (end - start === classes) {
        rows[dense] = start
        scales[dense] = x
        dense += 1
        if (dense === FOUR) addRows()
        continue
      }
      for (let slot = start; slot < end; slot += 1) {
        const label = labels[slot] as number
        if (isTouched[label] === 0) {
          isTouched[label] = 1
          touched[count++] = label
        }
        p[label] = (p[label] as number) + x * (weights[slot] as number)
      }
    }
    if (dense > 0) addRows()
    let top = count < classes ? 0 : Number.NEGATIVE_INFINITY
    for (let which = 0; which < count; which += 1) top = Math.max(top, p[touched[which] as number] as number)
    const none = Math.exp(-top)
    let sum = (classes - count) * none
    for (let which = 0; which < count; which += 1) {
      const label = touched[which] as number
      const likely = Math.exp((p[label] as number) - top)
      p[label] = likely
      sum += likely
    }
    for (let which = 0; which < count; which += 1) {
      const label = touched[which] as number
      p[label] = (p[label] as number) / sum
    }
    scored.count = count
    scored.rest = none / sum
    return scored
  }
}

/** Gives the probability of each label for a vector. */
export const createClassify = (classifier: Classifier): ((vector: Vector) => Float64Array) => {
  const score = createScore(classifier)
  return (vector) => {
    const { p, touched, count, rest } = score(vector, 0, vector.at.length)
    const all = new Float64Array(classifier.classes).fill(rest)
    for (let which = 0; which < count; which += 1) {
      const label = touched[which] as number
      all[label] = p[label] as number
    }
    return all
  }
}

/**
 * Trains by stochastic gradient descent in a fixed order. `features` is how many numbers of features there are, `epochs` how
 * often each sample is looked at.
 */
export const trainSoftmax = (samples: Samples, classes: number, features: number, epochs: number): Classifier => {
  const classifier = supportOf(samples, classes, features)
  const { starts, labels, weights } = classifier
  const { vectors } = samples
  const size = samples.labels.length
  const score = createScore(classifier)
  const step = new Float64Array(classes)
  const moving = new Int32Array(classes)
  const isLearnt = new Uint8Array(size)
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = RATE * (1 - epoch / (epochs + 1))
    for (const number of shuffled(size, epoch + 1)) {
      if (isLearnt[number] === 1) continue
      const label = samples.labels[number] as number
      const weight = samples.weights[number] as number
      const from = vectors.starts[number] as number
      const to = vectors.starts[number + 1] as number
      const { p, touched, count } = score(vectors, from, to)
      if ((p[label] as number) > LEARNT) {
        isLearnt[number] = 1
        continue
      }
      let moved = 0
      for (let which = 0; which < count; which += 1) {
        const each = touched[which] as number
        const likely = p[each] as number
        step[each] = each === label ? rate * weight * (1 - likely) : likely > NEGLIGIBLE ? -rate * weight * likely : 0
        if (step[each] !== 0) moving[moved++] = each
      }
      for (let index = from; index < to; index += 1) {
        const feature = vectors.at[index] as number
        const x = vectors.value[index] as number
        const start = starts[feature] as number
        const end = starts[feature + 1] as number
        if (end - start === classes) {
          for (let which = 0; which < moved; which += 1) {
            const each = moving[which] as number
            weights[start + each] = (weights[start + each] as number) + x * (step[each] as number)
          }
          continue
        }
        for (let slot = start; slot < end; slot += 1)
          weights[slot] = (weights[slot] as number) + x * (step[labels[slot] as number] as number)
      }
    }
  }
  return classifier
}

/** Whether any label has seen a feature. */
export const isSeen =
  ({ starts }: Classifier) =>
  (feature: number): boolean =>
    (starts[feature + 1] as number) > (starts[feature] as number)

/** The share of a vector, by the square of its weights, that a label has seen in its examples: 0 to 1. */
export const supportIn = ({ starts, labels }: Classifier, { at, value }: Vector, label: number): number => {
  let all = 0
  let seen = 0
  for (let index = 0; index < at.length; index += 1) {
    const square = (value[index] as number) ** 2
    all += square
    let low = starts[at[index] as number] as number
    let high = starts[(at[index] as number) + 1] as number
    while (low < high) {
      const middle = (low + high) >> 1
      if ((labels[middle] as number) < label) low = middle + 1
      else high = middle
    }
    if (low < (starts[(at[index] as number) + 1] as number) && labels[low] === label) seen += square
  }
  return all === 0 ? 0 : seen / all
}
