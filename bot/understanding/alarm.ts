import { DANGERS, type Danger } from '../danger.ts'
import { inShare } from './order.ts'
import { type Classifier, createClassify, isSeen } from './softmax.ts'
import { type Numbered, textAt } from './texts.ts'
import { samplesOf, type Trainer, textsOf } from './trainer.ts'
import { coverageOf, FEAR, vectorOf } from './vectors.ts'
import { learnRarity, type Rarity } from './vocabulary.ts'

/*
 * Danger that no rule names: "he keeps the key and I sleep on the shop floor". A classifier beside the rules of safety.ts,
 * learnt from sentences of frightened people and from harmless ones that use the same words.
 */

export type AlarmExample = {
  /** Its number among the texts. */
  readonly text: number
  readonly danger: Danger | null
  /** A harmless sentence that uses the words of danger; not an ordinary question. */
  readonly nearMiss: boolean
}

/** Plain data. `threshold`: the probability of danger from which on there is an alarm. */
export type LearntAlarm = { readonly classifier: Classifier; readonly threshold: number }

const NONE = DANGERS.length
const CLASSES = DANGERS.length + 1
/** Danger is said in many ways, so each is looked at once more than a question. */
const EPOCHS = 3
/** Every so many-th sentence is held back to find the threshold. */
const HELD = 3
/** More ordinary questions teach nothing new. */
const MOST_ORDINARY = 60_000
/** Shares of harmless sentences that may alarm: those with the words of danger, and ordinary questions. */
const NEAR_MISSES_AT_MOST = 0.25
const ORDINARY_AT_MOST = 0.045
/** From this share of the threshold on there may be danger, though not surely: the number is said beside the answer. */
const UNEASY_FROM = 0.5
/**
 * Below this the words that a rule found are said of something harmless: a film, a sport, long ago. That takes a sentence which says
 * so: the shorter, the less is dropped, because "I want to die" has no other words.
 */
const HARMLESS_BELOW = 0.15
/** The same where a word is unknown or was mended: it may be the one that matters. */
const HARMLESS_BELOW_MISSPELT = 0.04
/** So many words are a sentence that says what it is about. */
const WHOLE_SENTENCE = 16
/** Of what it hardly knows, a classifier knows nothing: so many words, and this share of them seen before, are needed. */
const WORDS_AT_LEAST = 4
/** A few words that sound like danger are mostly none: each word below this number asks for so much more certainty. */
const ENOUGH_WORDS = 9
const FOR_EACH_MISSING = 0.06
const SEEN_AT_LEAST = 0.35

const train = (trainer: Trainer, examples: readonly AlarmExample[], rarity: Rarity): Classifier => {
  const labelled = examples.map(({ text, danger }) => ({
    text,
    label: danger === null ? NONE : DANGERS.indexOf(danger),
    weight: 1,
  }))
  return trainer.train(samplesOf(labelled), rarity, FEAR, CLASSES, EPOCHS)
}

/** `p` is null of what it hardly knows. */
type Felt = { readonly p: number | null; readonly kind: Danger | null }
type Feel = (features: Numbered) => Felt

const createFeel = (classifier: Classifier, rarity: Rarity): Feel => {
  const classify = createClassify(classifier)
  return (features) => {
    if (features.words < WORDS_AT_LEAST || coverageOf(features, rarity, isSeen(classifier)) < SEEN_AT_LEAST)
      return { p: null, kind: null }
    const p = classify(vectorOf(features, rarity, FEAR))
    let kind = 0
    for (let at = 1; at < NONE; at += 1) if ((p[at] as number) > (p[kind] as number)) kind = at
    return { p: 1 - (p[NONE] as number), kind: DANGERS[kind] ?? null }
  }
}

/** The lowest threshold at which no more than the given share of these alarms. */
const quietAt = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => b - a)
  const at = sorted[Math.floor(sorted.length * share)]
  return at === undefined ? 0 : at + 1e-6
}

/** Finds the threshold on sentences that were held back. */
const thresholdFor = (trainer: Trainer, examples: readonly AlarmExample[], size: number): number => {
  const known = examples.filter((_, at) => at % HELD !== 0)
  const rarity = learnRarity(trainer.texts, textsOf(known), size)
  const feel = createFeel(train(trainer, known, rarity), rarity)
  const harmless = examples.filter((example, at) => at % HELD === 0 && example.danger === null)
  const felt = (nearMiss: boolean): readonly number[] =>
    harmless
      .filter((example) => example.nearMiss === nearMiss)
      .map((example) => feel(textAt(trainer.texts, example.text)).p ?? 0)
  return Math.max(quietAt(felt(true), NEAR_MISSES_AT_MOST), quietAt(felt(false), ORDINARY_AT_MOST))
}

/**
 * Learns from sentences of danger, harmless ones that use the same words, and ordinary questions, given by the numbers of their
 * texts. Null where there are no sentences of danger.
 */
export const learnAlarm = (
  trainer: Trainer,
  frightened: readonly AlarmExample[],
  ordinary: Int32Array,
  rarity: Rarity,
): LearntAlarm | null => {
  if (!frightened.some((example) => example.danger !== null)) return null
  const share = MOST_ORDINARY / ordinary.length
  const harmless = [...ordinary].filter((_, at) => inShare(at, share))
  const examples = [...frightened, ...harmless.map((text): AlarmExample => ({ text, danger: null, nearMiss: false }))]
  return {
    classifier: train(trainer, examples, rarity),
    threshold: thresholdFor(trainer, examples, rarity.idf.length),
  }
}

/**
 * The danger in a text of which so many words were mended, and which asks something of every day with that probability; or null.
 * The likelier such a question, the more certainty an alarm needs.
 * `uneasy`: there may be one all the same; `harmless`: there is surely none, though a rule finds its words.
 */
export const createAlarm = (
  learnt: LearntAlarm | null,
  rarity: Rarity,
): ((
  features: Numbered,
  mended: number,
  everyday: number,
) => {
  readonly danger: Danger | null
  readonly uneasy: boolean
  readonly harmless: boolean
}) => {
  if (learnt === null) return () => ({ danger: null, uneasy: false, harmless: false })
  const feel = createFeel(learnt.classifier, rarity)
  return (features, mended, everyday) => {
    const { p, kind } = feel(features)
    const isMisspelt = features.unknown + mended > 0
    const harmlessBelow =
      (isMisspelt ? HARMLESS_BELOW_MISSPELT : HARMLESS_BELOW) * Math.min(1, features.words / WHOLE_SENTENCE) ** 2
    const needed = learnt.threshold + everyday + FOR_EACH_MISSING * Math.max(0, ENOUGH_WORDS - features.words)
    return {
      danger: p !== null && p >= needed ? kind : null,
      uneasy: p !== null && p >= needed * UNEASY_FROM,
      harmless: p !== null && p < harmlessBelow,
    }
  }
}
