import type { Asked, Effect } from '../effect.ts'
import type { TimerName } from '../event.ts'
import type {
  ChannelName,
  ConversationId,
  FileId,
  MessageId,
  OutboxId,
  ReminderId,
  StaffId,
  TicketId,
  UnitId,
} from '../ids.ts'
import type { MediaRef, OutboundMessage } from '../message.ts'
import type { Reminder } from '../reminder.ts'
import type { Session } from '../session.ts'
import type { Ticket, TicketRow } from '../ticket.ts'
import type { Day, Instant, Milliseconds } from '../time.ts'
import type { LaterOutcome, MediaBytes } from './channel.ts'

export type Fired = TimerName | { readonly reminder: ReminderId }

/** One atomic change of a conversation: all of it is saved, or nothing. */
export type Commit = {
  readonly conversation: ConversationId
  /** The version that `load` gave: 0 for a conversation that is not there yet. */
  readonly version: number
  /** Not saved where the effects erase: the conversation is gone then. */
  readonly session: Session
  /** The message that caused this, so that it works once; null for timers and staff. */
  readonly seen: MessageId | null
  /** The timer or reminder that caused this: it is deleted in the same transaction, so that it fires once. */
  readonly fired: Fired | null
  readonly effects: readonly Effect[]
  readonly now: Instant
}

export type OutboxItem = {
  readonly id: OutboxId
  readonly conversation: ConversationId
  /** The chat it goes to: the conversation itself, or one that has joined it. */
  readonly chat: ConversationId
  readonly message: OutboundMessage
  /** 0 for the first try. */
  readonly attempts: number
}

/** A question as it was kept for review: how often it was asked so, and last on which day. */
export type KeptQuestion = Asked & { readonly id: string; readonly times: number; readonly lastDay: Day }

/** A message of which the platform told something later. `message` is null where its words are not kept any more. */
export type Confirmed = { readonly conversation: ConversationId; readonly message: OutboundMessage | null }

/**
 * `busy`: the chat has an open case of its own, or others have joined it. `own`: the code is that of the conversation to which
 * the chat belongs already.
 */
export type Joined =
  | { readonly kind: 'joined' | 'own'; readonly conversation: ConversationId }
  | { readonly kind: 'busy' }
  | { readonly kind: 'no-code' }

/** A file of staff's, and the case it was given for: it is sent in no other. */
export type KeptFile = MediaBytes & { readonly ticket: TicketId }

/** How a try to send ended. */
export type Settled =
  | { readonly kind: 'sent'; readonly provider: string | null }
  | { readonly kind: 'retry'; readonly at: Instant; readonly reason: string }
  /** The platform refused this message for good. */
  | { readonly kind: 'rejected'; readonly code: string }
  /** The person cannot be reached any more: blocked, deleted. */
  | { readonly kind: 'gone'; readonly code: string }
  /** The platform may have taken it. Never sent again in silence. */
  | { readonly kind: 'unknown'; readonly code: string }

export type DueTimer = { readonly conversation: ConversationId; readonly name: TimerName }
export type DueReminder = { readonly conversation: ConversationId; readonly reminder: Reminder }

/** Which cases somebody may see. Built in one place, `adapters/inbox/access.ts`, and passed to every query. */
export type Scope = { readonly units: readonly UnitId[] | 'all' }

export type TicketFilter = {
  readonly scope: Scope
  readonly status?: readonly TicketRow['status'][]
  /** `null`: nobody holds it. */
  readonly assignee?: StaffId | null
  readonly unit?: UnitId
  /** Accent- and case-insensitive, in code, name and the words of the thread. */
  readonly search?: string
  readonly limit: number
}

/**
 * Where everything is kept. The contract that every implementation passes is tests/stores/contract.ts.
 * All times are those passed in; no implementation reads a clock.
 */
export interface Store {
  load(id: ConversationId): Promise<{ readonly session: Session | null; readonly version: number }>

  /**
   * Saves session, effects, and the ids that caused them in one transaction. `duplicate`: the message was seen before,
   * nothing is changed. `conflict`: somebody else saved since `version` was read; load and step again.
   */
  commit(commit: Commit): Promise<'committed' | 'duplicate' | 'conflict'>

  /** The conversation that a chat belongs to: itself, or the one that it has joined. */
  homeOf(chat: ConversationId): Promise<ConversationId>
  /** All chats of a conversation, the one where it began first. */
  chatsOf(conversation: ConversationId): Promise<readonly ConversationId[]>
  /**
   * Joins a chat to the conversation that was given this code, in one transaction: its closed cases and what is on its way
   * move there, its session is erased, the code is used up. Nothing else ever joins two. `message` is what had the code: where
   * it comes again, because the process died before it was answered, it has joined.
   */
  join(code: string, chat: ConversationId, message: MessageId, now: Instant): Promise<Joined>

  /**
   * Leases the next messages to send: for each conversation only the oldest one that is not settled, so that order is
   * kept; only those of the named channels. A lease that ran out before `begin` is given again.
   */
  takeOutbox(
    now: Instant,
    limit: number,
    lease: Milliseconds,
    channels: readonly string[],
  ): Promise<readonly OutboxItem[]>

  /**
   * Written before the request leaves: from here on a crash leaves the fate unknown. False: it was dropped meanwhile
   * (a person took over) or the lease went to somebody else; do not send.
   */
  begin(id: OutboxId, now: Instant): Promise<boolean>

  /** False: it was settled before, and the platform's later word stands. */
  settle(id: OutboxId, outcome: Settled, now: Instant): Promise<boolean>

  /**
   * What the platform told later, maybe twice or before its own answer. Only forward: `sent` ends every message that is not
   * over and one that is unknown, so that nothing is sent again; a refusal ends one that is being sent, unknown, or sent under
   * that name of the platform. Null: nothing changed.
   */
  confirm(id: OutboxId, outcome: LaterOutcome, now: Instant): Promise<Confirmed | null>

  /** At the start, before anything is sent: what was `begun` when the process died is `unknown`, what was leased is due. Gives the former. */
  recoverOutbox(now: Instant): Promise<readonly OutboxItem[]>

  /** A failed or unknown message of a thread is put at the end of the queue again. False: it was not failed. */
  retryOutbox(id: OutboxId, now: Instant): Promise<boolean>

  dueTimers(now: Instant, limit: number): Promise<readonly DueTimer[]>
  /** Reminders whose time has come, the earliest first. */
  dueReminders(now: Instant, limit: number): Promise<readonly DueReminder[]>
  /** What waits in a case, the next first; nothing where the case is outside the scope. It goes with its case. */
  reminders(ticket: TicketId, scope: Scope): Promise<readonly Reminder[]>
  /** What a person will be told later, of all their cases, the next first. */
  remindersOf(conversation: ConversationId): Promise<readonly Reminder[]>
  /** The next moment at which something is due (outbox retry, timer, or reminder); null: nothing waits. */
  nextDue(now: Instant): Promise<Instant | null>

  tickets(filter: TicketFilter): Promise<readonly TicketRow[]>
  /** Null where there is none, and where it is outside the scope: one cannot tell the two apart. */
  ticket(id: TicketId, scope: Scope): Promise<Ticket | null>
  /** The conversation of an erased or unknown ticket is null. */
  conversationOf(id: TicketId, scope: Scope): Promise<ConversationId | null>
  /** A medium in the thread of a case, for the staff who may see the case: what the person sent, or a file of ours. */
  media(
    id: TicketId,
    seq: number,
    scope: Scope,
  ): Promise<
    | { readonly channel: ChannelName; readonly media: MediaRef }
    | { readonly file: FileId; readonly size: number }
    | null
  >

  /** Keeps the bytes of something that staff will send in a case. Null where there is no such case in the scope. */
  keepFile(id: TicketId, scope: Scope, file: MediaBytes, now: Instant): Promise<FileId | null>
  /** The bytes of a file. Null where it was erased; it goes with its case, or after a day if it was never sent. */
  file(id: FileId): Promise<KeptFile | null>

  /** Cases that changed since the cursor, oldest change first. Cursor 0: from the beginning. */
  changesSince(revision: number, scope: Scope, limit: number): Promise<readonly TicketRow[]>
  /** Cases that left the scope since the cursor: erased, or transferred to another unit. */
  departedSince(revision: number, scope: Scope): Promise<readonly TicketId[]>
  /** The newest cursor. */
  revision(): Promise<number>

  /**
   * How many lines each case has that a member of staff has not read: of the person, notes of others, transfers to the
   * reader or to a unit of the scope, danger. What is not in the answer has none, and so has a closed case. `of`: only these.
   */
  unread(staff: StaffId, scope: Scope, of?: readonly TicketId[]): Promise<ReadonlyMap<TicketId, number>>
  /** Read up to this line of its thread. Marks only grow. */
  markRead(staff: StaffId, ticket: TicketId, seq: number): Promise<void>

  /** Everything kept about a conversation, for the person who asks. */
  exportOf(id: ConversationId): Promise<{
    readonly session: Session | null
    readonly tickets: readonly Ticket[]
    /** Those that wait. */
    readonly reminders: readonly Reminder[]
  }>

  /** Erases conversations without an open case or a reminder that waits, which were silent since `conversations`, and cases closed before `cases`. Gives the numbers. */
  forget(
    before: { readonly conversations: Instant; readonly cases: Instant },
    now: Instant,
  ): Promise<{ readonly conversations: number; readonly cases: number }>

  /** Questions kept for review, the most frequent first. */
  questions(limit: number): Promise<readonly KeptQuestion[]>
  /** A question was reviewed: it is not kept any more. False: there is no such question. */
  dropQuestion(id: string): Promise<boolean>

  /** Totals since the beginning, by kind and label. */
  counts(): Promise<readonly { readonly what: string; readonly label: string; readonly total: number }[]>
  /** For /metrics and /health/ready: what waits and since when. */
  queue(now: Instant): Promise<{ readonly waiting: number; readonly oldest: Instant | null; readonly failed: number }>

  close(): Promise<void>
}
