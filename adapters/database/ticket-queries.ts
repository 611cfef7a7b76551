import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely'
import { type ConversationId, channelOfMessage, type MessageId, type StaffId, type TicketId } from '../../bot/ids.ts'
import type { Scope, TicketFilter } from '../../bot/ports/store.ts'
import type { Delivery, Ticket, TicketEntry, TicketRow } from '../../bot/ticket.ts'
import { patternsOf } from './fold.ts'
import { readChange } from './json.ts'
import type { OutboxState, Schema } from './schema.ts'

/** The columns of a row as the port has it: all but the search text. */
const ROW = [
  'id',
  'code',
  'conversation',
  'channel',
  'name',
  'lang',
  'unit',
  'topic',
  'danger',
  'status',
  'assignee',
  'outcome',
  'openedAt',
  'changedAt',
  'closedAt',
  'waitingSince',
  'lastWords',
  'lastEntry',
  'revision',
] as const satisfies readonly (keyof TicketRow)[]

/** Every query about cases goes through here: outside of its scope there is nothing. */
export const within =
  (scope: Scope) =>
  (eb: ExpressionBuilder<Schema, 'tickets'>): Expression<SqlBool> => {
    if (scope.units === 'all') return eb.lit(true)
    return scope.units.length === 0 ? eb.lit(false) : eb('tickets.unit', 'in', scope.units)
  }

const like = (column: 'tickets.search' | 'entries.search', pattern: string) =>
  sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '\\'`

/** What needs somebody first: danger, then who waits longest; closed cases last; within these the newest change first. */
export const findTickets = async (db: Kysely<Schema>, filter: TicketFilter): Promise<readonly TicketRow[]> => {
  let query = db.selectFrom('tickets').select(ROW).where(within(filter.scope))
  if (filter.status) {
    if (filter.status.length === 0) return []
    query = query.where('status', 'in', filter.status)
  }
  if (filter.assignee === null) query = query.where('assignee', 'is', null)
  else if (filter.assignee !== undefined) query = query.where('assignee', '=', filter.assignee)
  if (filter.unit !== undefined) query = query.where('unit', '=', filter.unit)
  for (const pattern of patternsOf(filter.search ?? '')) {
    query = query.where((eb) =>
      eb.or([
        like('tickets.search', pattern),
        eb.exists(
          eb
            .selectFrom('entries')
            .select('entries.seq')
            .whereRef('entries.ticket', '=', 'tickets.id')
            .where(like('entries.search', pattern)),
        ),
      ]),
    )
  }
  return query
    .orderBy(sql`case when status = 'closed' then 2 when danger is not null then 0 else 1 end`)
    .orderBy(sql`case when status = 'closed' or "waitingSince" is null then 1 else 0 end`)
    .orderBy(sql`case when status = 'closed' then null else "waitingSince" end`)
    .orderBy('changedAt', 'desc')
    .orderBy('id')
    .limit(filter.limit)
    .execute()
}

export const findTicket = async (db: Kysely<Schema>, id: TicketId, scope: Scope): Promise<Ticket | null> => {
  const row = await db.selectFrom('tickets').select(ROW).where('id', '=', id).where(within(scope)).executeTakeFirst()
  return row ? { row, entries: await entriesOf(db, id) } : null
}

export const ticketsOf = async (db: Kysely<Schema>, conversation: ConversationId): Promise<readonly Ticket[]> => {
  const rows = await db
    .selectFrom('tickets')
    .select(ROW)
    .where('conversation', '=', conversation)
    .orderBy('openedAt')
    .orderBy('id')
    .execute()
  const tickets: Ticket[] = []
  for (const row of rows) tickets.push({ row, entries: await entriesOf(db, row.id) })
  return tickets
}

const DELIVERY: Readonly<Record<OutboxState, Delivery>> = {
  pending: 'queued',
  leased: 'queued',
  sending: 'sending',
  sent: 'sent',
  failed: 'failed',
  gone: 'gone',
  unknown: 'unknown',
  dropped: 'dropped',
}

const entriesOf = async (db: Kysely<Schema>, ticket: TicketId): Promise<readonly TicketEntry[]> => {
  const rows = await db
    .selectFrom('entries')
    .leftJoin('outbox', 'outbox.id', 'entries.outbox')
    .select(['entries.seq', 'entries.at', 'entries.change', 'entries.outbox', 'outbox.state', 'outbox.failure'])
    .where('entries.ticket', '=', ticket)
    .orderBy('entries.seq')
    .execute()
  return rows.map(({ seq, at, change, outbox, state, failure }) => ({
    seq,
    at,
    change: readChange(change),
    outbox,
    delivery: state === null ? null : DELIVERY[state],
    failure,
  }))
}

export const findConversation = async (
  db: Kysely<Schema>,
  id: TicketId,
  scope: Scope,
): Promise<ConversationId | null> => {
  const row = await db
    .selectFrom('tickets')
    .select('conversation')
    .where('id', '=', id)
    .where(within(scope))
    .executeTakeFirst()
  return row?.conversation ?? null
}

export const findMedia = async (db: Kysely<Schema>, id: TicketId, seq: number, scope: Scope) => {
  const row = await db
    .selectFrom('tickets')
    .innerJoin('entries', 'entries.ticket', 'tickets.id')
    .select('entries.change')
    .where('tickets.id', '=', id)
    .where('entries.seq', '=', seq)
    .where(within(scope))
    .executeTakeFirst()
  if (!row) return null
  const change = readChange(row.change)
  if (change.kind === 'from-staff' && change.attachment?.kind === 'file')
    return { file: change.attachment.file, size: change.attachment.size }
  if (change.kind !== 'from-person' || change.body.kind !== 'media') return null
  // The message names the channel that it came by, and that keeps the medium.
  return { channel: channelOfMessage(change.message as MessageId), media: change.body.media }
}

export const changedTickets = (
  db: Kysely<Schema>,
  revision: number,
  scope: Scope,
  limit: number,
): Promise<readonly TicketRow[]> =>
  db
    .selectFrom('tickets')
    .select(ROW)
    .where('revision', '>', revision)
    .where(within(scope))
    .orderBy('revision')
    .limit(limit)
    .execute()

/** Cases that left the scope since, by erasure or transfer, and are not in it now. */
export const departedTickets = async (
  db: Kysely<Schema>,
  revision: number,
  scope: Scope,
): Promise<readonly TicketId[]> => {
  const { units } = scope
  const rows = await db
    .selectFrom('departures')
    .select('ticket')
    .distinct()
    .where('revision', '>', revision)
    .where((eb) => (units === 'all' ? eb.lit(true) : units.length === 0 ? eb.lit(false) : eb('unit', 'in', units)))
    .execute()
  const left = rows.map((row) => row.ticket)
  if (left.length === 0) return []
  const back = await db.selectFrom('tickets').select('id').where('id', 'in', left).where(within(scope)).execute()
  const inScope = new Set(back.map((row) => row.id))
  return left.filter((ticket) => !inScope.has(ticket))
}

/** A part of the JSON of a line. */
const part = (path: string) => sql<string | null>`entries.change ->> ${path}`

/** Counts in the database, in one query: a list must not read every thread. */
export const findUnread = async (
  db: Kysely<Schema>,
  staff: StaffId,
  scope: Scope,
  of?: readonly TicketId[],
): Promise<ReadonlyMap<TicketId, number>> => {
  if (of?.length === 0 || scope.units.length === 0) return new Map()
  const kind = part('$.kind')
  const rows = await db
    .selectFrom('tickets')
    .innerJoin('entries', 'entries.ticket', 'tickets.id')
    .leftJoin('readMarks', (join) =>
      join.onRef('readMarks.ticket', '=', 'tickets.id').on('readMarks.staff', '=', staff),
    )
    .select(['tickets.id', sql<number>`count(*)`.as('lines')])
    .where(within(scope))
    .where('tickets.status', '!=', 'closed')
    .where((eb) => (of === undefined ? eb.lit(true) : eb('tickets.id', 'in', of)))
    .where((eb) => eb('entries.seq', '>', eb.fn.coalesce('readMarks.seq', eb.lit(0))))
    .where((eb) => {
      const byOther = eb(part('$.by'), 'is distinct from', staff)
      const toUnit = part('$.to.unit')
      const toMine = scope.units === 'all' ? eb(toUnit, 'is not', null) : eb(toUnit, 'in', scope.units)
      return eb.or([
        eb(kind, 'in', ['opened', 'from-person', 'danger']),
        eb.and([eb(kind, '=', 'note'), byOther]),
        eb.and([eb(kind, '=', 'transferred'), byOther, eb.or([eb(part('$.to.staff'), '=', staff), toMine])]),
      ])
    })
    .groupBy('tickets.id')
    .execute()
  return new Map(rows.map((row) => [row.id, row.lines]))
}
