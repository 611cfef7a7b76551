import { type Kysely, sql, type Transaction } from 'kysely'
import type { Effect } from '../../bot/effect.ts'
import type { ConversationId, ReminderId, TicketId } from '../../bot/ids.ts'
import type { DueReminder, Scope } from '../../bot/ports/store.ts'
import type { Reminder } from '../../bot/reminder.ts'
import type { Instant } from '../../bot/time.ts'
import { readTemplate, writeTemplate } from './json.ts'
import type { ReminderTable, Schema } from './schema.ts'
import { within } from './ticket-queries.ts'
import { addEntry } from './tickets.ts'

const COLUMNS = [
  'reminders.id',
  'reminders.ticket',
  'reminders.at',
  'reminders.by',
  'reminders.unit',
  'reminders.text',
  'reminders.template',
] as const

const reminderOf = ({ template, ...row }: ReminderTable): Reminder => ({
  ...row,
  template: template === null ? null : readTemplate(template),
})

export const keepReminder = async (records: Transaction<Schema>, reminder: Reminder): Promise<void> => {
  const template = reminder.template === null ? null : writeTemplate(reminder.template)
  await records
    .insertInto('reminders')
    .values({ ...reminder, template })
    .execute()
}

/** Takes one that is due away, and gives it; null: it went out already, or was dropped. */
export const takeReminder = async (
  records: Transaction<Schema>,
  id: ReminderId,
  now: Instant,
): Promise<Reminder | null> => {
  const taken = await records
    .deleteFrom('reminders')
    .where('id', '=', id)
    .where('at', '<=', now)
    .returning(COLUMNS)
    .executeTakeFirst()
  return taken ? reminderOf(taken) : null
}

type Dropping = Omit<Extract<Effect, { readonly kind: 'drop-reminders' }>, 'kind'> & {
  readonly conversation: ConversationId
  readonly chat: ConversationId
  readonly now: Instant
}

/** Each that still waits is taken away, with a line in its case. What went out meanwhile is not there, and gets none. */
export const dropReminders = async (records: Transaction<Schema>, dropping: Dropping): Promise<void> => {
  const { of, by, conversation, chat, now } = dropping
  const rows = await ofConversation(records, conversation)
    .where((eb) => {
      if (of === 'all') return eb.lit(true)
      return 'reminder' in of ? eb('reminders.id', '=', of.reminder) : eb('reminders.ticket', '=', of.ticket)
    })
    .execute()
  for (const { id, ticket, at } of rows) {
    await records.deleteFrom('reminders').where('id', '=', id).execute()
    const change = { kind: 'reminder-dropped', by, at } as const
    await addEntry(records, { ticket, change, conversation, chat, outbox: null, at: now })
  }
}

const ofConversation = (db: Kysely<Schema>, conversation: ConversationId) =>
  db
    .selectFrom('reminders')
    .innerJoin('tickets', 'tickets.id', 'reminders.ticket')
    .select(COLUMNS)
    .where('tickets.conversation', '=', conversation)
    .orderBy('reminders.at')
    .orderBy('reminders.id')

export const remindersOf = async (db: Kysely<Schema>, conversation: ConversationId): Promise<readonly Reminder[]> =>
  (await ofConversation(db, conversation).execute()).map(reminderOf)

export const findReminders = async (
  db: Kysely<Schema>,
  ticket: TicketId,
  scope: Scope,
): Promise<readonly Reminder[]> => {
  const rows = await db
    .selectFrom('reminders')
    .innerJoin('tickets', 'tickets.id', 'reminders.ticket')
    .select(COLUMNS)
    .where('reminders.ticket', '=', ticket)
    .where(within(scope))
    .orderBy('reminders.at')
    .orderBy('reminders.id')
    .execute()
  return rows.map(reminderOf)
}

export const dueReminders = async (
  db: Kysely<Schema>,
  now: Instant,
  limit: number,
): Promise<readonly DueReminder[]> => {
  const rows = await db
    .selectFrom('reminders')
    .innerJoin('tickets', 'tickets.id', 'reminders.ticket')
    .select([...COLUMNS, 'tickets.conversation'])
    .where('reminders.at', '<=', now)
    .orderBy('reminders.at')
    .orderBy('reminders.id')
    .limit(limit)
    .execute()
  return rows.map(({ conversation, ...row }) => ({ conversation, reminder: reminderOf(row) }))
}

export const nextReminder = async (db: Kysely<Schema>): Promise<Instant | null> => {
  const row = await db.selectFrom('reminders').select(sql<Instant | null>`min(at)`.as('at')).executeTakeFirst()
  return row?.at ?? null
}
