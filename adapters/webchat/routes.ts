import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { Clock } from '../../bot/ports/clock.ts'
import { MINUTE } from '../../bot/time.ts'
import type { Lang } from '../../locales/languages.ts'
import { recognise } from '../recognise.ts'
import type { Bell } from './bell.ts'
import { publicLine, streamLog } from './events.ts'
import { giveFile } from './file.ts'
import { createLimiter, createSlots } from './limits.ts'
import { type Content, type Log, readCursor, writeCursor } from './log.ts'
import { MAX_MEDIA, type MediaStore } from './media.ts'
import { clientId, posted, type Update } from './update.ts'
import { addressFrom } from './visitor.ts'

/** What the page shows beside the conversation. The numbers come from knowledge/contacts.yaml, the most important first. */
export type Service = {
  readonly title: Readonly<Record<Lang, string>>
  readonly numbers: readonly {
    readonly name: Readonly<Record<Lang, string>>
    readonly number: string
    readonly free: boolean
  }[]
}

export type RoutesContext = {
  readonly log: Log
  readonly media: MediaStore
  readonly bell: Bell
  readonly clock: Clock
  readonly service: Service
  /** Behind a proxy of one's own: the last address of `X-Forwarded-For` is that of the visitor. */
  readonly trustProxy: boolean
  /** False before the start and after the stop: nothing is taken. */
  readonly ready: () => boolean
  /** Something threw that should not: to be logged, without words of the person. */
  readonly failed: (error: unknown) => void
  /** Gives a message in. `committed` only after the commit; `failed` where nothing may be confirmed. */
  readonly accept: (update: Update) => Promise<'committed' | 'failed'>
}

/** Bytes of a posted message: 4,000 characters of any script, with room for escapes. */
const MAX_POST = 64 * 1024

/** Many phones share one address of an operator, so what an address may do is far more than what a visitor may. */
const MESSAGES = { visitor: { count: 30, within: MINUTE }, address: { count: 600, within: MINUTE } }
const UPLOADS = { visitor: { count: 10, within: 5 * MINUTE }, address: { count: 100, within: 5 * MINUTE } }
const READS = { visitor: { count: 120, within: MINUTE }, address: { count: 3_000, within: MINUTE } }
/** Looking at files that were sent: each may be some megabytes. */
const FILES = { visitor: { count: 30, within: MINUTE }, address: { count: 300, within: MINUTE } }
const STREAMS = { visitor: 4, address: 300 }

const REFUSALS = {
  'no-token': [401, 'The Authorization header must carry the token that the page made.'],
  'not-json': [415, 'Send application/json.'],
  invalid: [400, 'The message is not of the form that this page sends.'],
  'too-large': [413, 'This is too large: 4,000 characters of text, or a file of 10 MB.'],
  'wrong-kind': [415, 'Only pictures, sound and PDF can be sent.'],
  'not-found': [404, 'There is no such file here.'],
  'too-many': [429, 'Too many messages in a short time. Wait a little, then send again.'],
  'not-received': [503, 'We could not take the message. Nothing is lost: send it again.'],
} as const

const refuse = (c: Context, error: keyof typeof REFUSALS) => {
  const [status, message] = REFUSALS[error]
  return c.json({ error, message }, status)
}

/** The seconds of a recording as the page tells them; null where they make no sense. */
const secondsFrom = (header: string | undefined): number | null => {
  const seconds = Number(header)
  return header !== undefined && seconds >= 0 && seconds <= 3_600 ? Math.round(seconds) : null
}

/** The name of a file from a percent-encoded header, without folders and control characters. */
const nameFrom = (header: string | undefined): string | null => {
  if (header === undefined) return null
  try {
    const name = decodeURIComponent(header).replace(/.*[/\\]/g, '')
    return name.slice(0, 120) || null
  } catch {
    return null
  }
}

/** The HTTP side of the web chat, below /chat. A visitor is a bearer token; there are no cookies, so nothing to forge. */
export const createRoutes = (context: RoutesContext) => {
  const { log, media, bell, clock, service } = context
  const limitersOf = (limits: typeof MESSAGES) => ({
    visitor: createLimiter(limits.visitor),
    address: createLimiter(limits.address),
  })
  const limits = {
    messages: limitersOf(MESSAGES),
    uploads: limitersOf(UPLOADS),
    reads: limitersOf(READS),
    files: limitersOf(FILES),
  }
  const streams = { visitor: createSlots(STREAMS.visitor), address: createSlots(STREAMS.address) }

  const remoteOf = (c: Context): string => {
    const forwarded = context.trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    return forwarded ?? getConnInfo(c).remote.address ?? ''
  }

  /** Answers 401, 429 or 503, or gives the address of the visitor. */
  const admit = (c: Context, kind: keyof typeof limits): string | Response => {
    if (!context.ready()) return refuse(c, 'not-received')
    const now = clock.now()
    const remote = limits[kind].address.take(remoteOf(c), now)
    const address = addressFrom(c.req.header('authorization'))
    if (address === null) return refuse(c, 'no-token')
    const wait = Math.max(remote, limits[kind].visitor.take(address, now))
    if (wait === 0) return address
    c.header('Retry-After', String(Math.ceil(wait / 1_000)))
    return refuse(c, 'too-many')
  }

  /** Writes the person's line, gives the message to the bot and answers. Each step can be repeated without harm. */
  const take = async (c: Context, update: Update, content: Content) => {
    const { added, content: kept } = await log.append(update.address, {
      at: clock.now(),
      clientId: update.clientId,
      content,
    })
    if (added) bell.ring(update.address, 'lines')
    const again = !added && kept.from === 'person' && kept.body.kind === 'media' ? kept.body : null
    const sameFile =
      again === null || update.body.kind !== 'media'
        ? update
        : { ...update, body: { ...update.body, media: { ...update.body.media, ref: again.ref } } }
    // A repeated upload: the file of the first time stays, the new one goes.
    if (sameFile !== update && update.body.kind === 'media') await media.remove(update.body.media.ref)
    if ((await context.accept(sameFile)) === 'failed') return refuse(c, 'not-received')
    return c.json({ received: update.clientId }, 202)
  }

  const limitBody = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => refuse(c, 'too-large') })

  return (
    new Hono()
      .use(async (c, next) => {
        await next()
        c.header('Cache-Control', 'no-store')
        c.header('X-Content-Type-Options', 'nosniff')
      })

      .onError((error, c) => {
        context.failed(error)
        return refuse(c, 'not-received')
      })

      .get('/config', (c) => c.json(service))

      .post('/messages', limitBody(MAX_POST), async (c) => {
        const address = admit(c, 'messages')
        if (typeof address !== 'string') return address
        if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return refuse(c, 'not-json')
        const parsed = posted.safeParse(await c.req.json().catch(() => null))
        if (!parsed.success) return refuse(c, 'invalid')
        const { clientId, body, lang } = parsed.data
        const shown = body.kind === 'location' ? { kind: body.kind } : body
        const update = { address, clientId, at: clock.now(), lang: lang ?? null, body }
        return take(c, update, { from: 'person', body: shown })
      })

      // The bytes as they are; what belongs to them stands in headers.
      .post('/media', limitBody(MAX_MEDIA), async (c) => {
        const address = admit(c, 'uploads')
        if (typeof address !== 'string') return address
        const id = clientId.safeParse(c.req.header('x-client-id'))
        if (!id.success) return refuse(c, 'invalid')
        const bytes = new Uint8Array(await c.req.arrayBuffer())
        const known = recognise(bytes)
        if (known === null) return refuse(c, 'wrong-kind')
        const file = {
          ref: await media.save(address, bytes),
          mime: known.mime,
          size: bytes.length,
          name: nameFrom(c.req.header('x-file-name')),
          seconds: known.what === 'voice' ? secondsFrom(c.req.header('x-seconds')) : null,
        }
        const body = { kind: 'media' as const, what: known.what, media: file }
        const update = { address, clientId: id.data, at: clock.now(), lang: null, body }
        return take(c, update, { from: 'person', body: { kind: 'media', what: known.what, ...file } })
      })

      .get('/history', async (c) => {
        const address = admit(c, 'reads')
        if (typeof address !== 'string') return address
        const after = readCursor(c.req.query('after'))
        const page = await log.read(address, after)
        const seq = page.lines.at(-1)?.seq ?? (page.reset ? 0 : after.seq)
        return c.json({
          cursor: writeCursor({ epoch: page.epoch, seq }),
          reset: page.reset,
          more: page.more,
          lines: page.lines.map((line) => publicLine(page.epoch, line)),
        })
      })

      // The file of a line, under the id that the line has for the page.
      .get('/lines/:id/file', async (c) => {
        const address = admit(c, 'files')
        if (typeof address !== 'string') return address
        const line = await log.find(address, readCursor(c.req.param('id')))
        const attached = line === null || line.content.from === 'person' ? undefined : line.content.attachment
        if (attached?.kind !== 'file') return refuse(c, 'not-found')
        const read = await media.read({ ...attached, seconds: null })
        if (!read.ok) return refuse(c, read.error.kind === 'gone' ? 'not-found' : 'not-received')
        return giveFile(read.value)
      })

      .get('/events', (c) => {
        const address = admit(c, 'reads')
        if (typeof address !== 'string') return address
        const remote = remoteOf(c)
        if (!streams.address.enter(remote)) return refuse(c, 'too-many')
        if (!streams.visitor.enter(address)) {
          streams.address.leave(remote)
          return refuse(c, 'too-many')
        }
        const after = readCursor(c.req.header('last-event-id') ?? c.req.query('after'))
        c.header('X-Accel-Buffering', 'no')
        return streamSSE(c, async (stream) => {
          try {
            await streamLog(stream, { log, bell, address, after })
          } finally {
            streams.visitor.leave(address)
            streams.address.leave(remote)
          }
        })
      })
  )
}
