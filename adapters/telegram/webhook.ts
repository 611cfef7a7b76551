import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Log } from '../../bot/app/deps.ts'
import type { Receive } from '../../bot/ports/channel.ts'
import type { Intake } from './intake.ts'
import { numbered, update } from './schema.ts'

/** Where Telegram posts, below the public address. */
export const WEBHOOK_PATH = '/telegram/updates'

/** Bytes of an update; Telegram's own are a few kilobytes. */
const MAX_BODY = 1024 * 1024

type WebhookContext = { readonly secret: string; readonly intake: Intake; readonly log: Log }

/**
 * What Telegram posts to, as a part of the HTTP server. It is answered with 200 after the commit and not before; with any
 * other status Telegram brings the update again. Without the secret nothing is read, let alone done.
 */
export const createWebhook = ({ secret, intake, log }: WebhookContext) => {
  const app = new Hono()
  const running = new Set<Promise<void>>()
  let receive: Receive | null = null

  app.use(WEBHOOK_PATH, async (c, next) => {
    if (!sameSecret(c.req.header('x-telegram-bot-api-secret-token') ?? '', secret)) return c.text('who are you?', 401)
    return next()
  })
  app.post(WEBHOOK_PATH, bodyLimit({ maxSize: MAX_BODY, onError: (c) => c.text('too large', 413) }), async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined)
    if (!update.safeParse(body).success) {
      const id = numbered.safeParse(body)
      log.warn({ channel: 'telegram', update: id.success ? id.data.update_id : null }, 'an update was refused')
      return c.text('not an update', 400)
    }
    if (receive === null) return c.text('not receiving', 503)
    const work = intake([body], receive)
    const settled = work.catch(() => undefined)
    running.add(settled)
    try {
      await work
      return c.text('received')
    } catch {
      log.error({ channel: 'telegram' }, 'an update could not be saved; Telegram brings it again')
      return c.text('not saved', 500)
    } finally {
      running.delete(settled)
    }
  })

  return {
    app,
    open: (to: Receive): void => {
      receive = to
    },
    /** Takes nothing more and waits for what is being saved. */
    close: async (): Promise<void> => {
      receive = null
      await Promise.all(running)
    },
  }
}

/** Compares digests, which have one length, so that the time tells nothing about either. */
const sameSecret = (given: string, secret: string): boolean => timingSafeEqual(digest(given), digest(secret))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
