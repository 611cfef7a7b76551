import { z } from 'zod'
import { postJson } from './loopback.ts'
import { type Answer, done, refuse } from './telegram-methods.ts'
import type { Update, World } from './telegram-world.ts'

/*
 * How updates reach the bot: a real long poll whose offset confirms, or a webhook that is posted to until it answers 2xx.
 * Never both.
 */

const getUpdates = z.strictObject({
  offset: z.number().int().nonnegative().optional(),
  limit: z.number().int().min(1).max(100).optional(),
  timeout: z.number().int().min(0).max(50).optional(),
  allowed_updates: z.array(z.string()).optional(),
})
const setWebhook = z.strictObject({
  url: z.url(),
  secret_token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/)
    .optional(),
  allowed_updates: z.array(z.string()).optional(),
})
const deleteWebhook = z.strictObject({ drop_pending_updates: z.literal(false) })

type Options = {
  readonly world: World
  /** Updates of one batch come in reverse order. */
  readonly shuffle: boolean
  readonly webhookRetryMs: number
}

/** `closed` tells that the one who asked has gone. */
type Request = { readonly payload: unknown; readonly closed: AbortSignal }

export const createDelivery = ({ world, shuffle, webhookRetryMs }: Options) => {
  let webhook: { readonly url: string; readonly secret: string | undefined } | null = null
  let superseded: (() => void) | null = null
  let posting: Promise<void> | null = null
  const closing = new AbortController()
  /** What the webhook answered, one status for each try; 0 where it could not be reached. */
  const statuses: number[] = []

  const wrong = (method: string, error: z.ZodError): Answer => {
    world.violations.push(`${method}: ${z.prettifyError(error)}`)
    return refuse(400, 'Bad Request: wrong parameters')
  }

  const batch = (limit: number): readonly Update[] => {
    const updates = world.waiting(limit)
    world.handedOver(updates)
    return shuffle ? updates.toReversed() : updates
  }

  /** Waits for something to tell. */
  const poll = async ({ payload, closed }: Request): Promise<Answer> => {
    const parsed = getUpdates.safeParse(payload)
    if (!parsed.success) return wrong('getUpdates', parsed.error)
    if (webhook)
      return refuse(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    superseded?.()
    const { offset = 0, limit = 100, timeout = 0, allowed_updates: kinds } = parsed.data
    world.want(kinds)
    world.confirmBefore(offset)
    if (world.waiting(1).length > 0 || timeout === 0) return done(batch(limit))

    return new Promise<Answer>((resolve) => {
      const finish = (answer: Answer): void => {
        clearTimeout(timer)
        unlisten()
        if (superseded === outdone) superseded = null
        resolve(answer)
      }
      const outdone = (): void =>
        finish(
          refuse(
            409,
            'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
          ),
        )
      const timer = setTimeout(() => finish(done([])), timeout * 1_000)
      const unlisten = world.listen(() => {
        if (world.waiting(1).length > 0) finish(done(batch(limit)))
      })
      superseded = outdone
      // An update that comes when nobody listens any more must stay with the others.
      closed.addEventListener('abort', () => finish(done([])))
    })
  }

  /** Posts one update after the other, each until it is taken. */
  const postAll = async (): Promise<void> => {
    while (webhook && !closing.signal.aborted) {
      const [update] = world.waiting(1)
      if (update === undefined) return
      world.handedOver([update])
      const { url, secret } = webhook
      const headers = secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }
      const status = await postJson(url, JSON.stringify(update), headers, closing.signal)
      if (closing.signal.aborted) return
      statuses.push(status)
      if (status >= 200 && status < 300) world.confirm(update.update_id)
      else await new Promise((resolve) => setTimeout(resolve, webhookRetryMs))
      world.changed()
    }
  }

  const wake = (): void => {
    if (posting || closing.signal.aborted || !webhook || world.waiting(1).length === 0) return
    posting = postAll().finally(() => {
      posting = null
      // Something may have come between the last look and now.
      wake()
    })
  }
  world.listen(wake)

  return {
    statuses,
    getUpdates: poll,
    setWebhook: ({ payload }: Request): Answer => {
      const parsed = setWebhook.safeParse(payload)
      if (!parsed.success) return wrong('setWebhook', parsed.error)
      superseded?.()
      webhook = { url: parsed.data.url, secret: parsed.data.secret_token }
      world.want(parsed.data.allowed_updates)
      setImmediate(wake)
      return done(true)
    },
    deleteWebhook: ({ payload }: Request): Answer => {
      const parsed = deleteWebhook.safeParse(payload)
      if (!parsed.success) return wrong('deleteWebhook', parsed.error)
      webhook = null
      return done(true)
    },
    close: async (): Promise<void> => {
      closing.abort()
      superseded?.()
      await posting
    },
  }
}
