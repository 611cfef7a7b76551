import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationId, OutboxId, TicketId } from '../../bot/ids.ts'
import { partsOfConversation } from '../../bot/ids.ts'
import type { OutboundMessage } from '../../bot/message.ts'
import type { OutboxItem } from '../../bot/ports/store.ts'
import { after, type Instant, type Milliseconds } from '../../bot/time.ts'
import { writeMessage } from './json.ts'
import { endOfLine, ITEM, isHead, itemsOf } from './outbox-line.ts'
import type { Schema } from './schema.ts'
import { settleRow } from './settle.ts'

type Envelope = {
  readonly id: OutboxId
  readonly conversation: ConversationId
  readonly chat: ConversationId
  readonly message: OutboundMessage
  readonly ticket: TicketId | null
  readonly goodbye: boolean
  readonly now: Instant
}

export const enqueue = async (records: Transaction<Schema>, envelope: Envelope): Promise<void> => {
  const { id, conversation, chat, message, ticket, goodbye, now } = envelope
  await records
    .insertInto('outbox')
    .values({
      id,
      conversation,
      channel: partsOfConversation(chat).channel,
      chat: chat === conversation ? null : chat,
      seq: endOfLine(conversation),
      state: 'pending',
      stage: 'waiting',
      urgent: message.urgent ? 1 : 0,
      voice: message.voice ?? 'bot',
      message: writeMessage(message),
      queuedAt: now,
      dueAt: now,
      settledAt: null,
      attempts: 0,
      provider: null,
      failure: null,
      ticket,
      goodbye: goodbye ? 1 : 0,
    })
    .execute()
}

/** What the bot said and has not left: dropped. What is being sent, what staff wrote and what is urgent goes on. */
export const dropUnsent = async (
  records: Transaction<Schema>,
  conversation: ConversationId,
  now: Instant,
): Promise<void> => {
  const rows = await records
    .selectFrom('outbox')
    .select(['id', 'ticket', 'goodbye', 'attempts'])
    .where('conversation', '=', conversation)
    .where('stage', '=', 'waiting')
    .where('state', 'in', ['pending', 'leased'])
    .where('voice', '=', 'bot')
    .where('urgent', '=', 0)
    .execute()
  for (const row of rows) await settleRow(records, row, { state: 'dropped' }, now)
}

/** Leases the heads that are due. A lease that ran out is a head that is due again. */
export const takeDue = async (
  records: Transaction<Schema>,
  now: Instant,
  limit: number,
  lease: Milliseconds,
  channels: readonly string[],
): Promise<readonly OutboxItem[]> => {
  if (channels.length === 0) return []
  const heads = await records
    .selectFrom('outbox')
    .select(ITEM)
    .where('stage', '=', 'waiting')
    .where('dueAt', '<=', now)
    .where(sql.ref('channel'), 'in', channels)
    .where(isHead)
    .orderBy('urgent', 'desc')
    .orderBy('queuedAt')
    .orderBy('id')
    .limit(limit)
    .execute()
  if (heads.length === 0) return []
  const leased = await records
    .updateTable('outbox')
    .set({ state: 'leased', dueAt: after(now, lease) })
    .where(
      'id',
      'in',
      heads.map((head) => head.id),
    )
    // Another process may have leased some meanwhile, on a database that lets two write at once.
    .where('dueAt', '<=', now)
    .returning('id')
    .execute()
  const ours = new Set(leased.map((row) => row.id))
  return itemsOf(heads.filter((head) => ours.has(head.id)))
}

/** The earliest moment at which `takeDue` has something; may be past. What waits behind another message is not counted. */
export const nextDueMessage = async (
  db: Kysely<Schema>,
  channels: readonly string[] | null,
): Promise<Instant | null> => {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.min('dueAt').as('at'))
    .where('stage', '=', 'waiting')
    .where(isHead)
    .$if(channels !== null, (query) => query.where(sql.ref('channel'), 'in', channels ?? []))
    .executeTakeFirst()
  return row?.at ?? null
}
