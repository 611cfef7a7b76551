import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'

/** How long a query waits for another process that writes, in milliseconds. */
const PATIENCE = 15_000
/** The part of it in which SQLite itself blocks this process; after that the event loop runs between two tries. */
const BLOCKING = 20
const MOST_STATEMENTS = 300

// FULL: in WAL mode a commit is on the disk when it returns. secure_delete: what is erased is overwritten.
const PRAGMAS = `
  pragma busy_timeout = ${BLOCKING};
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma temp_store = memory;
  pragma secure_delete = on;
`

/** Kysely over the SQLite that is built into Node. `path` is a file, whose folder is made, or `:memory:`. */
export const sqliteDialect = (path: string): Dialect => ({
  createAdapter: () => new Adapter(),
  createDriver: () => sqliteDriver(path),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

/** Two processes that start together: the second waits in `begin immediate`, and finds the migrations done. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

const sqliteDriver = (path: string): Driver => {
  let db: DatabaseSync | null = null
  let connection: DatabaseConnection | null = null
  const line = waitingLine()
  const run = async (sql: string) => {
    await connection?.executeQuery(CompiledQuery.raw(sql))
  }
  return {
    async init() {
      // Records of people: nobody else on the machine reads them.
      if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const opened = new DatabaseSync(path)
      await patiently(() => opened.exec(PRAGMAS))
      db = opened
      connection = connectionOf(opened)
    },
    async acquireConnection() {
      if (connection === null) throw new Error('the records are not open')
      await line.enter()
      return connection
    },
    async releaseConnection() {
      line.leave()
    },
    // Immediate: a transaction that reads first could not write any more once another process has written.
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    rollbackTransaction: () => run('rollback'),
    async destroy() {
      db?.close()
      db = null
      connection = null
    },
  }
}

const connectionOf = (db: DatabaseSync): DatabaseConnection => {
  const prepared = new Map<string, { readonly statement: StatementSync; readonly reads: boolean }>()
  const prepare = (sql: string) => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    const entry = { statement, reads: statement.columns().length > 0 }
    if (prepared.size >= MOST_STATEMENTS) prepared.delete(prepared.keys().next().value ?? sql)
    prepared.set(sql, entry)
    return entry
  }
  const execute = <Row>(query: CompiledQuery): QueryResult<Row> => {
    const { statement, reads } = prepare(query.sql)
    const parameters = query.parameters.map(toSqlite)
    if (reads) return { rows: statement.all(...parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }
  return {
    executeQuery: <Row>(query: CompiledQuery) => patiently(() => execute<Row>(query)),
    async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
      // A statement of its own: others may run the same query while this one is read.
      for (const row of db.prepare(query.sql).iterate(...query.parameters.map(toSqlite))) yield { rows: [row as Row] }
    },
  }
}

/** SQLite knows neither truth values nor dates. */
const toSqlite = (value: unknown): SQLInputValue => {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite cannot keep a value of type ${typeof value}`)
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5

/** Tries again, without stopping the event loop, while another process holds the lock. */
const patiently = async <T>(attempt: () => T): Promise<T> => {
  for (let waited = 0; ; waited += BLOCKING) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error) || waited >= PATIENCE) throw error
    }
    await sleep(BLOCKING / 4)
  }
}

/** There is one connection: whoever wants it waits in the order of asking. */
const waitingLine = () => {
  const waiting: (() => void)[] = []
  let taken = false
  return {
    enter: (): Promise<void> => {
      if (taken) return new Promise((resolve) => waiting.push(resolve))
      taken = true
      return Promise.resolve()
    },
    leave: (): void => {
      const next = waiting.shift()
      if (next) next()
      else taken = false
    },
  }
}
