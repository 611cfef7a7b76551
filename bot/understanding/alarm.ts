import { DANGERS, type Danger } from '../danger.ts'
import { createVectoriser, type Features } from './features.ts'
import { createRanker, type Example, type LearntRanking, learnRanking } from './rank.ts'

/*
 * Danger that no rule names: "he keeps the key and I sleep on the shop floor". A classifier beside the rules of safety.ts,
 * learnt from sentences of frightened people and from harmless ones that use the same words.
 */

export type AlarmExample = {
  readonly features: Features
  readonly danger: Danger | null
  /** A harmless sentence that uses the words of danger; not an ordinary question. */
  readonly nearMiss: boolean
}

/** Plain data. `threshold`: the probability of danger from which on there is an alarm. */
export type LearntAlarm = { readonly ranking: LearntRanking; readonly threshold: number }

const NONE = DANGERS.length
const CLASSES = DANGERS.length + 1
const FOLDS = 4
/** Shares of harmless sentences that may alarm: those with the words of danger, and ordinary questions. */
const NEAR_MISSES_AT_MOST = 0.04
const ORDINARY_AT_MOST = 0.008
/** Of what it hardly knows, a classifier knows nothing: so many words, and this share of them seen before, are needed. */
const WORDS_AT_LEAST = 3
const SEEN_AT_LEAST = 0.35

const asExample = ({ features, danger }: AlarmExample): Example => ({
  features,
  label: danger === null ? NONE : DANGERS.indexOf(danger),
  weight: 1,
})

type Felt = { readonly p: number; readonly kind: Danger | null }

const createFeeling = (learnt: LearntRanking): ((features: Features) => Felt) => {
  const rank = createRanker(learnt)
  const { coverage } = createVectoriser(learnt.vocabulary)
  return (features) => {
    const words = features.word.filter((word) => !word.startsWith('~')).length
    if (words < WORDS_AT_LEAST || coverage(features) < SEEN_AT_LEAST) return { p: 0, kind: null }
    const { order } = rank(features)
    const none = order.find(({ label }) => label === NONE)?.p ?? 1
    const first = order.find(({ label }) => label !== NONE)
    return { p: 1 - none, kind: DANGERS[first?.label ?? NONE] ?? null }
  }
}

/** The lowest threshold at which no more than the given share of these alarms. */
const quietAt = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => b - a)
  const at = sorted[Math.floor(sorted.length * share)]
  return at === undefined ? 0 : at + 1e-6
}

/** Learns, and finds the threshold on sentences that were held back. Null where there are no sentences of danger. */
export const learnAlarm = (examples: readonly AlarmExample[]): LearntAlarm | null => {
  if (!examples.some((example) => example.danger !== null)) return null
  const nearMisses: number[] = []
  const ordinary: number[] = []
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const known = examples.filter((_, at) => at % FOLDS !== fold)
    const feel = createFeeling(learnRanking(known.map(asExample), CLASSES))
    examples.forEach((example, at) => {
      if (at % FOLDS !== fold || example.danger !== null) return
      const { p } = feel(example.features)
      if (example.nearMiss) nearMisses.push(p)
      else ordinary.push(p)
    })
  }
  return {
    ranking: learnRanking(examples.map(asExample), CLASSES),
    threshold: Math.max(quietAt(nearMisses, NEAR_MISSES_AT_MOST), quietAt(ordinary, ORDINARY_AT_MOST)),
  }
}

/** The danger in a text, or null. */
export const createAlarm = (learnt: LearntAlarm | null): ((features: Features) => Danger | null) => {
  if (learnt === null) return () => null
  const feel = createFeeling(learnt.ranking)
  return (features) => {
    const { p, kind } = feel(features)
    return p >= learnt.threshold ? kind : null
  }
}
