import type { Kysely, Transaction } from 'kysely'
import { type FileId, fileId, type TicketId } from '../../bot/ids.ts'
import type { MediaBytes } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/clock.ts'
import type { KeptFile, Scope } from '../../bot/ports/store.ts'
import { after, DAY, type Instant } from '../../bot/time.ts'
import type { Schema } from './schema.ts'
import { within } from './ticket-queries.ts'

/** How long a file is kept that was chosen and then not sent. */
const UNSENT = DAY

/** See `Store.keepFile`. */
export const keepFile = async (
  records: Transaction<Schema>,
  ticket: TicketId,
  scope: Scope,
  { bytes, mime, name }: MediaBytes,
  ids: Ids,
  now: Instant,
): Promise<FileId | null> => {
  const found = await records
    .selectFrom('tickets')
    .select('id')
    .where('id', '=', ticket)
    .where(within(scope))
    .executeTakeFirst()
  if (!found) return null
  const id = fileId(ids.newId())
  await records.insertInto('files').values({ id, ticket, mime, name, bytes, at: now, sent: 0 }).execute()
  return id
}

export const findFile = async (db: Kysely<Schema>, id: FileId): Promise<KeptFile | null> =>
  (await db.selectFrom('files').select(['bytes', 'mime', 'name', 'ticket']).where('id', '=', id).executeTakeFirst()) ??
  null

/** From here on it stays as long as its case. */
export const markSent = async (records: Transaction<Schema>, id: FileId): Promise<void> => {
  await records.updateTable('files').set({ sent: 1 }).where('id', '=', id).execute()
}

export const forgetUnsent = async (records: Transaction<Schema>, now: Instant): Promise<void> => {
  await records.deleteFrom('files').where('sent', '=', 0).where('at', '<', after(now, -UNSENT)).execute()
}
