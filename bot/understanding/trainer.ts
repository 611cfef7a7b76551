import { createKernel, type Kernel, type Place, WORD } from './kernel.ts'
import { mixed } from './order.ts'
import type { Classifier } from './softmax.ts'
import { type Support, supportOf, widthOf } from './support.ts'
import type { Texts } from './texts.ts'
import { roomFor, type Weights, writeVectors } from './vectors.ts'
import type { Rarity } from './vocabulary.ts'

/** How far a weight is moved by the first sample, and which share of that is left for the last: what comes last counts too much else. */
const RATE = 0.8
const LAST = 0.6

/** A text by its number, what it is about or says, and how much it counts. */
export type Sample = { readonly text: number; readonly label: number; readonly weight: number }

/** Samples in lists, which go to another thread in no time. */
export type Samples = { readonly texts: Int32Array; readonly labels: Int32Array; readonly weights: Float32Array }

export const samplesOf = (samples: readonly Sample[]): Samples => {
  const size = samples.length
  const lists = { texts: new Int32Array(size), labels: new Int32Array(size), weights: new Float32Array(size) }
  for (let at = 0; at < size; at += 1) {
    const { text, label, weight } = samples[at] as Sample
    lists.texts[at] = text
    lists.labels[at] = label
    lists.weights[at] = weight
  }
  return lists
}

/** The numbers of the texts of samples. */
export const textsOf = (samples: readonly { readonly text: number }[]): Int32Array => {
  const texts = new Int32Array(samples.length)
  for (let at = 0; at < samples.length; at += 1) texts[at] = samples[at]?.text ?? 0
  return texts
}

/** Trains one classifier after the other on some of the texts, all in the same memory: it is most of what learning takes. */
export type Trainer = {
  readonly texts: Texts
  /**
   * By stochastic gradient descent in a fixed order. `weights` is how much each block of features counts, `epochs` how often each sample
   * is looked at.
   */
  train(samples: Samples, rarity: Rarity, weights: Weights, classes: number, epochs: number): Classifier
}

/** Where the weights of each feature lie: rows first, then pairs of label and weight after their number. See kernel/learn.ts. */
type Laid = { readonly places: Int32Array; readonly rowsEnd: Place }

/** Lays weights of zero. */
const layWeights = (kernel: Kernel, { starts, labels }: Support, width: number): Laid => {
  const features = starts.length - 1
  const sizeOf = (feature: number): number => (starts[feature + 1] as number) - (starts[feature] as number)
  let rows = 0
  let others = 0
  for (let feature = 0; feature < features; feature += 1) {
    const size = sizeOf(feature)
    if (size === width) rows += width
    else others += 1 + 2 * size
  }
  const first = kernel.room(rows + others)
  const lists = kernel.integers(first, rows + others).fill(0)
  const places = new Int32Array(features)
  let row = 0
  let other = rows
  for (let feature = 0; feature < features; feature += 1) {
    const size = sizeOf(feature)
    places[feature] = first + WORD * (size === width ? row : other)
    if (size === width) {
      row += width
      continue
    }
    lists[other] = size
    for (let which = 0; which < size; which += 1)
      lists[other + 1 + 2 * which] = labels[(starts[feature] as number) + which] as number
    other += 1 + 2 * size
  }
  return { places, rowsEnd: first + WORD * rows }
}

/** The weights as they were laid, each beside its label. */
const weightsFrom = (kernel: Kernel, { starts, labels }: Support, width: number, places: Int32Array): Float32Array => {
  const weights = new Float32Array(labels.length)
  for (let feature = 0; feature < places.length; feature += 1) {
    const start = starts[feature] as number
    const size = (starts[feature + 1] as number) - start
    const place = places[feature] as number
    if (size === width) weights.set(kernel.numbers(place, size), start)
    else if (size > 0) {
      const pairs = kernel.numbers(place + WORD, 2 * size)
      for (let which = 0; which < size; which += 1) weights[start + which] = pairs[1 + 2 * which] as number
    }
  }
  return weights
}

export const createTrainer = (texts: Texts): Trainer => {
  const kernel = createKernel()
  return {
    texts,
    train: (samples, rarity, blocks, classes, epochs) => {
      const { texts: some, labels: given } = samples
      const size = some.length
      const features = rarity.idf.length
      kernel.clear()
      const room = roomFor(texts, some, blocks)
      const at = kernel.room(room)
      const value = kernel.room(room)
      const vectors = { at: kernel.integers(at, room), value: kernel.numbers(value, room) }
      const starts = writeVectors(texts, some, rarity, blocks, vectors)
      const support = supportOf(vectors.at, starts, given, classes, features)
      const width = widthOf(classes)
      const weights = layWeights(kernel, support, width)
      const ofFeatures = kernel.integers(at, starts[size] as number)
      ofFeatures.forEach((feature, index) => {
        ofFeatures[index] = weights.places[feature] as number
      })
      // In the order in which kernel/learn.ts names them.
      const learntFrom = kernel.putIntegers([
        kernel.putIntegers(starts),
        at,
        value,
        kernel.putIntegers(given),
        kernel.putNumbers(samples.weights),
      ])
      const classifier = kernel.putIntegers([classes, width, weights.rowsEnd, kernel.room(width), kernel.room(width)])
      const keys = new Int32Array(size)
      for (let sample = 0; sample < size; sample += 1) keys[sample] = texts.key[some[sample] as number] as number
      const isLearnt = new Uint8Array(size)
      let rate = RATE
      for (let epoch = 0; epoch < epochs; epoch += 1)
        for (const sample of mixed(keys, epoch + 1)) {
          if (isLearnt[sample] === 0) isLearnt[sample] = kernel.learn(classifier, learntFrom, sample, rate)
          rate -= (RATE * (1 - LAST)) / (epochs * size)
        }
      return { ...support, classes, weights: weightsFrom(kernel, support, width, weights.places) }
    },
  }
}
