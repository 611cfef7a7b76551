import { Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { z } from 'zod'
import type { TicketId } from '../../bot/ids.ts'
import type { Scope } from '../../bot/ports/store.ts'
import { SECOND } from '../../bot/time.ts'
import { type Staff, sameScope, scopeOf } from './access.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { type Env, owesTwoFactor, whoAsks } from './signed-in.ts'
import { createRowView } from './ticket-view.ts'

/** Looked at so often even when nothing rings: another process may have written, or a session run out. */
const LOOK_EVERY = 2 * SECOND
/** A comment this often keeps proxies from closing a silent line. */
const HEARTBEAT = 15 * SECOND
const PAGE = 200

const cursorText = z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)

/** Changes of cases as they happen. The id of each event is a revision, from which the browser resumes by itself. */
export const eventRoutes = (core: Core, over: AbortSignal): Hono<Env> =>
  new Hono<Env>().get('/events', async (c) => {
    const newest = await core.store.revision()
    const begin = cursorText.safeParse(c.req.header('last-event-id') || c.req.query('since') || newest)
    if (!begin.success) return refuse({ kind: 'invalid', fields: ['since'] })
    const { staff } = c.var.me
    const headers = c.req.raw.headers
    const mayGoOn = async (): Promise<boolean> => {
      const me = await whoAsks(core, headers, 'as it is')
      return me !== null && !owesTwoFactor(core, me.staff) && sameScope(scopeOf(me.staff), scopeOf(staff))
    }
    // Lines of before a restored backup count for nothing.
    const cursor = Math.min(begin.data, newest)
    const answer = streamSSE(c, (stream) => follow(core, stream, staff, cursor, mayGoOn, over))
    answer.headers.set('x-accel-buffering', 'no')
    return answer
  })

/**
 * Until the page leaves, the server stops, or the reader may not see the same any more: then the line is closed, and the
 * page that comes back asks anew for everything.
 */
const follow = async (
  core: Core,
  stream: SSEStreamingApi,
  reader: Staff,
  begin: number,
  mayGoOn: () => Promise<boolean>,
  over: AbortSignal,
): Promise<void> => {
  const { clock, log } = core
  let rung = true
  let nap = new AbortController()
  const wake = (): void => {
    rung = true
    nap.abort()
  }
  const quiet = [core.onChange(wake), core.access.listen(wake)]
  stream.onAbort(wake)
  over.addEventListener('abort', wake)
  let at: Position = { cursor: begin, gone: new Set() }
  let spoke = clock.now()
  try {
    // Something must be written for the page to know that it is connected.
    await stream.write(`retry: ${LOOK_EVERY}\n: connected\n\n`)
    while (!stream.aborted && !over.aborted) {
      rung = false
      nap = new AbortController()
      if (!(await mayGoOn())) return
      const next = await sendChanges(core, stream, reader, at)
      if (next.cursor !== at.cursor) spoke = clock.now()
      else if (clock.now() - spoke >= HEARTBEAT) {
        await stream.write(': still here\n\n')
        spoke = clock.now()
      }
      at = next
      if (!rung) await clock.sleep(LOOK_EVERY, nap.signal)
    }
  } catch (error) {
    log.error(
      { error: error instanceof Error ? error.name : 'unknown' },
      'a live line of the inbox broke; the page comes back',
    )
  } finally {
    for (const leave of quiet) leave()
    over.removeEventListener('abort', wake)
  }
}

/** How far this reader is, and which cases it knows to be gone. */
type Position = { readonly cursor: number; readonly gone: ReadonlySet<TicketId> }

const sendChanges = async (core: Core, stream: SSEStreamingApi, reader: Staff, at: Position): Promise<Position> => {
  const { store } = core
  const scope: Scope = scopeOf(reader)
  const newest = await store.revision()
  if (newest === at.cursor) return at
  const gone = new Set(at.gone)
  let { cursor } = at
  for (let more = true; more; ) {
    const rows = await store.changesSince(cursor, scope, PAGE)
    const viewOf = await createRowView(core, reader, rows)
    for (const row of rows) {
      await stream.writeSSE({ event: 'ticket', id: String(row.revision), data: JSON.stringify(viewOf(row)) })
      gone.delete(row.id)
      cursor = row.revision
    }
    more = rows.length === PAGE
  }
  cursor = Math.max(cursor, newest)
  for (const id of await store.departedSince(at.cursor, scope)) {
    if (gone.has(id)) continue
    await stream.writeSSE({ event: 'gone', id: String(cursor), data: JSON.stringify({ id }) })
    gone.add(id)
  }
  return { cursor, gone }
}
