import type { Transaction } from 'kysely'
import type { OutboxId, TicketId } from '../../bot/ids.ts'
import type { OutboxItem, Settled } from '../../bot/ports/store.ts'
import { never } from '../../bot/result.ts'
import type { Instant } from '../../bot/time.ts'
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
): Promise<void> => {
  const row = await records
    .selectFrom('outbox')
    .select(['id', 'ticket', 'goodbye', 'attempts', 'state'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return
  const isOut = row.state === 'sending' || row.state === 'leased'
  // The answer of the platform may come after all: the truth about what was thought unknown.
  if (!isOut && !(row.state === 'unknown' && outcome.kind === 'sent')) return
  const tried = { ...row, attempts: row.attempts + 1 }
  switch (outcome.kind) {
    case 'sent':
      return settleRow(records, tried, { state: 'sent', provider: outcome.provider }, now)
    case 'rejected':
      return settleRow(records, tried, { state: 'failed', failure: outcome.code }, now)
    case 'gone':
      return settleRow(records, tried, { state: 'gone', failure: outcome.code }, now)
    case 'unknown':
      return settleRow(records, tried, { state: 'unknown', failure: outcome.code }, now)
    case 'retry':
      await records
        .updateTable('outbox')
        .set({ state: 'pending', dueAt: outcome.at, attempts: tried.attempts })
        .where('id', '=', id)
        .execute()
      if (row.ticket !== null) await touchTicket(records, row.ticket)
      return
    default:
      return never(outcome)
  }
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
 * The end of a message. Its words are kept only where staff may send it again: in the thread of a case, while it has not
 * arrived. The goodbye after an erasure goes wholly.
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
      ...(isOver || row.ticket === null ? { message: null } : {}),
    })
    .where('id', '=', row.id)
    .execute()
  if (row.ticket !== null) await touchTicket(records, row.ticket)
}

/** What was being sent when the process died: nobody knows whether it arrived. */
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
  return itemsOf(rows.map(({ id, conversation, message, attempts }) => ({ id, conversation, message, attempts })))
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
