import { createKernel } from './kernel.ts'
import { shuffled } from './order.ts'
import type { Classifier } from './softmax.ts'
import { supportOf, widthOf } from './support.ts'
import type { Texts } from './texts.ts'
import { roomFor, type Weights, writeVectors } from './vectors.ts'
import type { Rarity } from './vocabulary.ts'

const RATE = 0.8

/** A text by its number, what it is about or says, and how much it counts. */
export type Sample = { readonly text: number; readonly label: number; readonly weight: number }

/** The numbers of the texts of samples. */
export const textsOf = (samples: readonly { readonly text: number }[]): Int32Array =>
  Int32Array.from(samples, ({ text }) => text)

/** Trains one classifier after the other on some of the texts, all in the same memory: it is most of what learning takes. */
export type Trainer = {
  readonly texts: Texts
  /**
   * By stochastic gradient descent in a fixed order. `weights` is how much each block of features counts, `epochs` how often each sample
   * is looked at.
   */
  train(samples: readonly Sample[], rarity: Rarity, weights: Weights, classes: number, epochs: number): Classifier
}

export const createTrainer = (texts: Texts): Trainer => {
  const kernel = createKernel()
  return {
    texts,
    train: (samples, rarity, blocks, classes, epochs) => {
      const size = samples.length
      const features = rarity.idf.length
      const some = textsOf(samples)
      const given = Int32Array.from(samples, ({ label }) => label)
      kernel.clear()
      const room = roomFor(texts, some, blocks)
      const at = kernel.room(room)
      const value = kernel.room(room)
      const vectors = { at: kernel.integers(at, room), value: kernel.numbers(value, room) }
      const starts = writeVectors(texts, some, rarity, blocks, vectors)
      const support = supportOf(vectors.at, starts, given, classes, features)
      // In the order in which kernel/learn.ts names them.
      const learntFrom = kernel.putIntegers([
        kernel.putIntegers(starts),
        at,
        value,
        kernel.putIntegers(given),
        kernel.putNumbers(Float32Array.from(samples, ({ weight }) => weight)),
      ])
      const weights = kernel.zeros(support.labels.length)
      const width = widthOf(classes)
      const classifier = kernel.putIntegers([
        classes,
        width,
        kernel.putIntegers(support.starts),
        kernel.putShorts(support.labels),
        weights,
        kernel.room(width),
        kernel.room(width),
      ])
      const isLearnt = new Uint8Array(size)
      for (let epoch = 0; epoch < epochs; epoch += 1) {
        const rate = RATE * (1 - epoch / (epochs + 1))
        for (const sample of shuffled(size, epoch + 1))
          if (isLearnt[sample] === 0) isLearnt[sample] = kernel.learn(classifier, learntFrom, sample, rate)
      }
      return { ...support, classes, weights: kernel.numbers(weights, support.labels.length).slice() }
    },
  }
}
