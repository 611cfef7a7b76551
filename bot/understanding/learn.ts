import { LANGS, type Lang } from '../../locales/languages.ts'
import type { AlarmExample, LearntAlarm } from './alarm.ts'
import type { UnderstandingData } from './data.ts'
import { createFeatures } from './features.ts'
import { type Beside, inTurn } from './jobs.ts'
import type { Known } from './known.ts'
import type { LearntLanguages } from './language.ts'
import { type Example, type LearntRanking, trainWords } from './rank.ts'
import { learnSteering, type Steering } from './talk.ts'
import { createTrainer, samplesOf, textsOf } from './trainer.ts'
import { compact, createNumbering, learnRarity, type Vocabulary, wordCounts } from './vocabulary.ts'
import { calibrate, type Zones } from './zones.ts'

/** The words of an answer say less about how people ask than the examples do. */
const ANSWER_WEIGHT = 0.3
/** So many words of a language are remembered with their parts while all texts are read: most words come again. */
const REMEMBERED = 60_000

/** What is learnt from the words of the knowledge. Plain data: kept, so that a start need not learn it again. */
export type Learnt = {
  readonly languages: LearntLanguages
  readonly vocabulary: Vocabulary
  /** How often each word of the vocabulary stands in all that is learnt from, and in the questions alone. */
  readonly wordsIn: { readonly all: Int32Array; readonly questions: Int32Array }
  readonly known: Known
  readonly ranking: LearntRanking
  readonly zones: Zones
  readonly alarm: LearntAlarm | null
  readonly steering: Steering
}

/** Gives a text a number among all that are learnt from. */
type Add = (text: string, lang: Lang) => number

/** Takes every example of all entries in all languages; the label after the last entry is for what is outside. */
const addExamples = (data: UnderstandingData, add: Add): readonly Example[] => {
  const examples: Example[] = []
  data.entries.forEach((entry, label) => {
    for (const lang of LANGS) {
      const words = entry.words[lang]
      if (!words) continue
      ;[...words.questions, words.title].forEach((text, at, all) => {
        examples.push({ text: add(text, lang), label, weight: 1, place: at / all.length })
      })
      for (const sentence of words.answer.split(/(?<=[.!?:])\s+|\n+/))
        if (sentence.length > 15) examples.push({ text: add(sentence, lang), label, weight: ANSWER_WEIGHT, place: 0 })
    }
  })
  for (const lang of LANGS)
    (data.outside[lang] ?? []).forEach((text, at, all) => {
      examples.push({ text: add(text, lang), label: data.entries.length, weight: 1, place: at / all.length })
    })
  return examples
}

/**
 * All texts that are learnt from, by the numbers of a vocabulary. What is needed only for this, the words with their parts and
 * the numbers of what is rare, is a third of the memory of learning, and is gone when it returns.
 */
const numberAll = (data: UnderstandingData) => {
  const featurise = createFeatures(data.abbreviations, data.concepts, REMEMBERED)
  const numbering = createNumbering(REMEMBERED * LANGS.length)
  let size = 0
  const add: Add = (text, lang) => {
    numbering.add(featurise(text, lang))
    size += 1
    return size - 1
  }
  const examples = addExamples(data, add)
  const frightened = data.dangers.examples.map(
    ({ lang, danger, text }): AlarmExample => ({ text: add(text, lang), danger, nearMiss: danger === null }),
  )
  const { texts, numbers, size: features } = numbering.done()
  const all = [...examples, ...frightened]
  return { examples, frightened, ...compact(numbers, learnRarity(texts, textsOf(all), features), texts) }
}

/**
 * Learns, which takes seconds. Pure and deterministic: the same words give the same on every machine, also where some of it is done
 * `beside` the rest.
 */
export const learn = (data: UnderstandingData, beside: Beside = inTurn): Learnt => {
  const words = beside('words', { languages: data.languages, entries: data.entries })
  const { examples, frightened, vocabulary, texts } = numberAll(data)
  const { rarity } = vocabulary
  const outside = data.entries.length
  // Ordinary questions are harmless too, but for those of entries about danger itself.
  const ordinary = examples.filter(({ label, weight }) => weight === 1 && !data.entries[label]?.aboutDanger)
  const samples = samplesOf(examples)
  const classes = outside + 1
  const others = beside('classifiers', { texts, rarity, samples, classes, frightened, ordinary: textsOf(ordinary) })
  const trainer = createTrainer(texts)
  const byWords = trainWords(trainer, samples, classes, rarity)
  const zones = calibrate(trainer, examples, outside, rarity.idf.length)
  const { pieces, alarm } = others()
  return {
    ...words(),
    vocabulary,
    wordsIn: {
      all: wordCounts(vocabulary, texts, textsOf([...examples, ...frightened])),
      questions: wordCounts(vocabulary, texts, samples.texts),
    },
    ranking: { words: byWords, pieces },
    zones,
    alarm,
    steering: learnSteering(data.talk.lasting, vocabulary.numbers.idea, texts, examples),
  }
}
