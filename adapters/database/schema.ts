import type { Asked } from '../../bot/effect.ts'
import type { TimerName } from '../../bot/event.ts'
import type {
  ChannelName,
  ConversationId,
  EntryId,
  FileId,
  MessageId,
  OutboxId,
  StaffId,
  TicketId,
  UnitId,
} from '../../bot/ids.ts'
import type { Reminder } from '../../bot/reminder.ts'
import type { TicketRow } from '../../bot/ticket.ts'
import type { Day, Instant } from '../../bot/time.ts'
import type { Lang } from '../../locales/languages.ts'

/** The tables, as the newest migration leaves them. Truth values are 0 and 1, times are milliseconds, JSON is text. */
export type Schema = {
  readonly sessions: SessionTable
  readonly seen: SeenTable
  readonly outbox: OutboxTable
  readonly timers: TimerTable
  readonly tickets: TicketTable
  readonly entries: EntryTable
  readonly departures: DepartureTable
  readonly readMarks: ReadMarkTable
  readonly totals: TotalTable
  readonly counters: CounterTable
  readonly questions: QuestionTable
  readonly aliases: AliasTable
  readonly joins: JoinTable
  readonly joinCodes: JoinCodeTable
  readonly files: FileTable
  readonly reminders: ReminderTable
}

type SessionTable = {
  readonly conversation: ConversationId
  readonly version: number
  /** JSON of bot/session.ts. */
  readonly session: string
  readonly lastInboundAt: Instant
}

/** Ids of messages that were taken in, so that each works once. Kept for days, whatever else is erased. */
type SeenTable = { readonly message: MessageId; readonly at: Instant }

export type OutboxState = 'pending' | 'leased' | 'sending' | 'sent' | 'failed' | 'gone' | 'unknown' | 'dropped'

type OutboxTable = {
  readonly id: OutboxId
  readonly conversation: ConversationId
  /** That of the chat it goes to. */
  readonly channel: ChannelName
  /** A joined chat; null: the one where the conversation began. */
  readonly chat: ConversationId | null
  /** The order within the conversation, among what waits. */
  readonly seq: number
  readonly state: OutboxState
  /** The states in three groups, for the index: still to be sent; not arrived, or not known to have; over. */
  readonly stage: 'waiting' | 'failed' | 'done'
  readonly urgent: 0 | 1
  readonly voice: 'bot' | 'staff'
  /** JSON of an OutboundMessage; null once it is not needed any more. */
  readonly message: string | null
  readonly queuedAt: Instant
  /** `pending`: not before. `leased`: the end of the lease. */
  readonly dueAt: Instant
  readonly settledAt: Instant | null
  readonly attempts: number
  readonly provider: string | null
  readonly failure: string | null
  /** The case in whose thread it is shown. */
  readonly ticket: TicketId | null
  /** 1: the conversation was erased, this is the goodbye; it is deleted when it has left. */
  readonly goodbye: 0 | 1
}

type TimerTable = { readonly conversation: ConversationId; readonly name: TimerName; readonly at: Instant }

/** `search`: code and name, folded. */
type TicketTable = TicketRow & { readonly search: string }

type EntryTable = {
  readonly ticket: TicketId
  readonly seq: number
  readonly at: Instant
  /** JSON of a TicketChange. */
  readonly change: string
  readonly outbox: OutboxId | null
  /** The words of the line, folded. */
  readonly search: string
}

/** Cases that left the lists of a unit, by erasure or transfer, so that live lists learn of it. No person in it. */
type DepartureTable = {
  readonly ticket: TicketId
  readonly unit: UnitId
  readonly revision: number
  readonly at: Instant
}

type ReadMarkTable = { readonly staff: StaffId; readonly ticket: TicketId; readonly seq: number }
type TotalTable = { readonly what: string; readonly label: string; readonly total: number }
/** Masked questions for review. No conversation in it, and no time but the day. `entry`: '' where there is none. */
type QuestionTable = {
  readonly id: string
  readonly how: Asked['how']
  readonly lang: Lang
  readonly entry: EntryId | ''
  readonly text: string
  readonly times: number
  readonly lastDay: Day
}

/** A name that the platform has for a person, in the form of a conversation id, and the conversation it leads to. */
type AliasTable = { readonly name: ConversationId; readonly conversation: ConversationId }

/** A chat that has joined a conversation. */
type JoinTable = {
  readonly chat: ConversationId
  readonly conversation: ConversationId
  /** The message that had the code. */
  readonly message: MessageId | null
}
/** The code, hashed, by which a chat may join a conversation. */
type JoinCodeTable = { readonly conversation: ConversationId; readonly code: string; readonly until: Instant }

/** What staff send in a case. `sent`: 0 while it was only chosen. */
type FileTable = {
  readonly id: FileId
  readonly ticket: TicketId
  readonly mime: string
  readonly name: string | null
  readonly bytes: Uint8Array
  readonly at: Instant
  readonly sent: 0 | 1
}

/** Reminders that wait. Whose they are tells the case, which may move to another conversation. */
export type ReminderTable = Omit<Reminder, 'template'> & {
  /** JSON of a TemplateUse; null: their own words. */
  readonly template: string | null
}

type CounterTable = { readonly name: 'revision'; readonly value: number }
