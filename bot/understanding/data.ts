import type { Lang } from '../../locales/languages.ts'
import type { Danger } from '../danger.ts'
import type { DangerTables } from '../engine/safety.ts'
import type { EntryId } from '../ids.ts'
import type { LanguageSample } from './language.ts'
import type { Abbreviations } from './normalise.ts'
import type { Joining } from './parts.ts'

/** An entry as the ranking learns it. */
export type EntryWords = {
  readonly id: EntryId
  /** Entries of one topic are near to each other. */
  readonly topic: string
  readonly related: readonly EntryId[]
  /** It answers questions about danger itself, so that those are no harmless sentences. */
  readonly aboutDanger: boolean
  /** Example questions, title and answer, in each language that the entry has. */
  readonly words: Readonly<
    Partial<Record<Lang, { readonly questions: readonly string[]; readonly title: string; readonly answer: string }>>
  >
}

export type SmalltalkKind = 'greeting' | 'thanks' | 'bye' | 'insult' | 'robot' | 'yes' | 'no'
/** `opening` are greetings that before a question may be a part of it. */
export type SmalltalkTables = Readonly<
  Record<SmalltalkKind | 'opening' | 'person' | 'filler', Readonly<Record<Lang, readonly string[]>>>
>

/** Everything that understanding is made from: plain words, read from the knowledge by whoever calls. */
export type UnderstandingData = {
  readonly entries: readonly EntryWords[]
  readonly languages: readonly LanguageSample[]
  readonly abbreviations: Abbreviations
  /** Questions that nobody here can answer: what ranks nearest to these is unknown. */
  readonly outside: Readonly<Partial<Record<Lang, readonly string[]>>>
  /** Names of people, which are never kept with a question. */
  readonly names: readonly string[]
  /** An idea, and the words for it in all languages; `stem*` begins with, `two_words` together. */
  readonly concepts: Readonly<Record<string, readonly string[]>>
  readonly talk: {
    /** Ideas that stay true for the rest of a talk, in groups: of each group the last that was said counts. */
    readonly lasting: Readonly<Record<string, readonly string[]>>
    /** Ideas that only ask and name no subject. */
    readonly asking: readonly string[]
    readonly joining: Joining
  }
  readonly smalltalk: SmalltalkTables
  readonly dangers: DangerTables & {
    /** Sentences of people in danger, and with `danger: null` harmless ones that use the same words. */
    readonly examples: readonly { readonly lang: Lang; readonly danger: Danger | null; readonly text: string }[]
  }
}
