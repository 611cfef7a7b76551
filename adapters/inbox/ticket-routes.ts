import { Hono } from 'hono'
import { ticketId } from '../../bot/ids.ts'
import type { TicketRow } from '../../bot/ticket.ts'
import { isWithin, type Staff, scopeOf } from './access.ts'
import { compareRows, type TicketRow as Row, readRequest, type TicketList, ticketQuery, type View } from './contract.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { readBody, readQuery } from './input.ts'
import type { Env } from './signed-in.ts'
import { createRowView, ticketDetail } from './ticket-view.ts'

/** A list holds no more than this. Closed cases come last, so that it is they who are cut off. */
const MOST_ROWS = 2000

const isIn =
  (view: View, me: Staff) =>
  (row: TicketRow): boolean => {
    if (view === 'all') return true
    if (row.status === 'closed') return false
    if (view === 'mine') return row.assignee === me.id
    if (view === 'unassigned') return row.assignee === null
    return me.units.length === 0 || isWithin({ units: me.units }, row.unit)
  }

/** Of the cases that wait for the reader: see `alarms` in the contract. */
const rings = (row: Row): boolean => row.danger !== null && (row.assignee === null || row.unread > 0)

/** Lists and single cases. Everything is asked of the store with the scope of whoever asks. */
export const ticketRoutes = (core: Core): Hono<Env> => {
  const { store } = core
  return new Hono<Env>()
    .get('/tickets', async (c) => {
      const read = readQuery(c, ticketQuery)
      if (!read.ok) return read.error
      const { view, search = '', unread } = read.value
      const me = c.var.me.staff
      const scope = scopeOf(me)
      // Before the rows: what changes in between comes again in the live stream, and is not missed.
      const revision = await store.revision()
      const all = await store.tickets({ scope, limit: MOST_ROWS })
      const found = search === '' ? all : await store.tickets({ scope, search, limit: MOST_ROWS })
      const viewOf = await createRowView(core, me)
      const count = (of: View) => all.filter(isIn(of, me)).length
      const rows = found.filter(isIn(view, me)).map(viewOf)
      const waiting = all.filter((row) => isIn('mine', me)(row) || isIn('unassigned', me)(row)).map(viewOf)
      const answer: TicketList = {
        rows: (unread ? rows.filter((row) => row.unread > 0) : rows).sort(compareRows),
        counts: { mine: count('mine'), unassigned: count('unassigned'), unit: count('unit'), all: count('all') },
        alarms: waiting.filter(rings).sort(compareRows),
        unread: waiting.filter((row) => row.unread > 0).length,
        revision,
      }
      return c.json(answer)
    })
    .get('/tickets/:id', async (c) => {
      const detail = await ticketDetail(core, c.var.me.staff, ticketId(c.req.param('id')))
      return detail === null ? refuse({ kind: 'not-found' }) : c.json(detail)
    })
    .post('/tickets/:id/read', async (c) => {
      const read = await readBody(c, readRequest)
      if (!read.ok) return read.error
      const me = c.var.me.staff
      const ticket = await store.ticket(ticketId(c.req.param('id')), scopeOf(me))
      if (ticket === null) return refuse({ kind: 'not-found' })
      await store.markRead(me.id, ticket.row.id, Math.min(read.value.seq, ticket.row.lastEntry))
      return c.json({ ok: true })
    })
}
