import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ticketId } from '../../bot/ids.ts'
import { clean, take } from '../../bot/text.ts'
import { scopeOf } from './access.ts'
import { FILE_MAX, FILE_NAME_HEADER } from './contract.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { sendable } from './sendable.ts'
import type { Env } from './signed-in.ts'

const NAME_MAX = 100
/** Turns letters around, so that a name seems to end in another way than it does. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The one request that is no small JSON. */
export const isFile = (c: Context): boolean => c.req.method === 'POST' && /\/tickets\/[^/]+\/files$/.test(c.req.path)

/** Takes in what staff will send to a person. The bytes say what it is; name and type that the browser gives are not believed. */
export const fileRoutes = ({ store, clock, log }: Core): Hono<Env> =>
  new Hono<Env>().post(
    '/tickets/:id/files',
    bodyLimit({ maxSize: FILE_MAX, onError: () => refuse({ kind: 'file', why: 'too-large' }, 413) }),
    async (c) => {
      const me = c.var.me.staff
      const id = ticketId(c.req.param('id'))
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      const known = sendable(bytes)
      if (known === null) return refuse({ kind: 'file', why: 'wrong-kind' }, 415)
      const name = nameFrom(c.req.header(FILE_NAME_HEADER))
      const file = await store.keepFile(id, scopeOf(me), { bytes, mime: known.mime, name }, clock.now())
      if (file === null) return refuse({ kind: 'not-found' })
      log.info({ staff: me.id, ticket: id, what: known.what }, 'a file was given in the inbox')
      return c.json({ file, what: known.what })
    },
  )

/** The last part of the name, as text: no folder and nothing that cannot be seen. Null where there is none. */
const nameFrom = (header: string | undefined): string | null => {
  if (header === undefined || !/^[\x20-\x7e]*$/.test(header)) return null
  try {
    const name = clean(decodeURIComponent(header)).replace(TURNING, '').replace(/\s+/g, ' ')
    return take(name.replace(/.*[/\\]/, '').trim(), NAME_MAX) || null
  } catch {
    return null
  }
}
