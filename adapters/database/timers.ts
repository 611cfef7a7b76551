import { type Kysely, sql, type Transaction } from 'kysely'
import { TIMERS, type TimerName } from '../../bot/event.ts'
import type { ConversationId } from '../../bot/ids.ts'
import type { DueTimer } from '../../bot/ports/store.ts'
import type { Instant } from '../../bot/time.ts'
import type { Schema } from './schema.ts'

/** Sets the one timer of that name in a conversation, in place of the one before; `at: null` cancels it. */
export const setTimer = async (
  records: Transaction<Schema>,
  conversation: ConversationId,
  name: TimerName,
  at: Instant | null,
): Promise<void> => {
  if (at === null) {
    await records.deleteFrom('timers').where('conversation', '=', conversation).where('name', '=', name).execute()
    return
  }
  await records
    .insertInto('timers')
    .values({ conversation, name, at })
    .onConflict((conflict) => conflict.columns(['conversation', 'name']).doUpdateSet({ at }))
    .execute()
}

/** Takes a timer that is due, and gives when it was; null: it fired already, was cancelled, or was set to a later time. */
export const takeTimer = async (
  records: Transaction<Schema>,
  conversation: ConversationId,
  name: TimerName,
  now: Instant,
): Promise<Instant | null> => {
  const taken = await records
    .deleteFrom('timers')
    .where('conversation', '=', conversation)
    .where('name', '=', name)
    .where('at', '<=', now)
    .returning('at')
    .executeTakeFirst()
  return taken?.at ?? null
}

// A name that a release gave up is due no more.
export const dueTimers = (db: Kysely<Schema>, now: Instant, limit: number): Promise<readonly DueTimer[]> =>
  db
    .selectFrom('timers')
    .select(['conversation', 'name'])
    .where('at', '<=', now)
    .where('name', 'in', TIMERS)
    .orderBy('at')
    .orderBy('conversation')
    .limit(limit)
    .execute()

export const nextTimer = async (db: Kysely<Schema>): Promise<Instant | null> => {
  const row = await db.selectFrom('timers').select(sql<Instant | null>`min(at)`.as('at')).executeTakeFirst()
  return row?.at ?? null
}
