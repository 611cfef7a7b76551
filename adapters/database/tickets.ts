import type { Transaction } from 'kysely'
import { type ConversationId, type OutboxId, partsOfConversation, type TicketId } from '../../bot/ids.ts'
import type { TicketChange, TicketRow } from '../../bot/ticket.ts'
import type { Instant } from '../../bot/time.ts'
import { fold } from './fold.ts'
import { writeChange } from './json.ts'
import type { Schema } from './schema.ts'
import { changedRow, openedRow, wordsOfChange } from './ticket-row.ts'

/** One line more in the thread of a case, and what it makes of the case. */
export type NewEntry = {
  readonly ticket: TicketId
  readonly change: TicketChange
  readonly conversation: ConversationId
  /** Where the person wrote last: the channel of the case. */
  readonly chat: ConversationId
  readonly outbox: OutboxId | null
  readonly at: Instant
}

/**
 * Adds a line to a case. Throws where there is no such case: the engine kept an id that was never opened, which is a bug.
 * `erased` takes the whole case away.
 */
export const addEntry = async (records: Transaction<Schema>, entry: NewEntry): Promise<void> => {
  const { ticket, change, at } = entry
  if (change.kind === 'erased') return removeTickets(records, [ticket], at)
  const search = fold(wordsOfChange(change))
  const { channel } = partsOfConversation(entry.chat)
  const revision = await nextRevision(records)
  let seq = 1
  if (change.kind === 'opened') {
    const row = { ...openedRow(ticket, entry.conversation, change, at), channel, lastEntry: seq, revision }
    await records
      .insertInto('tickets')
      .values({ ...row, search: fold(`${row.code} ${row.name ?? ''}`) })
      .execute()
  } else {
    const { search: _, ...row } = await records
      .selectFrom('tickets')
      .selectAll()
      .where('id', '=', ticket)
      .where('conversation', '=', entry.conversation)
      .executeTakeFirstOrThrow(() => new Error(`no case ${ticket} in this conversation`))
    seq = row.lastEntry + 1
    const changed = { ...changedRow(row, change, at), channel, lastEntry: seq, revision }
    await records.updateTable('tickets').set(changed).where('id', '=', ticket).execute()
    if (changed.unit !== row.unit) await moveUnit(records, row, changed, at)
  }
  await records
    .insertInto('entries')
    .values({ ticket, seq, at, change: writeChange(change), outbox: entry.outbox, search })
    .execute()
}

const moveUnit = async (
  records: Transaction<Schema>,
  before: TicketRow,
  after: TicketRow,
  at: Instant,
): Promise<void> => {
  await records
    .deleteFrom('departures')
    .where('ticket', '=', after.id)
    .where('unit', 'in', [before.unit, after.unit])
    .execute()
  await records
    .insertInto('departures')
    .values({ ticket: after.id, unit: before.unit, revision: after.revision, at })
    .execute()
}

/** Takes cases away: rows, lines, read marks, messages. What remains is that a case with this id left its unit. */
export const removeTickets = async (
  records: Transaction<Schema>,
  tickets: readonly TicketId[],
  at: Instant,
): Promise<void> => {
  for (const ticket of tickets) {
    const row = await records.selectFrom('tickets').select('unit').where('id', '=', ticket).executeTakeFirst()
    if (!row) continue
    const messages = records.selectFrom('entries').select('outbox').where('ticket', '=', ticket)
    await records.deleteFrom('outbox').where('id', 'in', messages).execute()
    await records.deleteFrom('tickets').where('id', '=', ticket).execute()
    await records.deleteFrom('departures').where('ticket', '=', ticket).where('unit', '=', row.unit).execute()
    const revision = await nextRevision(records)
    await records.insertInto('departures').values({ ticket, unit: row.unit, revision, at }).execute()
  }
}

/** A message of its thread came further: live lists take the case again. */
export const touchTicket = async (records: Transaction<Schema>, ticket: TicketId): Promise<void> => {
  const revision = await nextRevision(records)
  await records.updateTable('tickets').set({ revision }).where('id', '=', ticket).execute()
}

/** One counter for all cases. Its row is locked until the commit, so no reader sees a higher number before a lower one. */
const nextRevision = async (records: Transaction<Schema>): Promise<number> => {
  const { value } = await records
    .insertInto('counters')
    .values({ name: 'revision', value: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ value: eb('counters.value', '+', 1) })))
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}
