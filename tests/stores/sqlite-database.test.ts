import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { groupCommit } from '../../adapters/database/batch.ts'
import { dialectFor, openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { temporaryFiles } from './folder.ts'
import { act, countingIds, NOW, person, send } from './support.ts'

const newFile = temporaryFiles()
const addTotal = (label: string) => ({ what: 'w', label, total: 1 })

describe('the address of the records', () => {
  test('sqlite: is taken; anything else is refused in a sentence', async () => {
    expect(dialectFor('sqlite:data/x.db').ok).toBe(true)
    expect(dialectFor('postgres://u:secret@h/db')).toEqual({
      ok: false,
      error: 'PostgreSQL is not supported yet: use DATABASE_URL=sqlite:<path of a file>.',
    })
    expect(dialectFor('sqlite:').ok).toBe(false)
    await expect(openDatabase('mysql://x')).rejects.toThrow('DATABASE_URL must be')
  })

  test('a folder that is not there is made; in memory works too', async () => {
    const file = `${newFile()}.d/deep/records.db`
    for (const url of [`sqlite:${file}`, 'sqlite::memory:']) {
      const store = databaseStore(await openDatabase(url), countingIds())
      expect(await act(store, person('ana'), [send('x')])).toBe('committed')
      expect(await act(store, person('ana'), [{ kind: 'erase' }])).toBe('committed')
      await store.close()
    }
  })
})

describe('the connection', () => {
  test('is durable, checks references, and overwrites what is deleted', async () => {
    const db = await openDatabase(`sqlite:${newFile()}`)
    const pragma = async (name: string) =>
      Object.values((await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(db)).rows[0] ?? {})[0]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
    expect(await pragma('secure_delete')).toBe(1)
    await db.destroy()
  })

  test('takes truth values, dates, undefined, bytes and big numbers of other parts, and streams', async () => {
    const db = await openDatabase('sqlite::memory:')
    await sql`create table other (a, b, c, d, e)`.execute(db)
    const values = [true, new Date(NOW), undefined, new Uint8Array([1, 2]), 7n]
    const inserted = await sql`insert into other values (${sql.join(values)})`.execute(db)
    expect(inserted).toMatchObject({ numAffectedRows: 1n, insertId: 1n })
    const { rows } = await sql`select * from other`.execute(db)
    expect(rows.map((row) => ({ ...(row as object) }))).toEqual([
      { a: 1, b: '2026-03-02T11:00:00.000Z', c: null, d: new Uint8Array([1, 2]), e: 7 },
    ])
    await db.insertInto('totals').values(['a', 'b', 'c'].map(addTotal)).execute()
    const streamed: string[] = []
    for await (const row of db.selectFrom('totals').select('label').orderBy('label').stream()) streamed.push(row.label)
    expect(streamed).toEqual(['a', 'b', 'c'])
    await db.destroy()
  })

  test('waits for another process that writes, and lets this one live meanwhile', async () => {
    const file = newFile()
    const store = databaseStore(await openDatabase(`sqlite:${file}`), countingIds())
    const other = new DatabaseSync(file)
    other.exec('begin immediate')
    let done = false
    const commit = act(store, person('ana'), []).then((result) => {
      done = true
      return result
    })
    // Long enough for several tries: each blocks for a moment only, or this would not come to its end before the commit.
    await sleep(150)
    expect(done).toBe(false)
    other.exec('commit')
    other.close()
    expect(await commit).toBe('committed')
    await store.close()
  })
})

describe('migrations', () => {
  test('run once, though two processes start at the same time, and again at each start', async () => {
    const url = `sqlite:${newFile()}`
    const [one, two] = await Promise.all([openDatabase(url), openDatabase(url)])
    const names = await sql<{ name: string }>`select name from "recordsMigrations"`.execute(one)
    expect(names.rows.map((row) => row.name)).toEqual([
      '0001-first-tables',
      '0002-questions',
      '0003-aliases',
      '0004-joins',
      '0005-files',
      '0006-joined-by',
      '0007-reminders',
    ])
    await one.destroy()
    await two.destroy()
    await (await openDatabase(url)).destroy()
  })

  test('records of a newer release are not touched', async () => {
    const url = `sqlite:${newFile()}`
    const db = await openDatabase(url)
    await sql`insert into "recordsMigrations" values ('9999-from-the-future', 'x')`.execute(db)
    await db.destroy()
    await expect(openDatabase(url)).rejects.toThrow('9999-from-the-future')
  })
})

describe('group commit', () => {
  test('what is asked for at the same time shares one transaction', async () => {
    const db = await openDatabase('sqlite::memory:')
    const { write } = groupCommit(db)
    const transactions = new Set<unknown>()
    const labels = Array.from({ length: 50 }, (_, index) => `l${index}`)
    await Promise.all(
      labels.map((label) =>
        write(async (records) => {
          transactions.add(records)
          await records.insertInto('totals').values(addTotal(label)).execute()
        }),
      ),
    )
    expect(transactions.size).toBe(1)
    expect(await db.selectFrom('totals').select('label').execute()).toHaveLength(50)
    await db.destroy()
  })

  test('one that fails half-way leaves nothing, and the others are saved once', async () => {
    const db = await openDatabase('sqlite::memory:')
    const { write } = groupCommit(db)
    const add = (label: string, fails = false) =>
      write(async (records) => {
        await records.insertInto('totals').values(addTotal(label)).execute()
        if (fails) throw new Error(`not ${label}`)
        return label
      })
    const results = await Promise.allSettled([add('a'), add('b', true), add('c')])
    expect(results).toMatchObject([{ value: 'a' }, { reason: new Error('not b') }, { value: 'c' }])
    expect((await db.selectFrom('totals').select('label').execute()).map((row) => row.label)).toEqual(['a', 'c'])
    await expect(add('d', true)).rejects.toThrow('not d')
    expect(await add('e')).toBe('e')
    await db.destroy()
  })
})
