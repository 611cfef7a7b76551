import { expect, it } from 'vitest'
import { createFeatures } from '../../bot/understanding/features.ts'
import { mixed } from '../../bot/understanding/order.ts'
import { createClassify } from '../../bot/understanding/softmax.ts'
import { textAt } from '../../bot/understanding/texts.ts'
import { createTrainer, type Sample, samplesOf, textsOf } from '../../bot/understanding/trainer.ts'
import { vectorOf, type Weights } from '../../bot/understanding/vectors.ts'
import { createNumbering, learnRarity } from '../../bot/understanding/vocabulary.ts'

const WORDS: Weights = { word: 1, pair: 0, piece: 0, idea: 0, ideas: 0, key: 0, form: 0 }
const EPOCHS = 3

/** Texts of three words each, of which each label has some of its own and all share some. */
const given = (classes: number, perClass: number) => {
  const featurise = createFeatures({ pt: new Map(), en: new Map(), fr: new Map(), kea: new Map() }, {})
  const numbering = createNumbering(100)
  const samples: Sample[] = []
  for (let at = 0; at < classes * perClass; at += 1) {
    const label = at % classes
    numbering.add(featurise(`own${label}x${at % 3} shared${at % 4} rare${at % 11}`, 'kea'))
    samples.push({ text: at, label, weight: at % 5 === 0 ? 0.3 : 1 })
  }
  const { texts, size } = numbering.done()
  return { texts, samples, rarity: learnRarity(texts, textsOf(samples), size) }
}

/** The same, plainly: every label has a weight for every feature, but only where it has seen it is one learnt. */
const plainly = (
  { texts, samples, rarity }: ReturnType<typeof given>,
  classes: number,
  isRow: (f: number) => boolean,
) => {
  const vectors = samples.map(({ text }) => vectorOf(textAt(texts, text), rarity, WORDS))
  const seen = new Set(samples.flatMap(({ label }, at) => [...(vectors[at]?.at ?? [])].map((f) => `${f} ${label}`)))
  const weights = new Map<string, number>()
  const weightOf = (feature: number, label: number): number => weights.get(`${feature} ${label}`) ?? 0
  const ask = (at: number): readonly number[] => {
    const { at: features, value } = vectors[at] as (typeof vectors)[number]
    const scores = Array.from({ length: classes }, (_, label) =>
      features.reduce((sum, feature, index) => sum + (value[index] as number) * weightOf(feature, label), 0),
    )
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)))
    return powers.map((power) => power / powers.reduce((a, b) => a + b))
  }
  const learnt = new Set<number>()
  const keys = Int32Array.from(samples, ({ text }) => texts.key[text] as number)
  let rate = 0.8
  for (let epoch = 0; epoch < EPOCHS; epoch += 1)
    for (const which of mixed(keys, epoch + 1)) {
      const now = rate
      rate -= (0.8 * 0.4) / (EPOCHS * samples.length)
      if (learnt.has(which)) continue
      const { label, weight } = samples[which] as Sample
      const p = ask(which)
      if ((p[label] as number) > 0.99) {
        learnt.add(which)
        continue
      }
      const most = now * weight
      const { at: features, value } = vectors[which] as (typeof vectors)[number]
      features.forEach((feature, index) => {
        p.forEach((likely, each) => {
          const step = each === label ? most * (1 - likely) : likely > 0.01 ? -most * likely : 0
          if (isRow(feature) || seen.has(`${feature} ${each}`))
            weights.set(`${feature} ${each}`, weightOf(feature, each) + (value[index] as number) * step)
        })
      })
    }
  return samples.map((_, at) => ask(at))
}

it.each([2, 5, 8, 30])('learns %i labels as plain arithmetic does', (classes) => {
  const learnFrom = given(classes, 12)
  const { texts, samples, rarity } = learnFrom
  const classifier = createTrainer(texts).train(samplesOf(samples), rarity, WORDS, classes, EPOCHS)
  const isRow = (feature: number): boolean =>
    (classifier.starts[feature + 1] as number) - (classifier.starts[feature] as number) >= classes
  const classify = createClassify(classifier)
  const expected = plainly(learnFrom, classes, isRow)
  samples.forEach(({ text, label }, at) => {
    const p = classify(vectorOf(textAt(texts, text), rarity, WORDS))
    expect(p.reduce((a, b) => a + b)).toBeCloseTo(1, 6)
    // Single precision against double.
    p.forEach((likely, each) => {
      expect(likely).toBeCloseTo(expected[at]?.[each] as number, 3)
    })
    expect(p[label]).toBe(Math.max(...p))
  })
})

it('has features of both kinds: with a weight for each label, and for a few', () => {
  const { texts, samples, rarity } = given(30, 12)
  const { starts } = createTrainer(texts).train(samplesOf(samples), rarity, WORDS, 30, 1)
  const sizes = new Set(
    Array.from(rarity.idf, (_, feature) => (starts[feature + 1] as number) - (starts[feature] as number)),
  )
  expect(sizes).toContain(32)
  expect(sizes).toContain(1)
})

it('learns the same again, also after something larger in the same memory', () => {
  const { texts, samples, rarity } = given(8, 12)
  const trainer = createTrainer(texts)
  const few = samplesOf(samples.slice(0, 40))
  const first = trainer.train(few, rarity, WORDS, 8, EPOCHS)
  trainer.train(samplesOf(samples), rarity, WORDS, 8, EPOCHS)
  expect(trainer.train(few, rarity, WORDS, 8, EPOCHS)).toEqual(first)
})
