import { type Kysely, type Migration, Migrator } from 'kysely'
import { firstTables } from './0001-first-tables.ts'
import { questions } from './0002-questions.ts'
import { aliases } from './0003-aliases.ts'
import { joins } from './0004-joins.ts'
import { files } from './0005-files.ts'
import { joinedBy } from './0006-joined-by.ts'
import { reminders } from './0007-reminders.ts'

/** In order, by name. One that was released is never edited: a change is a new one. There is no way back but a backup. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-questions': questions,
  '0003-aliases': aliases,
  '0004-joins': joins,
  '0005-files': files,
  '0006-joined-by': joinedBy,
  '0007-reminders': reminders,
}

/** Brings the tables up to date; does nothing where they are. Throws where that fails, or a newer release was here. */
export const migrate = async <Tables>(db: Kysely<Tables>): Promise<void> => {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    // Names of our own: other parts of the program may migrate tables of theirs in the same database.
    migrationTableName: 'recordsMigrations',
    migrationLockTableName: 'recordsMigrationsLock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error && error.message.startsWith('corrupted migrations'))
    throw new Error(`they were written by a newer release of this program (${error.message})`)
  if (error !== undefined) throw error
}
