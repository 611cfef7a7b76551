import type { Lang } from '../locales/languages.ts'
import type { TimerName } from './event.ts'
import type { ConversationId, EntryId, ReminderId, StaffId, TicketId } from './ids.ts'
import type { OutboundMessage } from './message.ts'
import type { Reminder } from './reminder.ts'
import type { TicketChange } from './ticket.ts'
import type { Instant } from './time.ts'

/** Totals without a person. The label is a kind, never words. */
export type Count = {
  readonly what:
    | 'answer'
    | 'suggest'
    | 'unknown'
    | 'smalltalk'
    | 'urgent'
    | 'human'
    | 'useful'
    | 'not-useful'
    | 'media'
    | 'flood'
  readonly label: string
}

/** How a question was answered: it was called useful, one of the suggestions was chosen, or nobody could answer. */
export const ASKED = ['useful', 'chosen', 'unknown'] as const

/**
 * How somebody asked, for people to read who improve the answers. Nobody can be recognised in it: names and numbers are
 * masked, and nothing tells from which conversation it comes.
 */
export type Asked = {
  readonly how: (typeof ASKED)[number]
  readonly lang: Lang
  readonly text: string
  readonly entry: EntryId | null
}

/** What should happen. Nothing happens in the engine: the commit saves these, the outbox carries them out. */
export type Effect =
  | {
      readonly kind: 'send'
      readonly message: OutboundMessage
      /** The case in whose thread it is shown, and the line it makes there. */
      readonly thread: { readonly ticket: TicketId; readonly change: TicketChange } | null
      /** Another chat of the person than the one where they wrote last; `home`: where the talk began. */
      readonly to?: ConversationId | 'home'
    }
  /** Whoever writes this code in another chat before `until` joins that chat to this conversation. */
  | { readonly kind: 'join-code'; readonly code: string; readonly until: Instant }
  | { readonly kind: 'ticket'; readonly ticket: TicketId; readonly change: TicketChange }
  /** `at: null` cancels. One timer of a name in a conversation. */
  | { readonly kind: 'timer'; readonly name: TimerName; readonly at: Instant | null }
  | { readonly kind: 'remind'; readonly reminder: Reminder }
  /** Those that still wait are dropped, and each of them is a line of its case. `by: null`: the person wants none. */
  | {
      readonly kind: 'drop-reminders'
      readonly of: { readonly reminder: ReminderId } | { readonly ticket: TicketId } | 'all'
      readonly by: StaffId | null
    }
  /** What the bot said and has not yet left the house: a person has taken over. */
  | { readonly kind: 'drop-unsent' }
  | { readonly kind: 'count'; readonly count: Count }
  | { readonly kind: 'learn'; readonly asked: Asked }
  /** Everything that is kept of this conversation, cases and media included. */
  | { readonly kind: 'erase' }
