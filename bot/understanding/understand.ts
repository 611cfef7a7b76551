import type { Lang } from '../../locales/languages.ts'
import { LANGS } from '../../locales/languages.ts'
import { createSafety } from '../engine/safety.ts'
import type { Candidate, Understanding, Understood } from '../ports/knowledge.ts'
import { type AlarmExample, createAlarm, type LearntAlarm, learnAlarm } from './alarm.ts'
import type { UnderstandingData } from './data.ts'
import { createFeatures } from './features.ts'
import { createLanguageDetector, type Detected, type LearntLanguages, learnLanguages } from './language.ts'
import { createRanker, type Example, type LearntRanking, learnRanking } from './rank.ts'
import { createSmalltalk } from './smalltalk.ts'
import { createSpelling } from './spelling.ts'
import { calibrate, confidenceOf, type Zones } from './zones.ts'

/** The words of an answer say less about how people ask than the examples do. */
const ANSWER_WEIGHT = 0.1
const MOST_CANDIDATES = 5
/** A first message needs this much certainty to set the language; later ones also some words. */
const SURE = 0.8
const WORDS_TO_SWITCH = 3

/** The examples of all entries in all languages, with the entry's number as label; the number after the last is outside. */
export const examplesOf = (data: UnderstandingData): readonly Example[] => {
  const features = createFeatures(data.abbreviations, data.concepts)
  const outside = LANGS.flatMap((lang) =>
    (data.outside[lang] ?? []).map((text) => ({
      features: features(text, lang),
      label: data.entries.length,
      weight: 1,
    })),
  )
  const inside = data.entries.flatMap((entry, label) =>
    LANGS.flatMap((lang) => {
      const words = entry.words[lang]
      if (!words) return []
      const sentences = [words.title, ...words.answer.split(/(?<=[.!?:])\s+|\n+/)].filter(
        (sentence) => sentence.length > 15,
      )
      return [
        ...words.questions.map((text) => ({ features: features(text, lang), label, weight: 1 })),
        ...sentences.map((text) => ({ features: features(text, lang), label, weight: ANSWER_WEIGHT })),
      ]
    }),
  )
  return [...inside, ...outside]
}

/** Sentences of danger and near misses; ordinary questions are harmless too, but for those of entries about danger itself. */
const alarmExamplesOf = (data: UnderstandingData): readonly AlarmExample[] => {
  const features = createFeatures(data.abbreviations, data.concepts)
  const given = data.dangers.examples.map(({ lang, danger, text }) => ({
    features: features(text, lang),
    danger,
    nearMiss: danger === null,
  }))
  const ordinary = LANGS.flatMap((lang) =>
    [
      ...(data.outside[lang] ?? []),
      ...data.entries.filter((entry) => !entry.aboutDanger).flatMap((entry) => entry.words[lang]?.questions ?? []),
    ].map((text) => ({ features: features(text, lang), danger: null, nearMiss: false })),
  )
  return [...given, ...ordinary]
}

/** How often each word stands in the examples. */
const countWords = (examples: readonly Example[]): ReadonlyMap<string, number> => {
  const count = new Map<string, number>()
  for (const { features } of examples) for (const word of features.word) count.set(word, (count.get(word) ?? 0) + 1)
  return count
}

/** Words that nobody wrote before, brought to the one known word that is a typing error away. */
const createRepair = (count: ReadonlyMap<string, number>): ((word: string) => string) => {
  const near = createSpelling([...count.keys()].filter((word) => word.length >= 4 && !word.startsWith('~')))
  return (word) => {
    if (word.length < 5 || count.has(word)) return word
    const best = near(word).toSorted((a, b) => (count.get(b) ?? 0) - (count.get(a) ?? 0) || (a < b ? -1 : 1))
    return best[0] ?? word
  }
}

/** What is learnt from the words of the knowledge. Plain data: kept, so that a start need not learn it again. */
export type Learnt = {
  readonly languages: LearntLanguages
  readonly words: ReadonlyMap<string, number>
  readonly ranking: LearntRanking
  readonly zones: Zones
  readonly alarm: LearntAlarm | null
}

/** Learns, which takes seconds. Pure and deterministic: the same words give the same on every machine. */
export const learn = (data: UnderstandingData): Learnt => {
  const examples = examplesOf(data)
  const outside = data.entries.length
  return {
    languages: learnLanguages(data.languages),
    words: countWords(examples),
    ranking: learnRanking(examples, outside + 1),
    zones: calibrate(examples, outside),
    alarm: learnAlarm(alarmExamplesOf(data)),
  }
}

type Context = { readonly lang: Lang | null; readonly chosen: boolean }

/** The language to answer in, and whether it is certain enough to change to it. */
const chooseLanguage = (found: Detected, { lang, chosen }: Context): { lang: Lang; sure: boolean } => {
  if (chosen && lang) return { lang, sure: false }
  if (!lang) return { lang: found.lang, sure: found.spoken && found.sure >= SURE }
  const switches = found.spoken && found.sure >= SURE && (found.evidence >= WORDS_TO_SWITCH || found.lang === lang)
  return switches ? { lang: found.lang, sure: true } : { lang, sure: false }
}

/**
 * Understands a text in about a millisecond, with what was learnt from the same data. Pure and deterministic. Danger comes
 * before all else, then smalltalk, then the entries.
 */
export const createUnderstanding = (data: UnderstandingData, learnt: Learnt = learn(data)): Understanding => {
  const danger = createSafety(data.dangers)
  const smalltalk = createSmalltalk(data.smalltalk, data.abbreviations)
  const detect = createLanguageDetector(learnt.languages)
  const features = createFeatures(data.abbreviations, data.concepts)
  const repair = createRepair(learnt.words)
  const outside = data.entries.length
  const rank = createRanker(learnt.ranking)
  const alarm = createAlarm(learnt.alarm)
  const { zones } = learnt

  return {
    understand: (text, context) => {
      const found = detect(text)
      const { lang, sure } = chooseLanguage(found, context)
      const nothing: Understood = {
        lang,
        langSure: sure,
        foreign: !found.spoken && found.sure >= SURE,
        outcome: 'unknown',
        entry: null,
        urgency: null,
        smalltalk: null,
        candidates: [],
      }
      const urgency = danger(text)
      if (urgency) return { ...nothing, outcome: 'urgent', urgency }
      const small = smalltalk(text, found.lang)
      if (small?.kind === 'person') return { ...nothing, outcome: 'human' }
      const chat: Understood | null = small && { ...nothing, outcome: 'smalltalk', smalltalk: small.kind }
      if (chat && small?.whole) return chat
      if (data.entries.length === 0) return chat ?? nothing

      const written = features(text, found.evidence > 0 ? found.lang : lang, repair)
      if (written.word.length === 0) return nothing
      // Words of a language that it did not learn sound like anything. An insult does too; a goodbye may be one for ever.
      const isTalk = chat !== null && chat.smalltalk !== 'bye' && chat.smalltalk !== 'thanks'
      const felt = found.spoken && !isTalk ? alarm(written) : null
      if (felt) return { ...nothing, outcome: 'urgent', urgency: felt }
      if (chat && written.idea.length === 0) return chat
      const ranking = rank(written)
      const candidates: readonly Candidate[] = ranking.order
        .flatMap(({ label, p }) => {
          const entry = data.entries[label]
          return entry ? [{ entry: entry.id, score: Math.round(p * 1000) / 1000 }] : []
        })
        .slice(0, MOST_CANDIDATES)
      if (ranking.order[0]?.label === outside) return { ...nothing, candidates }
      const confidence = confidenceOf(zones.curve, ranking)
      const outcome = confidence >= zones.answer ? 'answer' : confidence >= zones.suggest ? 'suggest' : 'unknown'
      return {
        ...nothing,
        outcome,
        entry: outcome === 'answer' ? (candidates[0]?.entry ?? null) : null,
        candidates,
      }
    },
  }
}
