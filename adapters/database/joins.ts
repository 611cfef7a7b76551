import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { ConversationId, MessageId } from '../../bot/ids.ts'
import type { Joined } from '../../bot/ports/store.ts'
import type { Instant } from '../../bot/time.ts'
import { readSession } from './json.ts'
import type { Schema } from './schema.ts'

/** The records must not give a code away that still works. */
const hashed = (code: string): string => createHash('sha256').update(code).digest('hex')

/** A new code of a conversation takes the place of the one before. */
export const keepJoinCode = async (
  records: Transaction<Schema>,
  conversation: ConversationId,
  code: string,
  until: Instant,
): Promise<void> => {
  const row = { code: hashed(code), until }
  await records
    .insertInto('joinCodes')
    .values({ conversation, ...row })
    .onConflict((conflict) => conflict.column('conversation').doUpdateSet(row))
    .execute()
}

export const homeOf = async (db: Kysely<Schema>, chat: ConversationId): Promise<ConversationId> => {
  const row = await db.selectFrom('joins').select('conversation').where('chat', '=', chat).executeTakeFirst()
  return row?.conversation ?? chat
}

export const chatsOf = async (db: Kysely<Schema>, conversation: ConversationId): Promise<readonly ConversationId[]> => {
  const rows = await db.selectFrom('joins').select('chat').where('conversation', '=', conversation).execute()
  return [conversation, ...rows.map((row) => row.chat)]
}

/** See `Store.join`. From here on the chat speaks for the other conversation; its own place in a talk is given up. */
export const joinChat = async (
  records: Transaction<Schema>,
  code: string,
  chat: ConversationId,
  message: MessageId,
  now: Instant,
): Promise<Joined> => {
  const before = await records.selectFrom('joins').selectAll().where('chat', '=', chat).executeTakeFirst()
  if (before?.message === message) return { kind: 'joined', conversation: before.conversation }
  const found = await records
    .selectFrom('joinCodes')
    .select('conversation')
    .where('code', '=', hashed(code))
    .where('until', '>', now)
    .executeTakeFirst()
  if (found?.conversation === (before?.conversation ?? chat)) return { kind: 'own', conversation: found.conversation }
  if (!found || before) return { kind: 'no-code' }
  const own = await records.selectFrom('sessions').select('session').where('conversation', '=', chat).executeTakeFirst()
  const open = own ? readSession(own.session, chat).case : null
  if ((open !== null && open.closedAt === null) || (await chatsOf(records, chat)).length > 1) return { kind: 'busy' }
  const { conversation } = found
  // Closed cases and what is on its way move with it, so that the person sees and erases them in one place.
  await records.updateTable('tickets').set({ conversation }).where('conversation', '=', chat).execute()
  await records.updateTable('outbox').set({ conversation, chat }).where('conversation', '=', chat).execute()
  for (const table of ['sessions', 'timers', 'joinCodes'] as const)
    await records.deleteFrom(table).where('conversation', '=', chat).execute()
  await records.insertInto('joins').values({ chat, conversation, message }).execute()
  await records.deleteFrom('joinCodes').where('conversation', '=', conversation).execute()
  return { kind: 'joined', conversation }
}
