import { type Dialect, Kysely } from 'kysely'
import { fail, ok, type Result } from '../../bot/result.ts'
import { migrate } from './migrations/migrate.ts'
import type { Schema } from './schema.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

/** The database behind a `DATABASE_URL`, or in a sentence why there is none. The one place that knows the kinds. */
export const dialectFor = (url: string): Result<Dialect, string> => {
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length) return ok(sqliteDialect(url.slice('sqlite:'.length)))
  if (/^postgres(ql)?:/.test(url)) {
    return fail('PostgreSQL is not supported yet: use DATABASE_URL=sqlite:<path of a file>.')
  }
  return fail('DATABASE_URL must be "sqlite:" and the path of a file, or "sqlite::memory:".')
}

/**
 * Opens the records and brings their tables up to date. Other parts may keep tables of their own on the same connection.
 * Throws with a sentence where the address is none of ours (ask `dialectFor` first), and where the database cannot be
 * opened or was written by a newer release.
 */
export const openDatabase = async (url: string): Promise<Kysely<Schema>> => {
  const dialect = dialectFor(url)
  if (!dialect.ok) throw new Error(dialect.error)
  const db = new Kysely<Schema>({ dialect: dialect.value })
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}
