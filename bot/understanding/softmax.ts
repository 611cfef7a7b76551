import { type Support, widthOf } from './support.ts'
import type { Vector } from './vectors.ts'

/**
 * A linear classifier (multinomial logistic regression) whose weights stand only where a label has seen a feature, each beside its
 * label. Plain data, small, and quick to ask.
 */
export type Classifier = Support & { readonly classes: number; readonly weights: Float32Array }

const FOUR = 4

/** Gives the probability of each label for a vector. */
export const createClassify = ({
  classes,
  starts,
  labels,
  weights,
}: Classifier): ((vector: Vector) => Float64Array) => {
  const width = widthOf(classes)
  /** Adds four rows at once, which reads and writes the sums a quarter as often: most of the work. */
  const addRows = (p: Float64Array, from: Int32Array, times: Float64Array): void => {
    const a = from[0] as number
    const b = from[1] as number
    const c = from[2] as number
    const d = from[3] as number
    const ofA = times[0] as number
    const ofB = times[1] as number
    const ofC = times[2] as number
    const ofD = times[3] as number
    for (let label = 0; label < classes; label += 1)
      p[label] =
        (p[label] as number) +
        ofA * (weights[a + label] as number) +
        ofB * (weights[b + label] as number) +
        ofC * (weights[c + label] as number) +
        ofD * (weights[d + label] as number)
  }
  const from = new Int32Array(FOUR)
  const times = new Float64Array(FOUR)
  return ({ at, value }) => {
    const p = new Float64Array(classes)
    let rows = 0
    for (let index = 0; index < at.length; index += 1) {
      const x = value[index] as number
      const start = starts[at[index] as number] as number
      const end = starts[(at[index] as number) + 1] as number
      if (end - start === width) {
        from[rows] = start
        times[rows] = x
        rows = (rows + 1) % FOUR
        if (rows === 0) addRows(p, from, times)
      } else
        for (let slot = start; slot < end; slot += 1) {
          const label = labels[slot] as number
          p[label] = (p[label] as number) + x * (weights[slot] as number)
        }
    }
    if (rows > 0) addRows(p, from, times.fill(0, rows))
    let top = Number.NEGATIVE_INFINITY
    for (let label = 0; label < classes; label += 1) top = Math.max(top, p[label] as number)
    // Of thousands of labels most have seen nothing of it.
    const none = Math.exp(-top)
    let sum = 0
    for (let label = 0; label < classes; label += 1) {
      const score = p[label] as number
      p[label] = score === 0 ? none : Math.exp(score - top)
      sum += p[label] as number
    }
    for (let label = 0; label < classes; label += 1) p[label] = (p[label] as number) / sum
    return p
  }
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
