import type { Transaction } from 'kysely'
import type { OutboxId, TicketId } from '../../bot/ids.ts'
import type { LaterOutcome } from '../../bot/ports/channel.ts'
import type { Confirmed, OutboxItem, Settled } from '../../bot/ports/store.ts'
import { never } from '../../bot/result.ts'
import type { Instant } from '../../bot/time.ts'
import { readMessage } from './json.ts'
import { endOfLine, ITEM, isHead, itemsOf } from './outbox-line.ts'
import type { OutboxState, Schema } from './schema.ts'
import { touchTicket } from './tickets.ts'

/** Leased becomes sending. False: dropped, begun by somebody else, or something came before it; then it waits again. */
export const beginRow = async (records: Transaction<Schema>, id: OutboxId, now: Instant): Promise<boolean> => {
  const begun = await records
    .updateTable('outbox')
    .set({ state: 'sending' })
    .where('id', '=', id)
    .where('state', '=', 'leased')
    .where(isHead)
    .returning('ticket')
    .executeTakeFirst()
  if (!begun) {
    await records
      .updateTable('outbox')
      .set({ state: 'pending', dueAt: now })
      .where('id', '=', id)
      .where('state', '=', 'leased')
      .execute()
    return false
  }
  if (begun.ticket !== null) await touchTicket(records, begun.ticket)
  return true
}

export const settleOne = async (
  records: Transaction<Schema>,
  id: OutboxId,
  outcome: Settled,
  now: Instant,
): Promise<boolean> => {
  const row = await records
    .selectFrom('outbox')
    .select(['id', 'ticket', 'goodbye', 'attempts', 'state'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return false
  const isOut = row.state === 'sending' || row.state === 'leased'
  // The answer of the platform may come after all: the truth about what was thought unknown.
  if (!isOut && !(row.state === 'unknown' && outcome.kind === 'sent')) return false
  const tried = { ...row, attempts: row.attempts + 1 }
  if (outcome.kind === 'retry') {
    await records
      .updateTable('outbox')
      .set({ state: 'pending', dueAt: outcome.at, attempts: tried.attempts })
      .where('id', '=', id)
      .execute()
    if (row.ticket !== null) await touchTicket(records, row.ticket)
  } else await settleRow(records, tried, endOf(outcome), now)
  return true
}

const endOf = (outcome: Exclude<Settled, { readonly kind: 'retry' }>): End => {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', provider: outcome.provider }
    case 'rejected':
      return { state: 'failed', failure: outcome.code }
    case 'gone':
      return { state: 'gone', failure: outcome.code }
    case 'unknown':
      return { state: 'unknown', failure: outcome.code }
    default:
      return never(outcome)
  }
}

/** What the platform told later. A goodbye that was sent is not there any more. */
export const confirmOne = async (
  records: Transaction<Schema>,
  id: OutboxId,
  outcome: LaterOutcome,
  now: Instant,
): Promise<Confirmed | null> => {
  const row = await records
    .selectFrom('outbox')
    .select(['id', 'ticket', 'goodbye', 'attempts', 'state', 'provider', 'conversation', 'message'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row || !isForward(row, outcome)) return null
  await settleRow(records, row, { ...endOf(outcome), provider: outcome.provider ?? row.provider }, now)
  return { conversation: row.conversation, message: row.message === null ? null : readMessage(row.message) }
}

type Standing = { readonly state: OutboxState; readonly attempts: number; readonly provider: string | null }

const isForward = ({ state, attempts, provider }: Standing, outcome: LaterOutcome): boolean => {
  if (outcome.kind === 'sent')
    // Before the first try nothing can have arrived; after one it did, whatever the answer to that try was.
    return state === 'unknown' || state === 'sending' || ((state === 'pending' || state === 'leased') && attempts > 0)
  // Who waits for the next try is told of an earlier one.
  if (state === 'sent') return outcome.provider !== null && outcome.provider === provider
  return state === 'unknown' || state === 'sending'
}

type SettledRow = {
  readonly id: OutboxId
  readonly ticket: TicketId | null
  readonly goodbye: 0 | 1
  readonly attempts: number
}
type End = {
  readonly state: Extract<OutboxState, 'sent' | 'failed' | 'gone' | 'unknown' | 'dropped'>
  readonly provider?: string | null
  readonly failure?: string
}

/**
 * The end of a message. Its words are kept only where staff may send it again: in the thread of a case, which has them anyway,
 * because a platform may tell of a failure after it has taken the message. The goodbye after an erasure goes wholly.
 */
export const settleRow = async (
  records: Transaction<Schema>,
  row: SettledRow,
  { state, provider = null, failure }: End,
  now: Instant,
): Promise<void> => {
  if (row.goodbye === 1) {
    await records.deleteFrom('outbox').where('id', '=', row.id).execute()
    return
  }
  const isOver = state === 'sent' || state === 'dropped'
  await records
    .updateTable('outbox')
    .set({
      state,
      stage: isOver ? 'done' : 'failed',
      provider,
      failure: failure ?? null,
      settledAt: now,
      attempts: row.attempts,
      ...(state === 'dropped' || row.ticket === null ? { message: null } : {}),
    })
    .where('id', '=', row.id)
    .execute()
  if (row.ticket !== null) await touchTicket(records, row.ticket)
}

/**
 * What was being sent when the process died: nobody knows whether it arrived. What was leased only is due at once: nobody is left
 * to send it.
 */
export const recover = async (records: Transaction<Schema>, now: Instant): Promise<readonly OutboxItem[]> => {
  const rows = await records
    .selectFrom('outbox')
    .select([...ITEM, 'ticket', 'goodbye'])
    .where('stage', '=', 'waiting')
    .where('state', '=', 'sending')
    .orderBy('queuedAt')
    .orderBy('seq')
    .execute()
  for (const row of rows) await settleRow(records, row, { state: 'unknown', failure: 'interrupted' }, now)
  await records
    .updateTable('outbox')
    .set({ state: 'pending', dueAt: now })
    .where('stage', '=', 'waiting')
    .where('state', '=', 'leased')
    .execute()
  return itemsOf(
    rows.map(({ id, conversation, chat, message, attempts }) => ({ id, conversation, chat, message, attempts })),
  )
}

/** To the end of the line again. False: it is not in a thread, or did not fail. */
export const requeue = async (records: Transaction<Schema>, id: OutboxId, now: Instant): Promise<boolean> => {
  const row = await records
    .selectFrom('outbox')
    .select(['conversation', 'ticket'])
    .where('id', '=', id)
    .where('stage', '=', 'failed')
    .where('ticket', 'is not', null)
    .executeTakeFirst()
  if (!row || row.ticket === null) return false
  await records
    .updateTable('outbox')
    .set({
      state: 'pending',
      stage: 'waiting',
      seq: endOfLine(row.conversation),
      queuedAt: now,
      dueAt: now,
      settledAt: null,
      failure: null,
    })
    .where('id', '=', id)
    .execute()
  await touchTicket(records, row.ticket)
  return true
}
