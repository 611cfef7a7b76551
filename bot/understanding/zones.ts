import { createRanker, type Example, learnRanking, type Ranking } from './rank.ts'

const FOLDS = 3
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

const heightAt = (scaled: readonly number[], weights: readonly number[]): number =>
  1 / (1 + Math.exp(-scaled.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), weights[scaled.length] ?? 0)))

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
  const rows = observations.map((each) => ({ ...each, evidence: standardised(each.evidence, { mean, spread }) }))
  const total = rows.reduce((sum, each) => sum + each.weight, 0)
  const weights = new Array<number>(width + 1).fill(0)
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = new Array<number>(width + 1).fill(0)
    for (const row of rows) {
      const error = (heightAt(row.evidence, weights) - row.right) * row.weight
      row.evidence.forEach((value, at) => {
        gradient[at] = (gradient[at] ?? 0) + error * value
      })
      gradient[width] = (gradient[width] ?? 0) + error
    }
    for (let at = 0; at <= width; at += 1) weights[at] = (weights[at] ?? 0) - (2 * (gradient[at] ?? 0)) / total
  }
  return { mean, spread, weights }
}

/** How far a ranking may be trusted. Plain data. */
export type Zones = {
  readonly curve: Curve
  /** From here on the first entry is answered at once. */
  readonly answer: number
  /** From here on the first three are offered; below, nothing is known. */
  readonly suggest: number
}

/** Of the answers given at once, at most so many may be wrong, where a fifth of the questions has no entry. */
const WRONG_AT_MOST = 0.12
/** Of the questions that have an entry, so many are at least offered. */
const OFFERED_AT_LEAST = 0.95
const OUTSIDE_SHARE = 0.2

/**
 * Finds out how far a ranking may be trusted, from the examples alone: a third of the entries is hidden in turn, so that
 * their questions are questions that nobody can answer, and a third of the questions of the others, to see which come out right.
 */
export const calibrate = (examples: readonly Example[], entries: number): Zones => {
  // The class after the last entry holds what is outside; it is never hidden, and a question of it is never right.
  const outside = entries
  const classes = entries + 1
  const seen: { readonly ranking: Ranking; readonly right: number; readonly inside: boolean }[] = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const numberOf = new Array<number>(classes).fill(0)
    const known: Example[] = []
    const asked: Example[] = []
    for (const example of examples) {
      const number = numberOf[example.label] ?? 0
      if (example.weight === 1) numberOf[example.label] = number + 1
      const hidden = example.label !== outside && example.label % FOLDS === fold
      const held = example.weight === 1 && number % FOLDS === fold
      if (held) asked.push(example)
      else if (!hidden) known.push(example)
    }
    const rank = createRanker(learnRanking(known, classes))
    for (const example of asked) {
      const ranking = rank(example.features)
      // Called unknown at once, whatever the confidence.
      if (ranking.order[0]?.label === outside) continue
      seen.push({
        ranking,
        right: ranking.order[0]?.label === example.label ? 1 : 0,
        inside: example.label !== outside && example.label % FOLDS !== fold,
      })
    }
  }
  const inside = seen.filter((each) => each.inside).length
  const outsideWeight = (inside * OUTSIDE_SHARE) / (1 - OUTSIDE_SHARE) / Math.max(1, seen.length - inside)
  const weighted = seen.map((each) => ({ ...each, weight: each.inside ? 1 : outsideWeight }))
  const curve = fitLogistic(
    weighted.map((each) => ({
      evidence: each.ranking.evidence,
      right: each.inside ? each.right : 0,
      weight: each.weight,
    })),
  )

  const rows = weighted
    .map((each) => ({ ...each, sure: confidenceOf(curve, each.ranking) }))
    .sort((a, b) => b.sure - a.sure)
  let answer = 1
  let all = 0
  let wrong = 0
  for (const row of rows) {
    all += row.weight
    if (!row.inside || row.right === 0) wrong += row.weight
    if (wrong / all <= WRONG_AT_MOST) answer = row.sure
  }
  const insideSure = rows.filter((row) => row.inside).map((row) => row.sure)
  const suggest = insideSure[Math.min(insideSure.length - 1, Math.floor(insideSure.length * OFFERED_AT_LEAST))] ?? 0
  return { curve, answer, suggest: Math.min(suggest, answer) }
}
