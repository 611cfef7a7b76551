import type { Kysely, Transaction } from 'kysely'
import type { Asked } from '../../bot/effect.ts'
import type { Ids } from '../../bot/ports/clock.ts'
import type { KeptQuestion } from '../../bot/ports/store.ts'
import { after, DAY, dayOf, type Instant } from '../../bot/time.ts'
import type { Schema } from './schema.ts'

/** What nobody has reviewed for so long is not kept. */
const KEPT = 180 * DAY

/** Keeps a masked question once, and counts it when it comes again. */
export const keepQuestion = async (
  records: Transaction<Schema>,
  { how, lang, text, entry }: Asked,
  ids: Ids,
  now: Instant,
): Promise<void> => {
  const lastDay = dayOf(now)
  await records
    .insertInto('questions')
    .values({ id: ids.newId(), how, lang, entry: entry ?? '', text, times: 1, lastDay })
    .onConflict((conflict) =>
      conflict
        .columns(['how', 'lang', 'entry', 'text'])
        .doUpdateSet((eb) => ({ times: eb('questions.times', '+', 1), lastDay })),
    )
    .execute()
}

export const keptQuestions = async (db: Kysely<Schema>, limit: number): Promise<readonly KeptQuestion[]> => {
  const rows = await db
    .selectFrom('questions')
    .selectAll()
    .orderBy('times', 'desc')
    .orderBy('lastDay', 'desc')
    .orderBy('text')
    .limit(limit)
    .execute()
  return rows.map(({ entry, ...row }) => ({ ...row, entry: entry === '' ? null : entry }))
}

export const dropQuestion = async (records: Transaction<Schema>, id: string): Promise<boolean> => {
  const { numDeletedRows } = await records.deleteFrom('questions').where('id', '=', id).executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

export const forgetQuestions = async (records: Transaction<Schema>, now: Instant): Promise<void> => {
  await records
    .deleteFrom('questions')
    .where('lastDay', '<', dayOf(after(now, -KEPT)))
    .execute()
}
