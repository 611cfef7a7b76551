import { createHash } from 'node:crypto'
import type { Clock } from '../../bot/ports/clock.ts'
import { after, HOUR, instant, MINUTE, SECOND } from '../../bot/time.ts'
import type { InboxDb } from './tables.ts'

/** So many tries at once; then each wait is twice as long as the one before, up to the longest. */
const FREE_TRIES = 5
const FIRST_WAIT = 30 * SECOND
const LONGEST_WAIT = 15 * MINUTE
/** Nothing wrong for so long: all is forgotten. */
const FORGET = HOUR

/** `shared`: many people stand behind one address, so that one who knows the password does not wipe out what others did. */
export type Key = { readonly of: string; readonly shared: boolean }
export const byAddress = (what: string, address: string): Key => ({ of: `${what} address ${address}`, shared: true })
export const byAccount = (email: string): Key => ({ of: `account ${email.trim().toLowerCase()}`, shared: false })

export type Throttle = {
  /** Counts a try before it is made, so that many at once do not get past. Gives the seconds to wait; 0: go ahead. */
  readonly enter: (keys: readonly Key[]) => Promise<number>
  /** It was right: the try does not count. */
  readonly forgive: (keys: readonly Key[]) => Promise<void>
}

/** Slows guessing down. Kept in the records, so that a restart does not help; neither e-mails nor addresses are. */
export const createThrottle = (db: InboxDb, clock: Clock): Throttle => {
  const hash = (key: Key): string => createHash('sha256').update(key.of).digest('base64url')
  return {
    enter: (keys) =>
      db.transaction().execute(async (records) => {
        const now = clock.now()
        await records.deleteFrom('inboxThrottle').where('at', '<', after(now, -FORGET)).execute()
        const rows = await records.selectFrom('inboxThrottle').selectAll().where('key', 'in', keys.map(hash)).execute()
        const until = Math.max(0, ...rows.map((row) => row.until))
        if (until > now) return Math.ceil((until - now) / SECOND)
        for (const key of keys) {
          const failures = (rows.find((row) => row.key === hash(key))?.failures ?? 0) + 1
          const wait = failures < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - FREE_TRIES))
          const row = { failures, until: wait === 0 ? instant(0) : after(now, wait), at: now }
          await records
            .insertInto('inboxThrottle')
            .values({ key: hash(key), ...row })
            .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
            .execute()
        }
        return 0
      }),
    forgive: async (keys) => {
      const own = keys.filter((key) => !key.shared).map(hash)
      const shared = keys.filter((key) => key.shared).map(hash)
      if (own.length > 0) await db.deleteFrom('inboxThrottle').where('key', 'in', own).execute()
      if (shared.length === 0) return
      await db
        .updateTable('inboxThrottle')
        .set((eb) => ({ failures: eb('failures', '-', 1), until: instant(0) }))
        .where('key', 'in', shared)
        .where('failures', '>', 0)
        .execute()
    },
  }
}
