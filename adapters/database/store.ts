import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationId, OutboxId, StaffId, TicketId } from '../../bot/ids.ts'
import type { Ids } from '../../bot/ports/clock.ts'
import type { Commit, Settled, Store } from '../../bot/ports/store.ts'
import type { Instant } from '../../bot/time.ts'
import { groupCommit } from './batch.ts'
import { commitOne, erases } from './commit.ts'
import { forgetCases, forgetConversations, forgetTraces, scrub } from './erase.ts'
import { findFile, forgetUnsent, keepFile } from './files.ts'
import { chatsOf, homeOf, joinChat } from './joins.ts'
import { readSession } from './json.ts'
import { nextDueMessage, takeDue } from './outbox.ts'
import { dropQuestion, forgetQuestions, keptQuestions } from './questions.ts'
import { dueReminders, findReminders, nextReminder, remindersOf } from './reminders.ts'
import type { Schema } from './schema.ts'
import { beginRow, confirmOne, recover, requeue, settleOne } from './settle.ts'
import {
  changedTickets,
  departedTickets,
  findConversation,
  findMedia,
  findTicket,
  findTickets,
  findUnread,
  ticketsOf,
} from './ticket-queries.ts'
import { dueTimers, nextTimer } from './timers.ts'

/** The records in a database that `openDatabase` opened. `close` closes it for every other part too. */
export const databaseStore = (db: Kysely<Schema>, ids: Ids): Store => {
  const { write, idle } = groupCommit(db)
  // Those of the last `takeOutbox`: what `nextDue` is not told.
  let channelsInUse: readonly string[] | null = null

  return {
    load: (id) => loadSession(db, id),
    async commit(commit: Commit) {
      const result = await write((records) => commitOne(records, commit, ids))
      if (result === 'committed' && erases(commit)) await scrub(db)
      return result
    },
    homeOf: (chat) => homeOf(db, chat),
    chatsOf: (conversation) => chatsOf(db, conversation),
    join: (code, chat, message, now) => write((records) => joinChat(records, code, chat, message, now)),
    takeOutbox(now, limit, lease, channels) {
      channelsInUse = channels
      return write((records) => takeDue(records, now, limit, lease, channels))
    },
    begin: (id: OutboxId, now: Instant) => write((records) => beginRow(records, id, now)),
    settle: (id: OutboxId, outcome: Settled, now: Instant) => write((records) => settleOne(records, id, outcome, now)),
    confirm: (id, outcome, now) => write((records) => confirmOne(records, id, outcome, now)),
    recoverOutbox: (now) => write((records) => recover(records, now)),
    retryOutbox: (id, now) => write((records) => requeue(records, id, now)),
    dueTimers: (now, limit) => dueTimers(db, now, limit),
    dueReminders: (now, limit) => dueReminders(db, now, limit),
    reminders: (ticket, scope) => findReminders(db, ticket, scope),
    remindersOf: (conversation) => remindersOf(db, conversation),
    async nextDue() {
      const all = [await nextDueMessage(db, channelsInUse), await nextTimer(db), await nextReminder(db)]
      const moments = all.filter((at) => at !== null)
      return moments.length === 0 ? null : (Math.min(...moments) as Instant)
    },

    tickets: (filter) => findTickets(db, filter),
    ticket: (id, scope) => findTicket(db, id, scope),
    conversationOf: (id, scope) => findConversation(db, id, scope),
    media: (id, seq, scope) => findMedia(db, id, seq, scope),
    keepFile: (id, scope, file, now) => write((records) => keepFile(records, id, scope, file, ids, now)),
    file: (id) => findFile(db, id),
    changesSince: (revision, scope, limit) => changedTickets(db, revision, scope, limit),
    departedSince: (revision, scope) => departedTickets(db, revision, scope),
    async revision() {
      const row = await db.selectFrom('counters').select('value').where('name', '=', 'revision').executeTakeFirst()
      return row?.value ?? 0
    },
    unread: (staff, scope, of) => findUnread(db, staff, scope, of),
    markRead: (staff, ticket, seq) => write((records) => markRead(records, staff, ticket, seq)),

    // One transaction, so that the parts belong together.
    exportOf: (id) =>
      db.transaction().execute(async (records) => {
        const { session } = await loadSession(records, id)
        return { session, tickets: await ticketsOf(records, id), reminders: await remindersOf(records, id) }
      }),
    async forget(before, now) {
      const cases = await forgetCases(write, before.cases, now)
      const conversations = await forgetConversations(write, before.conversations)
      await forgetTraces(write, now)
      await write((records) => forgetQuestions(records, now))
      await write((records) => forgetUnsent(records, now))
      await scrub(db)
      return { conversations, cases }
    },
    questions: (limit) => keptQuestions(db, limit),
    dropQuestion: (id) => write((records) => dropQuestion(records, id)),
    counts: () => db.selectFrom('totals').select(['what', 'label', 'total']).orderBy('what').orderBy('label').execute(),
    queue: () => queueOf(db),
    async close() {
      await idle()
      await db.destroy()
    },
  }
}

const loadSession: (db: Kysely<Schema>, id: ConversationId) => ReturnType<Store['load']> = async (db, id) => {
  const row = await db
    .selectFrom('sessions')
    .select(['session', 'version'])
    .where('conversation', '=', id)
    .executeTakeFirst()
  return row ? { session: readSession(row.session, id), version: row.version } : { session: null, version: 0 }
}

/** Marks only grow; a case that is gone gets none. */
const markRead = async (records: Transaction<Schema>, staff: StaffId, ticket: TicketId, seq: number): Promise<void> => {
  await records
    .insertInto('readMarks')
    .columns(['staff', 'ticket', 'seq'])
    .expression((eb) =>
      eb
        .selectFrom('tickets')
        .select([eb.val(staff).as('staff'), 'tickets.id as ticket', eb.val(seq).as('seq')])
        .where('tickets.id', '=', ticket),
    )
    .onConflict((conflict) =>
      conflict.columns(['staff', 'ticket']).doUpdateSet({ seq }).where('readMarks.seq', '<', seq),
    )
    .execute()
}

const queueOf = async (db: Kysely<Schema>): ReturnType<Store['queue']> => {
  const stages = await db
    .selectFrom('outbox')
    .select(['stage', sql<number>`count(*)`.as('total'), sql<Instant>`min("queuedAt")`.as('oldest')])
    .where('stage', 'in', ['waiting', 'failed'])
    // Somebody who left is no failure of ours.
    .where('state', '!=', 'gone')
    .groupBy('stage')
    .execute()
  const waiting = stages.find((row) => row.stage === 'waiting')
  const failed = stages.find((row) => row.stage === 'failed')
  return { waiting: waiting?.total ?? 0, oldest: waiting?.oldest ?? null, failed: failed?.total ?? 0 }
}
