import { type Kysely, SqliteAdapter, sql, type Transaction } from 'kysely'
import type { ConversationId } from '../../bot/ids.ts'
import { after, DAY, type Instant } from '../../bot/time.ts'
import type { Write } from './batch.ts'
import { readSession } from './json.ts'
import type { Schema } from './schema.ts'
import { removeTickets } from './tickets.ts'

/** How long the ids of messages, and settled messages without their words, are kept: platforms deliver again for days. */
const TRACES = 8 * DAY
/** Cases or conversations in one transaction, so that nobody waits long for their turn. */
const AT_A_TIME = 100

/** Everything of a conversation but its session, which the commit removed already. Ids of seen messages stay. */
export const eraseConversation = async (
  records: Transaction<Schema>,
  conversation: ConversationId,
  now: Instant,
): Promise<void> => {
  const tickets = await records.selectFrom('tickets').select('id').where('conversation', '=', conversation).execute()
  await removeTickets(
    records,
    tickets.map((ticket) => ticket.id),
    now,
  )
  await records.deleteFrom('outbox').where('conversation', '=', conversation).execute()
  await records.deleteFrom('timers').where('conversation', '=', conversation).execute()
  await forgetNames(records, [conversation])
}

/** By which names and chats somebody was known, those of joined chats included. */
const forgetNames = async (records: Transaction<Schema>, conversations: readonly ConversationId[]): Promise<void> => {
  const joined = records.selectFrom('joins').select('chat').where('conversation', 'in', conversations)
  await records.deleteFrom('aliases').where('conversation', 'in', joined).execute()
  for (const table of ['aliases', 'joins', 'joinCodes'] as const)
    await records.deleteFrom(table).where('conversation', 'in', conversations).execute()
}

/** SQLite keeps old pages in its log until it is emptied: what was erased must not be found there either. */
export const scrub = async (db: Kysely<Schema>): Promise<void> => {
  if (db.getExecutor().adapter instanceof SqliteAdapter) await sql`pragma wal_checkpoint(truncate)`.execute(db)
}

/** Conversations that were silent since, without a case that is open or a reminder that waits. Their closed cases stay for their own time. */
export const forgetConversations = async (write: Write, since: Instant): Promise<number> =>
  repeat(() =>
    write(async (records) => {
      const silent = await records
        .selectFrom('sessions')
        .select('conversation')
        .where('lastInboundAt', '<', since)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('tickets')
                .select('tickets.id')
                .whereRef('tickets.conversation', '=', 'sessions.conversation')
                .where('tickets.status', '!=', 'closed'),
            ),
          ),
        )
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('reminders')
                .innerJoin('tickets', 'tickets.id', 'reminders.ticket')
                .select('reminders.id')
                .whereRef('tickets.conversation', '=', 'sessions.conversation'),
            ),
          ),
        )
        .limit(AT_A_TIME)
        .execute()
      const ids = silent.map((row) => row.conversation)
      if (ids.length === 0) return 0
      await records.deleteFrom('sessions').where('conversation', 'in', ids).execute()
      await records.deleteFrom('timers').where('conversation', 'in', ids).execute()
      await forgetNames(records, ids)
      await records.deleteFrom('outbox').where('conversation', 'in', ids).where('ticket', 'is', null).execute()
      return ids.length
    }),
  )

/** Cases that were closed before; a session that still points to one is told so. */
export const forgetCases = async (write: Write, before: Instant, now: Instant): Promise<number> =>
  repeat(() =>
    write(async (records) => {
      const old = await records
        .selectFrom('tickets')
        .select(['id', 'conversation'])
        .where('status', '=', 'closed')
        .where('closedAt', '<', before)
        .limit(AT_A_TIME)
        .execute()
      const ids = old.map((row) => row.id)
      await removeTickets(records, ids, now)
      for (const { id, conversation } of old) await detachCase(records, conversation, id)
      return ids.length
    }),
  )

const detachCase = async (
  records: Transaction<Schema>,
  conversation: ConversationId,
  ticket: string,
): Promise<void> => {
  const saved = await records
    .selectFrom('sessions')
    .select(['session', 'version'])
    .where('conversation', '=', conversation)
    .executeTakeFirst()
  if (!saved) return
  const session = readSession(saved.session, conversation)
  if (session.case?.ticket !== ticket) return
  await records
    .updateTable('sessions')
    .set({ session: JSON.stringify({ ...session, case: null }), version: saved.version + 1 })
    .where('conversation', '=', conversation)
    .execute()
}

/** Ids of messages, settled messages outside of cases, and departures that are older than a redelivery can be. */
export const forgetTraces = (write: Write, now: Instant): Promise<void> =>
  write(async (records) => {
    const before = after(now, -TRACES)
    await records.deleteFrom('seen').where('at', '<', before).execute()
    await records.deleteFrom('departures').where('at', '<', before).execute()
    await records
      .deleteFrom('outbox')
      .where('stage', '!=', 'waiting')
      .where('ticket', 'is', null)
      .where('settledAt', '<', before)
      .execute()
  })

const repeat = async (portion: () => Promise<number>): Promise<number> => {
  let total = 0
  for (;;) {
    const done = await portion()
    total += done
    if (done < AT_A_TIME) return total
  }
}
