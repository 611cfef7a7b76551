import type { Lang } from '../locales/languages.ts'
import type { Danger } from './danger.ts'
import type { ChannelName, ConversationId, OutboxId, StaffId, TicketId, UnitId } from './ids.ts'
import type { Attachment, Body } from './message.ts'
import type { Line } from './session.ts'
import type { Instant } from './time.ts'

/** Topics of the knowledge, and so of cases. The ids are those of knowledge/topics.yaml. */
export type Topic = string

export const OUTCOMES = ['answered', 'referred', 'appointment', 'no-answer', 'withdrawn', 'other'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What happens to a case. Each is one line of its thread. `by: null` is the program itself. */
export type TicketChange =
  | {
      readonly kind: 'opened'
      readonly code: string
      readonly unit: UnitId
      readonly topic: Topic | null
      readonly lang: Lang
      readonly danger: Danger | null
      /** The name that the platform shows, or null. */
      readonly name: string | null
      /** The telephone number, where the platform shows it. */
      readonly phone?: string | undefined
      /** The last lines of the talk, so that staff see why. */
      readonly history: readonly Line[]
    }
  | { readonly kind: 'from-person'; readonly body: Body; readonly message: string }
  | { readonly kind: 'from-bot'; readonly text: string }
  | {
      readonly kind: 'from-staff'
      readonly by: StaffId
      readonly text: string
      readonly attachment?: Attachment | undefined
    }
  | { readonly kind: 'note'; readonly by: StaffId; readonly text: string }
  | { readonly kind: 'claimed'; readonly by: StaffId }
  | {
      readonly kind: 'transferred'
      readonly by: StaffId | null
      readonly to: { unit: UnitId } | { staff: StaffId }
      readonly note: string
    }
  | { readonly kind: 'handed-back'; readonly by: StaffId }
  | { readonly kind: 'closed'; readonly by: StaffId | null; readonly outcome: Outcome; readonly topic: Topic | null }
  | { readonly kind: 'reopened'; readonly by: StaffId | null }
  | { readonly kind: 'danger'; readonly danger: Danger }
  | { readonly kind: 'reminder-set'; readonly by: StaffId; readonly at: Instant; readonly text: string }
  /** `by: null`: the person wants none. */
  | { readonly kind: 'reminder-dropped'; readonly by: StaffId | null; readonly at: Instant }
  /** It went out: a message on its way to the person. */
  | { readonly kind: 'reminded'; readonly by: StaffId; readonly text: string }
  | { readonly kind: 'language'; readonly lang: Lang }
  | { readonly kind: 'erased' }

/** Why a message failed that became due when the person had been silent for longer than the platform allows. */
export const OUTSIDE_WINDOW = 'outside-window'

/** How far a message to a person has come. */
export type Delivery = 'queued' | 'sending' | 'sent' | 'failed' | 'gone' | 'unknown' | 'dropped'

export type TicketStatus = 'open' | 'assigned' | 'closed'

/** A case as a list shows it. */
export type TicketRow = {
  readonly id: TicketId
  readonly code: string
  readonly conversation: ConversationId
  readonly channel: ChannelName
  readonly name: string | null
  readonly lang: Lang
  readonly unit: UnitId
  readonly topic: Topic | null
  readonly danger: Danger | null
  readonly status: TicketStatus
  readonly assignee: StaffId | null
  readonly outcome: Outcome | null
  readonly openedAt: Instant
  readonly changedAt: Instant
  readonly closedAt: Instant | null
  /** Since when the person waits for an answer of a human being; null when the last word was ours. */
  readonly waitingSince: Instant | null
  /** The person's or staff's last words, shortened; for the list. */
  readonly lastWords: string
  /** The number of the last line of the thread: 1 for the first. */
  readonly lastEntry: number
  /** Grows with every change of any case: the cursor of live updates. */
  readonly revision: number
}

/** A line of the thread of a case. */
export type TicketEntry = {
  /** 1 for the first, without gaps. */
  readonly seq: number
  readonly at: Instant
  readonly change: TicketChange
  /** For `from-bot`, `from-staff` and `reminded`: the message on its way to the person. */
  readonly outbox: OutboxId | null
  readonly delivery: Delivery | null
  /** Why it failed, as the platform's code; null where it did not. */
  readonly failure: string | null
}

export type Ticket = { readonly row: TicketRow; readonly entries: readonly TicketEntry[] }
