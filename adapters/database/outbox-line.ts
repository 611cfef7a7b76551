import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { ConversationId } from '../../bot/ids.ts'
import type { OutboxItem } from '../../bot/ports/store.ts'
import { readMessage } from './json.ts'
import type { Schema } from './schema.ts'

/** The columns that make an item. */
export const ITEM = ['id', 'conversation', 'chat', 'message', 'attempts'] as const

type ItemRow = Pick<OutboxItem, 'id' | 'conversation' | 'attempts'> & {
  readonly chat: ConversationId | null
  readonly message: string | null
}

export const itemsOf = (rows: readonly ItemRow[]): readonly OutboxItem[] =>
  rows.flatMap(({ message, chat, ...row }) =>
    message === null ? [] : [{ ...row, chat: chat ?? row.conversation, message: readMessage(message) }],
  )

/** The place behind everything of this conversation that still waits. */
export const endOfLine = (conversation: ConversationId) =>
  sql<number>`(select coalesce(max(seq), 0) + 1 from outbox where conversation = ${conversation} and stage = 'waiting')`

/** Nothing of the same conversation comes before this row: nothing is being sent, nothing more urgent or older waits. */
export const isHead = (eb: ExpressionBuilder<Schema, 'outbox'>): Expression<SqlBool> =>
  eb.not(
    eb.exists(
      eb
        .selectFrom('outbox as other')
        .select('other.id')
        .whereRef('other.conversation', '=', 'outbox.conversation')
        .where('other.stage', '=', 'waiting')
        .where((or) =>
          or.or([
            or('other.state', '=', 'sending'),
            or('other.urgent', '>', or.ref('outbox.urgent')),
            or.and([or('other.urgent', '=', or.ref('outbox.urgent')), or('other.seq', '<', or.ref('outbox.seq'))]),
          ]),
        ),
    ),
  )
