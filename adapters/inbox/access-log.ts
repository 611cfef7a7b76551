import type { StaffId, TicketId } from '../../bot/ids.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'
import { after, DAY, MINUTE } from '../../bot/time.ts'
import type { InboxDb } from './tables.ts'

/** A player asks for a voice note in many pieces: within so long it is one look. */
const ONE_LOOK = 5 * MINUTE
/** As long as a closed case is kept, and a year more, so that a complaint can be followed. */
const KEEP = 2 * 365 * DAY

export type Look = {
  readonly staff: StaffId
  readonly what: 'media' | 'export'
  readonly ticket: TicketId | null
  readonly seq: number | null
}

/** Writes down who looked at what, and when. Written before anything is shown. */
export const writeLook = async (db: InboxDb, clock: Clock, ids: Ids, look: Look): Promise<void> => {
  const at = clock.now()
  const before = await db
    .selectFrom('inboxAccess')
    .select('id')
    .where('staff', '=', look.staff)
    .where('what', '=', look.what)
    .where('ticket', look.ticket === null ? 'is' : '=', look.ticket)
    .where('seq', look.seq === null ? 'is' : '=', look.seq)
    .where('at', '>', after(at, -ONE_LOOK))
    .executeTakeFirst()
  if (before !== undefined) return
  await db.deleteFrom('inboxAccess').where('at', '<', after(at, -KEEP)).execute()
  await db
    .insertInto('inboxAccess')
    .values({ ...look, about: null, id: ids.newId(), at })
    .execute()
}

/** Who has added an example question, and where: `about` is an entry and a language. Its words stand in the knowledge alone. */
export type Added = { readonly staff: StaffId; readonly about: string }

/** Writes down each time that somebody has added to the knowledge. */
export const writeAdded = async (db: InboxDb, clock: Clock, ids: Ids, added: Added): Promise<void> => {
  await db
    .insertInto('inboxAccess')
    .values({ ...added, what: 'example', ticket: null, seq: null, id: ids.newId(), at: clock.now() })
    .execute()
}
