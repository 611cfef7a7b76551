import type { StaffId, UnitId } from '../../bot/ids.ts'
import { staffId } from '../../bot/ids.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { after, MINUTE } from '../../bot/time.ts'
import type { Lang } from '../../locales/languages.ts'
import type { Staff } from './access.ts'
import type { Role, StaffRef } from './contract.ts'
import { type InboxDb, unitsFromText, unitsToText } from './tables.ts'

/** "Last seen" is written no more often than this. */
const SEEN_EVERY = MINUTE

/** Stands where the program itself did something that the page shows with a name. */
export const PROGRAM: StaffRef = { id: staffId('program'), name: 'Morabeza' }

export type StaffChange = { readonly role: Role; readonly units: readonly UnitId[]; readonly active: boolean }

export type StaffRecords = {
  readonly find: (id: StaffId) => Promise<Staff | null>
  readonly byEmail: (email: string) => Promise<Staff | null>
  /** Everybody who ever was, by name. */
  readonly all: () => Promise<readonly Staff[]>
  /** Begins, or begins anew: active, in this role. */
  readonly put: (id: StaffId, role: Role, units: readonly UnitId[]) => Promise<void>
  readonly change: (id: StaffId, change: StaffChange) => Promise<void>
  readonly setLang: (id: StaffId, lang: Lang) => Promise<void>
  readonly seen: (staff: Staff) => Promise<void>
  readonly hasAdministrator: () => Promise<boolean>
}

/** What the inbox keeps of staff besides their accounts. */
export const createStaffRecords = (db: InboxDb, clock: Clock): StaffRecords => {
  const query = db
    .selectFrom('inboxStaff')
    .innerJoin('inboxUser', 'inboxUser.id', 'inboxStaff.id')
    .selectAll('inboxStaff')
    .select(['inboxUser.name', 'inboxUser.email', 'inboxUser.twoFactorEnabled'])
  type Row = NonNullable<Awaited<ReturnType<typeof query.executeTakeFirst>>>
  const staffOf = ({ twoFactorEnabled, units, active, ...row }: Row): Staff => ({
    ...row,
    units: unitsFromText(units),
    active: active === 1,
    twoFactor: twoFactorEnabled === 1,
  })
  const oneOf = (row: Row | undefined) => (row ? staffOf(row) : null)

  return {
    find: async (id) => oneOf(await query.where('inboxStaff.id', '=', id).executeTakeFirst()),
    byEmail: async (email) => oneOf(await query.where('inboxUser.email', '=', email.toLowerCase()).executeTakeFirst()),
    all: async () => (await query.orderBy('inboxUser.name').execute()).map(staffOf),
    put: async (id, role, units) => {
      const row = { role, units: unitsToText(units), active: 1 as const }
      await db
        .insertInto('inboxStaff')
        .values({ id, ...row, lang: null, lastSeenAt: null })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute()
    },
    change: async (id, { role, units, active }) => {
      const row = { role, units: unitsToText(units), active: active ? (1 as const) : (0 as const) }
      await db.updateTable('inboxStaff').set(row).where('id', '=', id).execute()
    },
    setLang: async (id, lang) => {
      await db.updateTable('inboxStaff').set({ lang }).where('id', '=', id).execute()
    },
    seen: async ({ id, lastSeenAt }) => {
      const now = clock.now()
      if (lastSeenAt !== null && after(lastSeenAt, SEEN_EVERY) > now) return
      await db.updateTable('inboxStaff').set({ lastSeenAt: now }).where('id', '=', id).execute()
    },
    hasAdministrator: async () =>
      (await db
        .selectFrom('inboxStaff')
        .select('id')
        .where('role', '=', 'admin')
        .where('active', '=', 1)
        .executeTakeFirst()) !== undefined,
  }
}

/** Names by id; of somebody unknown (from an older database) the name stays empty. */
export const namesOf = (staff: readonly Staff[]): ((id: StaffId) => StaffRef) => {
  const names = new Map(staff.map(({ id, name }) => [id, name]))
  return (id) => ({ id, name: names.get(id) ?? '' })
}
