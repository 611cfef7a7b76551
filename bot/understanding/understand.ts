import type { Lang } from '../../locales/languages.ts'
import { createSafety } from '../engine/safety.ts'
import type { EntryId } from '../ids.ts'
import type { Candidate, Understanding, Understood } from '../ports/knowledge.ts'
import { createAlarm } from './alarm.ts'
import type { EntryWords, UnderstandingData } from './data.ts'
import { createFeatures } from './features.ts'
import { knownEntry } from './known.ts'
import { createLanguageDetector, type Detected } from './language.ts'
import { type Learnt, learn } from './learn.ts'
import { commonOf, createMask } from './mask.ts'
import { clausesOf, createParts } from './parts.ts'
import { createRanker, type Ranking } from './rank.ts'
import { remember } from './remember.ts'
import { createAfterGreeting, createSmalltalk } from './smalltalk.ts'
import { createSpelling } from './spelling.ts'
import { partsOfStory, withParts } from './story.ts'
import { createTalk, saidAfter } from './talk.ts'
import { createNumbered } from './vocabulary.ts'
import { confidenceOf } from './zones.ts'

const MOST_CANDIDATES = 5
const OFFERED = 3
/** A first message needs this much certainty to set the language; later ones also some words. */
const SURE = 0.8
const WORDS_TO_SWITCH = 3

/** Words that nobody wrote before, brought to the one known word that is a typing error away. */
const createRepair = (words: ReadonlyMap<string, number>, counts: Int32Array): ((word: string) => string) => {
  const timesOf = (word: string): number => counts[words.get(word) ?? -1] ?? 0
  // What was written only once is as likely a typing error itself.
  const near = createSpelling(
    [...words.keys()].filter((word) => timesOf(word) > 1 && word.length >= 4 && !word.startsWith('~')),
  )
  return remember((word) => {
    if (word.length < 5 || words.has(word)) return word
    const best = near(word).toSorted((a, b) => timesOf(b) - timesOf(a) || (a < b ? -1 : 1))
    return best[0] ?? word
  })
}

/** What was spoken of last is among the three that are offered where a question leans on it. */
const withSubject = (candidates: readonly Candidate[], subject: EntryId | null): readonly Candidate[] => {
  if (subject === null || candidates.slice(0, OFFERED).some(({ entry }) => entry === subject)) return candidates
  const others = candidates.filter(({ entry }) => entry !== subject)
  const found = candidates.find(({ entry }) => entry === subject) ?? { entry: subject, score: 0 }
  return [...others.slice(0, OFFERED - 1), found, ...others.slice(OFFERED - 1)]
}

/** A question that one part of a message asks. */
type Part = { readonly entry: EntryWords; readonly sure: number }

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
  const afterGreeting = createAfterGreeting(data.smalltalk)
  const detect = createLanguageDetector(learnt.languages)
  const features = createFeatures(data.abbreviations, data.concepts)
  const outside = data.entries.length
  const { vocabulary, wordsIn, zones } = learnt
  const repair = createRepair(vocabulary.numbers.word, wordsIn.all)
  const toNumbers = createNumbered(vocabulary)
  const mask = createMask(
    [
      ...commonOf(vocabulary.numbers.word, wordsIn.questions),
      ...data.languages.filter((sample) => sample.spoken).flatMap((sample) => sample.common),
    ],
    data.names,
  )
  const leaningOf = createTalk(data.entries, data.talk.asking, learnt.steering)
  const rank = createRanker(learnt.ranking, vocabulary.rarity)
  const partsOf = createParts(data.talk.joining)
  const onlyAsks = new Set(data.talk.asking)
  const alarm = createAlarm(learnt.alarm, vocabulary.rarity)

  /** What a part of a message asks, standing alone, and how sure that is; null where it names no subject of its own. */
  const askedIn = (part: string, lang: Lang): Part | null => {
    const written = features(part, lang, repair)
    if (written.idea.every((idea) => onlyAsks.has(idea))) return null
    const ranking = rank(toNumbers(written))
    const entry = data.entries[ranking.order[0]?.label ?? outside]
    const sure = confidenceOf(zones.curve, ranking)
    return entry && sure >= zones.suggest ? { entry, sure } : null
  }

  const rankPart = (part: string, lang: Lang): Ranking => rank(toNumbers(features(part, lang, repair)))

  /** The first two different questions of a message; empty where there are not two. */
  const twoOf = (text: string, lang: Lang): readonly Part[] => {
    const parts = partsOf(text)
    if (parts.length < 2) return []
    const asked = parts.flatMap((part) => askedIn(part, lang) ?? [])
    const different = asked.filter(({ entry }, at) => asked.findIndex((each) => each.entry === entry) === at)
    return different.length < 2 ? [] : different.slice(0, 2)
  }
  /**
   * Whether one clause surely asks for this entry and no other clause has a subject: names and greetings around a question do not
   * make it less clear.
   */
  const isClear = (text: string, lang: Lang, entry: Part['entry']): boolean => {
    const asked = clausesOf(text).flatMap((clause) => askedIn(clause, lang) ?? [])
    return (
      asked.length > 0 && asked.every((each) => each.entry === entry) && asked.some(({ sure }) => sure >= zones.answer)
    )
  }
  const isEveryday = ({ entry, sure }: Part): boolean => !entry.aboutDanger && sure >= zones.answer

  /** Two questions in one message are both answered where each is sure, and else both offered. */
  const withBoth = (whole: Understood, two: readonly Part[]): Understood => {
    const [one, other] = two
    if (!one || !other) return whole
    const both = two.map(({ entry, sure }) => ({ entry: entry.id, score: Math.round(sure * 1000) / 1000 }))
    const others = whole.candidates.filter(({ entry }) => entry !== one.entry.id && entry !== other.entry.id)
    if (two.every(({ sure }) => sure >= zones.answer)) {
      const candidates = [...both, ...others].slice(0, MOST_CANDIDATES)
      return { ...whole, outcome: 'answer', entry: one.entry.id, also: other.entry.id, candidates }
    }
    if (whole.outcome === 'answer') return whole
    // What the whole message sounds like most stays in front.
    const [first] = whole.candidates
    const candidates = first && others.includes(first) ? [first, ...both, ...others.slice(1)] : [...both, ...others]
    return { ...whole, outcome: 'suggest', candidates: candidates.slice(0, MOST_CANDIDATES) }
  }

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
        also: null,
        urgency: null,
        felt: false,
        uneasy: false,
        smalltalk: null,
        said: context.said ?? [],
        masked: mask(text),
        candidates: [],
      }
      const urgency = danger(text)
      const small = smalltalk(text, found.lang)
      const chat: Understood | null =
        small && small.kind !== 'person' ? { ...nothing, outcome: 'smalltalk', smalltalk: small.kind } : null
      if (!urgency && small?.kind === 'person') return { ...nothing, outcome: 'human' }
      if (!urgency && chat && small?.whole) return chat

      const writtenIn = found.evidence > 0 ? found.lang : lang
      const said = features(text, writtenIn, repair)
      const question = afterGreeting(text)
      const written = question === text ? said : features(question, writtenIn, repair)
      if (data.entries.length === 0 || written.words.length === 0)
        return urgency ? { ...nothing, outcome: 'urgent', urgency } : (chat ?? nothing)
      const numbered = toNumbers(written)
      const { favour, on } = leaningOf({
        words: numbered.words,
        ideas: written.idea,
        about: context.about ?? (context.topic === null ? [] : [context.topic]),
        said: context.said ?? [],
      })
      const ranking = rank(numbered, favour)
      const parts = partsOfStory(question)
      const order =
        parts.length === 0
          ? ranking.order
          : withParts(
              ranking,
              parts.map((part) => rankPart(part, writtenIn)),
            )
      const likely = order.flatMap(({ label, p }) => {
        const entry = data.entries[label]
        return entry ? [{ entry: entry.id, score: Math.round(p * 1000) / 1000 }] : []
      })
      const candidates = withSubject(likely, on?.id ?? null).slice(0, MOST_CANDIDATES)
      const ranked: Understood = {
        ...nothing,
        said: saidAfter(data.talk.lasting, context.said ?? [], written.idea),
        candidates,
      }
      const [best] = order
      const everyday = best && data.entries[best.label]?.aboutDanger === false ? best.p : 0
      // Whoever greets is rarely in danger.
      const alarmed = alarm(said === written ? numbered : toNumbers(said), said.mended, everyday)
      // What is harmless was learnt in the languages that are spoken here only.
      if (urgency && (nothing.foreign || !alarmed.harmless)) return { ...ranked, outcome: 'urgent', urgency }

      const first = data.entries[best?.label ?? outside]
      const confidence = first ? confidenceOf(zones.curve, ranking) : 0
      // Words of a language that it did not learn sound like anything. An insult does too; a goodbye may be one for ever.
      const isTalk = chat !== null && chat.smalltalk !== 'bye' && chat.smalltalk !== 'thanks'
      const two = nothing.foreign ? [] : twoOf(text, writtenIn)
      // What is surely a question of every day, or two, is none of danger, though it uses its words.
      const asked = two.length > 0 ? two : first ? [{ entry: first, sure: confidence }] : []
      const ordinary = asked.length > 0 && asked.every(isEveryday)
      const felt = found.spoken && !isTalk && !ordinary ? alarmed : null
      if (felt?.danger) return { ...ranked, outcome: 'urgent', urgency: felt.danger, felt: true }
      // What a rule found is never dropped in silence: the number stands beside the answer.
      const uneasy = felt?.uneasy === true || urgency !== null
      if (chat && written.idea.length === 0) return chat
      if (!first) return { ...ranked, uneasy }
      // A list in a language that is not theirs helps nobody: they are told which languages are spoken.
      const canOffer = !nothing.foreign && confidence >= zones.suggest
      // "How long?" of something that nothing in the talk points to is never sure.
      const isNear = on === null || on.id === first.id || on.related.includes(first.id) || on.topic === first.topic
      // One word names a topic and asks nothing yet.
      const asks = numbered.words > 1
      // What somebody put into the knowledge word for word is answered so, unless it only says "how much?".
      const namesSubject = written.idea.length === 0 || written.idea.some((idea) => !onlyAsks.has(idea))
      const known = namesSubject && data.entries[knownEntry(learnt.known, question) ?? outside]?.id === first.id
      // A story whose parts ask for something else than the whole is not answered outright.
      const isOne = best?.label === ranking.order[0]?.label
      const isClause = (): boolean => canOffer && parts.length === 0 && isClear(text, writtenIn, first)
      const isSure = known || (isOne && confidence >= zones.answer) || isClause()
      const outcome = isSure && isNear && asks ? 'answer' : canOffer ? 'suggest' : 'unknown'
      const whole: Understood = { ...ranked, uneasy, outcome, entry: outcome === 'answer' ? first.id : null }
      return known ? whole : withBoth(whole, two)
    },
  }
}
