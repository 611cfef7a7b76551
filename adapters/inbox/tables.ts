import { type Kysely, type Migration, Migrator } from 'kysely'
import type { StaffId, TicketId, UnitId } from '../../bot/ids.ts'
import type { Instant } from '../../bot/time.ts'
import type { Lang } from '../../locales/languages.ts'
import type { Role } from './contract.ts'

/** The tables of the inbox itself. Those of accounts are made by the account library; one of them is read here. */
export type InboxTables = {
  readonly inboxStaff: StaffTable
  readonly inboxUser: {
    readonly id: StaffId
    readonly name: string
    readonly email: string
    readonly twoFactorEnabled: 0 | 1 | null
  }
  readonly inboxLinks: LinkTable
  readonly inboxThrottle: {
    readonly key: string
    readonly failures: number
    readonly until: Instant
    readonly at: Instant
  }
  readonly inboxAccess: AccessTable
}
export type InboxDb = Kysely<InboxTables>

/** `units`: JSON of a list of ids. */
type StaffTable = {
  readonly id: StaffId
  readonly role: Role
  readonly units: string
  readonly active: 0 | 1
  readonly lang: Lang | null
  readonly lastSeenAt: Instant | null
}

/** One-time links. Only the hash of the token is kept. */
type LinkTable = {
  readonly id: string
  readonly hash: string
  readonly kind: 'setup' | 'invitation'
  readonly email: string
  readonly role: Role
  readonly units: string
  /** Null for the link of the first administrator. */
  readonly invitedBy: StaffId | null
  readonly expiresAt: Instant
}

/**
 * Who looked at what of a person: a medium of a case, or the list as a file (then there is no case). And who added an example
 * question: `about` then is the entry and the language.
 */
type AccessTable = {
  readonly id: string
  readonly staff: StaffId
  readonly what: 'media' | 'export' | 'example'
  readonly ticket: TicketId | null
  readonly seq: number | null
  readonly about: string | null
  readonly at: Instant
}

export const unitsToText = (units: readonly UnitId[]): string => JSON.stringify(units)
export const unitsFromText = (text: string): readonly UnitId[] => JSON.parse(text)

const firstTables: Migration = {
  async up({ schema }: Kysely<never>) {
    await schema
      .createTable('inboxStaff')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('units', 'text', (c) => c.notNull())
      .addColumn('active', 'integer', (c) => c.notNull())
      .addColumn('lang', 'text')
      .addColumn('lastSeenAt', 'bigint')
      .execute()
    await schema
      .createTable('inboxLinks')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('hash', 'text', (c) => c.notNull().unique())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('units', 'text', (c) => c.notNull())
      .addColumn('invitedBy', 'text')
      .addColumn('expiresAt', 'bigint', (c) => c.notNull())
      .execute()
    await schema
      .createTable('inboxThrottle')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('failures', 'integer', (c) => c.notNull())
      .addColumn('until', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute()
    await schema
      .createTable('inboxAccess')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('staff', 'text', (c) => c.notNull())
      .addColumn('what', 'text', (c) => c.notNull())
      .addColumn('ticket', 'text')
      .addColumn('seq', 'integer')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .execute()
    await schema.createIndex('inboxAccessInOrder').on('inboxAccess').column('at').execute()
  },
}

const addedExamples: Migration = {
  async up({ schema }: Kysely<never>) {
    await schema.alterTable('inboxAccess').addColumn('about', 'text').execute()
  },
}

/** In order, by name. One that was released is never edited: a change is a new one. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-added-examples': addedExamples,
}

/** Brings the inbox's own tables up to date; does nothing where they are. */
export const migrateInbox = async (db: InboxDb): Promise<void> => {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableName: 'inboxMigrations',
    migrationLockTableName: 'inboxMigrationsLock',
  }).migrateToLatest()
  if (error !== undefined) throw error
}
