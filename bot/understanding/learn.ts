import { LANGS, type Lang } from '../../locales/languages.ts'
import { type AlarmExample, type LearntAlarm, learnAlarm } from './alarm.ts'
import type { UnderstandingData } from './data.ts'
import { createFeatures } from './features.ts'
import { type Known, learnKnown } from './known.ts'
import { type LearntLanguages, learnLanguages } from './language.ts'
import { commonOf } from './mask.ts'
import { type Example, type LearntRanking, trainRanking } from './rank.ts'
import { learnSteering, type Steering } from './talk.ts'
import { compact, createNumbering, learnRarity, type Numbered, type Vocabulary, wordCounts } from './vectors.ts'
import { calibrate, type Zones } from './zones.ts'

/** The words of an answer say less about how people ask than the examples do. */
const ANSWER_WEIGHT = 0.3

/** What is learnt from the words of the knowledge. Plain data: kept, so that a start need not learn it again. */
export type Learnt = {
  readonly languages: LearntLanguages
  /** How often each word stands in the examples. */
  readonly words: ReadonlyMap<string, number>
  /** Words that may stay in a question that is kept. */
  readonly common: readonly string[]
  readonly vocabulary: Vocabulary
  readonly known: Known
  readonly ranking: LearntRanking
  readonly zones: Zones
  readonly alarm: LearntAlarm | null
  readonly steering: Steering
}

type Numbering = (text: string, lang: Lang) => Numbered

/** Takes every example of all entries in all languages; the label after the last entry is for what is outside. */
const numberExamples = (data: UnderstandingData, number: Numbering): readonly Example[] => {
  const examples: Example[] = []
  data.entries.forEach((entry, label) => {
    for (const lang of LANGS) {
      const words = entry.words[lang]
      if (!words) continue
      ;[...words.questions, words.title].forEach((text, at, all) => {
        examples.push({ features: number(text, lang), label, weight: 1, place: at / all.length })
      })
      for (const sentence of words.answer.split(/(?<=[.!?:])\s+|\n+/))
        if (sentence.length > 15)
          examples.push({ features: number(sentence, lang), label, weight: ANSWER_WEIGHT, place: 0 })
    }
  })
  for (const lang of LANGS)
    (data.outside[lang] ?? []).forEach((text, at, all) => {
      examples.push({ features: number(text, lang), label: data.entries.length, weight: 1, place: at / all.length })
    })
  return examples
}

/**
 * All texts that are learnt from, by the numbers of a vocabulary. What is needed only for this, the words with their parts and
 * the numbers of what is rare, is a third of the memory of learning, and is gone when it returns.
 */
const numberAll = (data: UnderstandingData) => {
  const featurise = createFeatures(data.abbreviations, data.concepts)
  const numbering = createNumbering()
  const number: Numbering = (text, lang) => numbering.number(featurise(text, lang))
  const examples = numberExamples(data, number)
  const frightened = data.dangers.examples.map(
    ({ lang, danger, text }): AlarmExample => ({ features: number(text, lang), danger, nearMiss: danger === null }),
  )
  const all = [...examples, ...frightened].map(({ features }) => features)
  const vocabulary = compact(numbering.numbers, learnRarity(all, numbering.size()), all)
  const asked = examples.map(({ features }) => features)
  return {
    examples,
    frightened,
    vocabulary,
    words: wordCounts(vocabulary, all),
    common: commonOf(wordCounts(vocabulary, asked)),
  }
}

/** Learns, which takes seconds. Pure and deterministic: the same words give the same on every machine. */
export const learn = (data: UnderstandingData): Learnt => {
  const { examples, frightened, vocabulary, words, common } = numberAll(data)
  const { rarity } = vocabulary
  const size = rarity.idf.length
  const outside = data.entries.length
  // Ordinary questions are harmless too, but for those of entries about danger itself.
  const ordinary = examples
    .filter(({ label, weight }) => weight === 1 && !data.entries[label]?.aboutDanger)
    .map(({ features }): AlarmExample => ({ features, danger: null, nearMiss: false }))
  return {
    languages: learnLanguages(data.languages),
    words,
    common,
    vocabulary,
    known: learnKnown(data.entries),
    ranking: trainRanking(examples, outside + 1, rarity, size),
    zones: calibrate(examples, outside, size),
    alarm: learnAlarm(frightened, ordinary, rarity, size),
    steering: learnSteering(data.talk.lasting, vocabulary.numbers.idea, examples),
  }
}
