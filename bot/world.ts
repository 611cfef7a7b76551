import type { Lang } from '../locales/languages.ts'
import type { Translate } from '../locales/translate.ts'
import type { Effect } from './effect.ts'
import type { BotEvent } from './event.ts'
import type { Flows } from './flow.ts'
import type { Knowledge } from './ports/knowledge.ts'
import type { Reminder } from './reminder.ts'
import type { Session } from './session.ts'
import type { Instant } from './time.ts'

/** Everything that does not change while a conversation runs: immutable and synchronous. */
export type World = {
  readonly flows: Flows
  readonly knowledge: Knowledge
  readonly say: (lang: Lang) => Translate
  /** How long things are kept, in days: told to whoever asks. */
  readonly keep: { readonly conversationDays: number; readonly caseDays: number }
}

/** Time and chance of this one step, and what waits outside of the session, passed in. */
export type Moment = {
  readonly now: Instant
  readonly newId: () => string
  /** A short unguessable case code such as `K7Q2-M9XD`. */
  readonly newCode: () => string
  /** What this person will be told later, the next first. */
  readonly reminders: readonly Reminder[]
}

/** The whole engine: an event and a session become a new session and what should happen. No clock, chance, database or channel. */
export type Step = (
  world: World,
  session: Session,
  event: BotEvent,
  moment: Moment,
) => { readonly session: Session; readonly effects: readonly Effect[] }
