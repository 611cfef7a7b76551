import { createHash, randomBytes } from 'node:crypto'
import type { StaffId, UnitId } from '../../bot/ids.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'
import { after, DAY, type Instant, type Milliseconds } from '../../bot/time.ts'
import type { Role } from './contract.ts'
import { type InboxDb, unitsFromText, unitsToText } from './tables.ts'

export const SETUP_LIFE: Milliseconds = DAY
export const INVITATION_LIFE: Milliseconds = 7 * DAY

/** What a link lets somebody become. `email` is empty for the first administrator, who names it. */
export type Link = {
  readonly id: string
  readonly kind: 'setup' | 'invitation'
  readonly email: string
  readonly role: Role
  readonly units: readonly UnitId[]
  readonly invitedBy: StaffId | null
  readonly expiresAt: Instant
}

export type Links = {
  /** The link that the first administrator opens; those made before do not work any more. Gives the token. */
  readonly makeSetup: () => Promise<string>
  readonly makeInvitation: (
    of: Pick<Link, 'email' | 'role' | 'units'> & { readonly invitedBy: StaffId },
  ) => Promise<{ readonly link: Link; readonly token: string }>
  /** Null: unknown, used, withdrawn or too old. */
  readonly find: (kind: Link['kind'], token: string) => Promise<Link | null>
  /** Uses the link up, with all others for the same e-mail: of two at once, one gets true. */
  readonly use: (link: Link) => Promise<boolean>
  readonly invitations: () => Promise<readonly Link[]>
  readonly withdraw: (id: string) => Promise<void>
}

/** One-time links. The token is 256 bits of chance and only its hash is kept, so the records do not let anybody in. */
export const createLinks = (db: InboxDb, clock: Clock, ids: Ids): Links => {
  const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')
  const make = async (of: Omit<Link, 'id'>) => {
    const token = randomBytes(32).toString('base64url')
    const link = { ...of, id: ids.newId() }
    await db
      .insertInto('inboxLinks')
      .values({ ...link, units: unitsToText(link.units), hash: hashOf(token) })
      .execute()
    return { link, token }
  }
  const valid = () => db.selectFrom('inboxLinks').selectAll().where('expiresAt', '>', clock.now())
  const linkOf = ({
    hash: _,
    units,
    ...row
  }: Awaited<ReturnType<ReturnType<typeof valid>['executeTakeFirstOrThrow']>>): Link => ({
    ...row,
    units: unitsFromText(units),
  })

  return {
    makeSetup: async () => {
      await db.deleteFrom('inboxLinks').where('kind', '=', 'setup').execute()
      const expiresAt = after(clock.now(), SETUP_LIFE)
      return (await make({ kind: 'setup', email: '', role: 'admin', units: [], invitedBy: null, expiresAt })).token
    },
    makeInvitation: async (of) => {
      await db.deleteFrom('inboxLinks').where('expiresAt', '<=', clock.now()).execute()
      return make({ ...of, kind: 'invitation', expiresAt: after(clock.now(), INVITATION_LIFE) })
    },
    find: async (kind, token) => {
      const row = await valid().where('kind', '=', kind).where('hash', '=', hashOf(token)).executeTakeFirst()
      return row ? linkOf(row) : null
    },
    use: async ({ id, kind, email }) => {
      const row = await db.deleteFrom('inboxLinks').where('id', '=', id).returning('id').executeTakeFirst()
      if (row === undefined) return false
      await db.deleteFrom('inboxLinks').where('kind', '=', kind).where('email', '=', email).execute()
      return true
    },
    invitations: async () =>
      (await valid().where('kind', '=', 'invitation').orderBy('expiresAt').execute()).map(linkOf),
    withdraw: async (id) => {
      await db.deleteFrom('inboxLinks').where('kind', '=', 'invitation').where('id', '=', id).execute()
    },
  }
}
