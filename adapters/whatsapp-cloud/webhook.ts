import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Log } from '../../bot/app/deps.ts'
import { faultOf } from '../../bot/app/fault.ts'
import type { Receive, Report } from '../../bot/ports/channel.ts'
import type { Intake } from './intake.ts'
import { parseDelivery } from './parse.ts'
import type { SeenStore } from './seen.ts'

/** Where Meta posts, below the public address. */
export const WEBHOOK_PATH = '/whatsapp-cloud/updates'

/** Bytes of a delivery. Meta's own have at most 3 MB. */
const MAX_BODY = 4 * 1024 * 1024

type WebhookContext = {
  readonly phoneId: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly intake: Intake
  readonly seen: SeenStore
  readonly log: Log
}

/**
 * What Meta posts to, as a part of the HTTP server. It is answered with 200 after the commit and not before; with any other
 * status Meta delivers again, for days. Without a right signature nothing is read, let alone done.
 */
export const createWebhook = ({ phoneId, appSecret, verifyToken, intake, seen, log }: WebhookContext) => {
  const app = new Hono()
  const running = new Set<Promise<void>>()
  let ways: { readonly receive: Receive; readonly report: Report } | null = null

  app.get(WEBHOOK_PATH, (c) => {
    const challenge = c.req.query('hub.challenge')
    const isRight = sameSecret(c.req.query('hub.verify_token') ?? '', verifyToken)
    if (c.req.query('hub.mode') !== 'subscribe' || !isRight || challenge === undefined)
      return c.text('who are you?', 403)
    seen.note('handshakeAt')
    return c.text(challenge)
  })

  app.post(WEBHOOK_PATH, bodyLimit({ maxSize: MAX_BODY, onError: (c) => c.text('too large', 413) }), async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer())
    if (!isSigned(body, c.req.header('x-hub-signature-256') ?? '', appSecret)) {
      seen.note('refusedAt')
      return c.text('who are you?', 401)
    }
    seen.note('deliveryAt')
    const parsed = parseDelivery(jsonOf(body), phoneId)
    if (!parsed.ok) {
      log.warn({ channel: 'whatsapp-cloud', fields: parsed.error }, 'a delivery was refused')
      return c.text('not a delivery', 400)
    }
    if (ways === null) return c.text('not receiving', 503)
    return saved(c, intake(parsed.value, ways.receive, ways.report))
  })

  const saved = async (c: Context, work: Promise<void>): Promise<Response> => {
    const settled = work.catch(() => undefined)
    running.add(settled)
    try {
      await work
      return c.text('received')
    } catch (error) {
      log.error({ channel: 'whatsapp-cloud', ...faultOf(error) }, 'a delivery could not be saved; Meta brings it again')
      return c.text('not saved', 500)
    } finally {
      running.delete(settled)
    }
  }

  return {
    app,
    open: (receive: Receive, report: Report): void => {
      ways = { receive, report }
    },
    /** Takes nothing more and waits for what is being saved. */
    close: async (): Promise<void> => {
      ways = null
      await Promise.all(running)
    },
  }
}

/** Compares digests, which have one length, so that the time tells nothing about either. */
const sameSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The signature is over the very bytes that came. */
const isSigned = (body: Uint8Array, header: string, secret: string): boolean => {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1]
  const right = createHmac('sha256', secret).update(body).digest()
  return given !== undefined && timingSafeEqual(Buffer.from(given, 'hex'), right)
}

const jsonOf = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
