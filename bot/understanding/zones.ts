import { inShare } from './order.ts'
import { type Example, learnRanker, type Ranking } from './rank.ts'
import { textAt } from './texts.ts'
import type { Trainer } from './trainer.ts'

const STEPS = 400

type Observation = { readonly evidence: readonly number[]; readonly right: number; readonly weight: number }

/** A logistic curve over standardised evidence. Plain data. */
type Curve = {
  readonly mean: readonly number[]
  readonly spread: readonly number[]
  readonly weights: readonly number[]
}

const standardised = (
  evidence: readonly number[],
  { mean, spread }: Pick<Curve, 'mean' | 'spread'>,
): readonly number[] => evidence.map((value, at) => (value - (mean[at] ?? 0)) / (spread[at] ?? 1))

const heightAt = (scaled: ArrayLike<number>, weights: ArrayLike<number>): number => {
  let sum = weights[scaled.length] as number
  for (let at = 0; at < scaled.length; at += 1) sum += (scaled[at] as number) * (weights[at] as number)
  return 1 / (1 + Math.exp(-sum))
}

/** The probability that the first entry of a ranking is right. */
export const confidenceOf = (curve: Curve, { evidence }: Ranking): number =>
  heightAt(standardised(evidence, curve), curve.weights)

/** Fits the curve by gradient descent. */
const fitLogistic = (observations: readonly Observation[]): Curve => {
  const width = observations[0]?.evidence.length ?? 0
  const mean = Array.from(
    { length: width },
    (_, at) => observations.reduce((sum, each) => sum + (each.evidence[at] ?? 0), 0) / observations.length,
  )
  const spread = mean.map((middle, at) => {
    const square = observations.reduce((sum, each) => sum + ((each.evidence[at] ?? 0) - middle) ** 2, 0)
    return Math.sqrt(square / observations.length) || 1
  })
  const rows = observations.map((each) => Float64Array.from(standardised(each.evidence, { mean, spread })))
  const total = observations.reduce((sum, each) => sum + each.weight, 0)
  const weights = new Float64Array(width + 1)
  const gradient = new Float64Array(width + 1)
  for (let step = 0; step < STEPS; step += 1) {
    gradient.fill(0)
    for (let which = 0; which < rows.length; which += 1) {
      const row = rows[which] as Float64Array
      const { right, weight } = observations[which] as Observation
      const error = (heightAt(row, weights) - right) * weight
      for (let at = 0; at < width; at += 1) gradient[at] = (gradient[at] as number) + error * (row[at] as number)
      gradient[width] = (gradient[width] as number) + error
    }
    for (let at = 0; at <= width; at += 1)
      weights[at] = (weights[at] as number) - (2 * (gradient[at] as number)) / total
  }
  return { mean, spread, weights: [...weights] }
}

/** How far a ranking may be trusted. Plain data. */
export type Zones = {
  readonly curve: Curve
  /** From here on the first entry is answered at once. */
  readonly answer: number
  /** From here on the first three are offered; below, nothing is known. */
  readonly suggest: number
}

/**
 * What a reply costs the person, from which the borders of the zones follow. A wrong answer given with confidence is far worse
 * than a list to choose from; a list without the right entry costs a turn, and being sent to people costs their time.
 */
const COST = {
  answer: { right: 0, wrong: 5 },
  suggest: { right: 1, wrong: 3 },
  unknown: { inside: 4, outside: 1 },
} as const
/** So many questions have no entry. */
const OUTSIDE_SHARE = 0.2
/** Of every fifth question and every fifth entry it is seen what comes out when they are not known. */
const HELD = 5

type Outcome = {
  readonly ranking: Ranking
  /** The right entry is the first, or among the three that are offered. */
  readonly first: boolean
  readonly offered: boolean
  readonly inside: boolean
}

const OFFERED = 3
/** Of more, a share of the entries is looked at, which bounds the time; among fewer entries a ranking is surer of itself than it may be. */
const MOST_EXAMPLES = 100_000

/**
 * A fifth of the entries is hidden, so that their questions have no answer, and a fifth of the questions of the others: a
 * stretch of each list, because what stands there in another language often tells of the same.
 */
const outcomesOf = (
  trainer: Trainer,
  examples: readonly Example[],
  outside: number,
  size: number,
): readonly Outcome[] => {
  const order = new Map([...new Set(examples.map(({ label }) => label))].map((label, at) => [label, at]))
  const isHidden = (label: number): boolean => label !== outside && (order.get(label) ?? 0) % HELD === 0
  const known: Example[] = []
  const asked: Example[] = []
  for (const example of examples) {
    const isHeld = example.weight === 1 && Math.floor(example.place * HELD) === example.label % HELD
    if (isHeld) asked.push(example)
    else if (!isHidden(example.label)) known.push(example)
  }
  const rank = learnRanker(trainer, known, outside + 1, size)
  return asked.flatMap(({ text, label }) => {
    const ranking = rank(textAt(trainer.texts, text))
    // Called unknown at once, whatever the confidence.
    if (ranking.order[0]?.label === outside) return []
    return [
      {
        ranking,
        first: ranking.order[0]?.label === label,
        offered: ranking.order.slice(0, OFFERED).some((each) => each.label === label),
        inside: label !== outside && !isHidden(label),
      },
    ]
  })
}

/** The border above which `upper` is cheaper in sum than `lower`. `rows` stand from the surest to the least sure. */
const borderBetween = <Row extends { readonly sure: number }>(
  rows: readonly Row[],
  upper: (row: Row) => number,
  lower: (row: Row) => number,
): number => {
  let border = 1
  let saved = 0
  let most = 0
  for (const row of rows) {
    saved += lower(row) - upper(row)
    if (saved > most) {
      most = saved
      border = row.sure
    }
  }
  return border
}

/**
 * Finds out how far a ranking may be trusted, from the examples alone, and where answering and offering begin to cost less
 * than they bring. `outside` is the label of what has no entry, the last; `size` is how many numbers of features there are.
 */
export const calibrate = (
  trainer: Trainer,
  examples: readonly Example[],
  outside: number,
  size: number,
  most: number = MOST_EXAMPLES,
): Zones => {
  const share = most / examples.length
  const some = examples.filter(({ label }) => label === outside || inShare(label, share))
  const outcomes = outcomesOf(trainer, some, outside, size)
  const inside = outcomes.filter((each) => each.inside).length
  const outsideWeight = (inside * OUTSIDE_SHARE) / (1 - OUTSIDE_SHARE) / Math.max(1, outcomes.length - inside)
  const weighted = outcomes.map((each) => ({
    ...each,
    evidence: each.ranking.evidence,
    right: each.first ? 1 : 0,
    weight: each.inside ? 1 : outsideWeight,
  }))
  const curve = fitLogistic(weighted)
  const rows = weighted
    .map((each) => ({ ...each, sure: confidenceOf(curve, each.ranking) }))
    .sort((a, b) => b.sure - a.sure)
  const answered = (row: (typeof rows)[number]): number =>
    row.weight * (row.first ? COST.answer.right : COST.answer.wrong)
  const suggested = (row: (typeof rows)[number]): number =>
    row.weight * (row.offered ? COST.suggest.right : COST.suggest.wrong)
  const unknown = (row: (typeof rows)[number]): number =>
    row.weight * (row.inside ? COST.unknown.inside : COST.unknown.outside)
  const answer = borderBetween(rows, answered, suggested)
  return { curve, answer, suggest: Math.min(borderBetween(rows, suggested, unknown), answer) }
}
