import type { Lang } from '../../locales/languages.ts'
import type { Danger } from '../danger.ts'
import type { EntryId, UnitId } from '../ids.ts'
import type { Day } from '../time.ts'

/** A source as the answer names it. */
export type Source = { readonly title: string; readonly url: string | null; readonly readOn: Day }

/** An answer ready to be said in one language: the facts are filled in. */
export type Answer = {
  readonly id: EntryId
  readonly topic: string
  readonly lang: Lang
  /** True where the wanted language is behind the entry's version, and another one had to be taken. */
  readonly otherLanguage: boolean
  readonly title: string
  /** At most 600 graphemes; stands alone. */
  readonly text: string
  /** Null where there is nothing to add. */
  readonly more: string | null
  readonly sources: readonly Source[]
  /** Names of those who can confirm it, in the language of the answer. */
  readonly confirmWith: readonly string[]
  /** The latest day on which its sources were read or somebody checked it. */
  readonly checkedOn: Day
  /** Overdue for review: said with the answer. */
  readonly overdue: boolean
  readonly related: readonly EntryId[]
  readonly desk: string
}

/** Opening hours of a unit: for each weekday (0 = Sunday) the spans in minutes since midnight. Null: nobody has confirmed any. */
export type Hours = Readonly<Record<number, readonly (readonly [number, number])[]>> | null

export type Unit = {
  readonly id: UnitId
  readonly name: Readonly<Record<Lang, string>>
  /** Said before a reply: "Unidade do Sal". */
  readonly short: Readonly<Record<Lang, string>>
  readonly island: string
  readonly place: Readonly<Record<Lang, string>>
  readonly lat: number
  readonly lon: number
  /** Empty where nobody has confirmed one; then it is not shown. */
  readonly telephone: string
  readonly email: string
  readonly hours: Hours
  readonly headOffice: boolean
}

/** A number to call, as contacts.yaml has it. */
export type EmergencyNumber = {
  readonly id: string
  readonly name: Readonly<Record<Lang, string>>
  readonly number: string
  /** True only where it is confirmed that the call is free. */
  readonly free: boolean
}

export type TopicInfo = {
  readonly id: string
  readonly label: Readonly<Record<Lang, string>>
  readonly entries: readonly EntryId[]
}

/** The fixed reply to a kind of danger. Numbers are filled in from contacts.yaml. */
export type DangerReply = { readonly kind: Danger; readonly text: string }

export type Candidate = { readonly entry: EntryId; readonly score: number }

/** What was understood. The one small interface behind which the ranking lives. */
export type Understood = {
  readonly lang: Lang
  /** True where the language is certain enough to answer in it although the talk was in another. */
  readonly langSure: boolean
  /** The text is in a language that the bot does not speak. */
  readonly foreign: boolean
  readonly outcome: 'answer' | 'suggest' | 'urgent' | 'smalltalk' | 'human' | 'unknown'
  /** The entry of an `answer`. */
  readonly entry: EntryId | null
  /** The entry of a second question in the same message, as sure as the first. */
  readonly also: EntryId | null
  readonly urgency: Danger | null
  /** The danger is named by no rule: it is felt behind the words. */
  readonly felt: boolean
  /** There may be danger behind the words, though not surely. */
  readonly uneasy: boolean
  readonly smalltalk: 'greeting' | 'thanks' | 'bye' | 'insult' | 'robot' | 'yes' | 'no' | null
  /** What was said so far in the talk that stays true, such as the country somebody comes from: ideas of the lexicon. */
  readonly said: readonly string[]
  /** The text with every word masked that is not a common one here, and every number: nobody can be recognised in it. */
  readonly masked: string
  /** At most five, best first. */
  readonly candidates: readonly Candidate[]
}

export interface Understanding {
  /**
   * What a text means. Pure and deterministic, any input in bounded time. `lang`: the language of the talk so far, or null;
   * `chosen`: the person chose it, so it is kept; `topic`: the entry that was answered last; `about`: the entries
   * that were answered or offered last, instead; `said`: what the talk so far gave
   * as `said`.
   */
  understand(
    text: string,
    context: {
      readonly lang: Lang | null
      readonly chosen: boolean
      readonly topic: EntryId | null
      readonly about?: readonly EntryId[]
      readonly said?: readonly string[]
    },
  ): Understood
}

/** Everything the bot knows, in memory and synchronous, so that the engine stays pure. */
export interface Knowledge extends Understanding {
  /** Null: there is no such entry (it was removed in a release). */
  answer(id: EntryId, lang: Lang, today: Day): Answer | null
  title(id: EntryId, lang: Lang): string | null
  danger(kind: Danger, lang: Lang): DangerReply
  readonly topics: readonly TopicInfo[]
  /** Police first, then ambulance and fire. */
  readonly emergency: readonly EmergencyNumber[]
  readonly units: readonly Unit[]
  /** The unit that serves a place named in free words or with a typing error; null where none is recognised. */
  unitFor(text: string): UnitId | null
  /** A public holiday, or null. */
  holiday(day: Day, lang: Lang): string | null
}
