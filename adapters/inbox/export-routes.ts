import { Hono } from 'hono'
import type { TicketRow } from '../../bot/ticket.ts'
import { dayOf } from '../../bot/time.ts'
import { scopeOf } from './access.ts'
import { writeLook } from './access-log.ts'
import type { Core } from './core.ts'
import type { Env } from './signed-in.ts'
import { namesOf } from './staff.ts'

const MOST_ROWS = 100_000
const HEAD = [
  'code',
  'unit',
  'channel',
  'language',
  'topic',
  'danger',
  'status',
  'outcome',
  'opened',
  'changed',
  'closed',
  'assigned to',
]

/** A list for statistics: a row for each case within the scope, without a word of what was said and without the person's name. */
export const exportRoutes = (core: Core): Hono<Env> =>
  new Hono<Env>().get('/export.csv', async (c) => {
    const { store, staff, db, clock, ids } = core
    const me = c.var.me.staff
    await writeLook(db, clock, ids, { staff: me.id, what: 'export', ticket: null, seq: null })
    const name = namesOf(await staff.all())
    const rows = await store.tickets({ scope: scopeOf(me), limit: MOST_ROWS })
    const lines = [HEAD, ...rows.map((row) => cellsOf(row, row.assignee === null ? '' : name(row.assignee).name))]
    // The mark at the beginning tells spreadsheets that this is UTF-8.
    return c.body(`\ufeff${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="cases-${dayOf(clock.now())}.csv"`,
      'content-security-policy': "default-src 'none'; sandbox",
    })
  })

const cellsOf = (row: TicketRow, assignee: string): readonly string[] => [
  row.code,
  row.unit,
  row.channel,
  row.lang,
  row.topic ?? '',
  row.danger ?? '',
  row.status,
  row.outcome ?? '',
  new Date(row.openedAt).toISOString(),
  new Date(row.changedAt).toISOString(),
  row.closedAt === null ? '' : new Date(row.closedAt).toISOString(),
  assignee,
]

/** A cell that a spreadsheet would take for a formula begins with an apostrophe, and so stays text. */
const cell = (value: string): string => {
  const text = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
