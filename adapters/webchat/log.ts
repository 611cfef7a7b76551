import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Ids } from '../../bot/ports/clock.ts'
import type { Instant } from '../../bot/time.ts'
import { language } from './language.ts'

type VisitorTable = { address: string; epoch: string; last_seq: number; seen_at: number }
type LogTable = { address: string; seq: number; at: number; client_id: string | null; line: string }
type WebTables = { web_visitor: VisitorTable; web_log: LogTable }

const choices = z.array(z.object({ id: z.string(), label: z.string() }))

/** What staff sent that is no words. `ref`: where the bytes are, which is not told to the page. */
const attachment = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    what: z.enum(['voice', 'image', 'file']),
    mime: z.string(),
    size: z.number(),
    name: z.string().nullable(),
    ref: z.string(),
  }),
  z.object({ kind: z.literal('location'), lat: z.number(), lon: z.number() }),
])

export type Attached = z.output<typeof attachment>

/** What the page shows as one line. The position of a person is not kept: that one was sent is enough. */
const content = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('person'),
    body: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('text'), text: z.string() }),
      z.object({ kind: z.literal('choice'), choice: z.string(), label: z.string() }),
      z.object({ kind: z.literal('location') }),
      z.object({
        kind: z.literal('media'),
        what: z.enum(['voice', 'image', 'file']),
        name: z.string().nullable(),
        seconds: z.number().nullable(),
        /** Where the bytes are. Not told to the page. */
        ref: z.string(),
        mime: z.string(),
        size: z.number(),
      }),
    ]),
  }),
  z.object({
    from: z.enum(['bot', 'staff']),
    text: z.string(),
    choices,
    urgent: z.boolean(),
    language: language.optional(),
    attachment: attachment.optional(),
  }),
])
export type Content = z.output<typeof content>

export type LogLine = {
  /** 1 for the first of an epoch; grows. */
  readonly seq: number
  readonly at: Instant
  /** The page's own id of a message that the person wrote; null for what was said to them. */
  readonly clientId: string | null
  readonly content: Content
}

/**
 * How far a page has read. The epoch changes when everything was erased: a page that comes with an old one must clear what
 * it shows. Written `<epoch>.<seq>`.
 */
export type Cursor = { readonly epoch: string; readonly seq: number }
export const START: Cursor = { epoch: '', seq: 0 }

export const writeCursor = (cursor: Cursor): string => `${cursor.epoch}.${cursor.seq}`
/** The cursor from a header or query; the start where there is none or it is malformed. */
export const readCursor = (raw: string | undefined): Cursor => {
  const match = /^([\w-]{1,64})\.(\d{1,15})$/.exec(raw ?? '')
  return match ? { epoch: match[1] ?? '', seq: Number(match[2]) } : START
}

/** Lines of one page of the log. */
const PAGE = 200

const lineOf = (row: LogTable): LogLine => ({
  seq: row.seq,
  at: Number(row.at) as Instant,
  clientId: row.client_id,
  content: content.parse(JSON.parse(row.line)),
})

/**
 * The conversation as the web page shows it: numbered lines for each visitor, in two tables of its own in the database that
 * is passed in.
 */
export const createLog = <Tables>(shared: Kysely<Tables>, ids: Ids) => {
  // The tables of others are none of ours, and they know nothing of these two.
  const db = shared as unknown as Kysely<WebTables>

  const migrate = async (): Promise<void> => {
    await db.schema
      .createTable('web_visitor')
      .ifNotExists()
      .addColumn('address', 'text', (column) => column.primaryKey())
      .addColumn('epoch', 'text', (column) => column.notNull())
      .addColumn('last_seq', 'integer', (column) => column.notNull())
      .addColumn('seen_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('web_log')
      .ifNotExists()
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('client_id', 'text')
      .addColumn('line', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('web_log_pk', ['address', 'seq'])
      .addUniqueConstraint('web_log_client', ['address', 'client_id'])
      .execute()
  }

  let tables: Promise<void> | null = null
  /** The database with the two tables in it: they are made at the first use, whoever comes first. */
  const open = async (): Promise<Kysely<WebTables>> => {
    tables ??= migrate()
    try {
      await tables
    } catch (error) {
      tables = null
      throw error
    }
    return db
  }

  return {
    /** Makes the tables where they are missing. Throws where the database does not answer. */
    async migrate(): Promise<void> {
      await open()
    },

    /**
     * Adds a line at the end. A line with a client id that is there already is not added again: the one from the first time
     * is given, with `added: false`.
     */
    async append(
      address: string,
      line: { readonly at: Instant; readonly clientId: string | null; readonly content: Content },
    ): Promise<{ readonly added: boolean; readonly cursor: Cursor; readonly content: Content }> {
      return (await open()).transaction().execute(async (tx) => {
        // Writing the visitor's row first holds it: two lines of one visitor get their numbers one after the other.
        const { epoch, last_seq } = await tx
          .insertInto('web_visitor')
          .values({ address, epoch: ids.newId(), last_seq: 0, seen_at: line.at })
          .onConflict((conflict) => conflict.column('address').doUpdateSet({ seen_at: line.at }))
          .returning(['epoch', 'last_seq'])
          .executeTakeFirstOrThrow()
        if (line.clientId !== null) {
          const there = await tx
            .selectFrom('web_log')
            .select(['seq', 'line'])
            .where('address', '=', address)
            .where('client_id', '=', line.clientId)
            .executeTakeFirst()
          if (there)
            return { added: false, cursor: { epoch, seq: there.seq }, content: content.parse(JSON.parse(there.line)) }
        }
        const seq = last_seq + 1
        await tx
          .insertInto('web_log')
          .values({ address, seq, at: line.at, client_id: line.clientId, line: JSON.stringify(line.content) })
          .execute()
        await tx.updateTable('web_visitor').set({ last_seq: seq }).where('address', '=', address).execute()
        return { added: true, cursor: { epoch, seq }, content: line.content }
      })
    },

    /**
     * At most 200 lines after the cursor, oldest first. `reset`: what the page shows was erased meanwhile; the lines begin
     * anew. `more`: there are further ones.
     */
    async read(
      address: string,
      after: Cursor,
    ): Promise<{
      readonly epoch: string
      readonly reset: boolean
      readonly lines: readonly LogLine[]
      readonly more: boolean
    }> {
      const opened = await open()
      const visitor = await opened
        .selectFrom('web_visitor')
        .select('epoch')
        .where('address', '=', address)
        .executeTakeFirst()
      const epoch = visitor?.epoch ?? ''
      const reset = after.epoch !== '' && after.epoch !== epoch
      const rows = await opened
        .selectFrom('web_log')
        .selectAll()
        .where('address', '=', address)
        .where('seq', '>', after.epoch === epoch ? after.seq : 0)
        .orderBy('seq')
        .limit(PAGE + 1)
        .execute()
      return { epoch, reset, lines: rows.slice(0, PAGE).map(lineOf), more: rows.length > PAGE }
    },

    /** One line of this visitor; null where it is another's, was erased or never was. */
    async find(address: string, { epoch, seq }: Cursor): Promise<LogLine | null> {
      const row = await (await open())
        .selectFrom('web_log')
        .innerJoin('web_visitor', 'web_visitor.address', 'web_log.address')
        .selectAll('web_log')
        .where('web_log.address', '=', address)
        .where('web_visitor.epoch', '=', epoch)
        .where('seq', '=', seq)
        .executeTakeFirst()
      return row ? lineOf(row) : null
    },

    async erase(address: string): Promise<void> {
      await (await open()).transaction().execute(async (tx) => {
        await tx.deleteFrom('web_log').where('address', '=', address).execute()
        await tx.deleteFrom('web_visitor').where('address', '=', address).execute()
      })
    },

    /** The visitors to whom and from whom nothing came since then. */
    async silentSince(before: Instant): Promise<readonly string[]> {
      const opened = await open()
      const rows = await opened.selectFrom('web_visitor').select('address').where('seen_at', '<', before).execute()
      return rows.map((row) => row.address)
    },
  }
}
export type Log = ReturnType<typeof createLog>
