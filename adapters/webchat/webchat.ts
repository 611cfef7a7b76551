import { Hono } from 'hono'
import type { Kysely } from 'kysely'
import type { Log } from '../../bot/app/deps.ts'
import type { Channel, ChannelHealth, Receive } from '../../bot/ports/channel.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'
import type { Instant } from '../../bot/time.ts'
import { createAppend } from './append.ts'
import { createBell } from './bell.ts'
import { createLog } from './log.ts'
import { createMediaStore } from './media.ts'
import { LIMITS, render } from './render.ts'
import { createRoutes, type Service } from './routes.ts'
import { servePage } from './serve.ts'
import { parseUpdate, type Update } from './update.ts'

export type WebchatOptions<Tables> = {
  /** The database of the program; the web chat keeps two tables of its own in it. */
  readonly db: Kysely<Tables>
  /** Where files lie that are sent either way. Made when the first one comes. */
  readonly mediaDir: string
  /** The built page; null where only the channel is wanted. */
  readonly pageDir: string | null
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly service: Service
  readonly trustProxy?: boolean
}

/**
 * The public chat at `/`. What is sent is added to the log of the conversation, from which every open page reads; so
 * sending cannot be lost on the way, and a page that was away goes on where it stopped.
 */
export const createWebchat = <Tables>(options: WebchatOptions<Tables>) => {
  const { clock, ids } = options
  const log = createLog(options.db, ids)
  const media = createMediaStore(options.mediaDir, ids)
  const bell = createBell(clock)
  let receive: Receive | null = null
  let health: ChannelHealth = { state: 'starting', detail: 'not started yet' }

  /** What is on its way to the bot; `stop` waits for it. */
  const underway = new Set<Promise<unknown>>()

  const failed = (error: unknown): void =>
    options.log.error({ kind: error instanceof Error ? error.name : typeof error }, 'web message not received')

  const accept = async (update: Update): Promise<'committed' | 'failed'> => {
    const parsed = parseUpdate(update)
    // The routes have checked every part of it.
    if (!parsed.ok) throw new Error(`an update of our own does not parse: ${parsed.error}`)
    if (receive === null) return 'failed'
    const giving = receive(parsed.value)
    underway.add(giving)
    try {
      await giving
      return 'committed'
    } catch (error) {
      failed(error)
      return 'failed'
    } finally {
      underway.delete(giving)
    }
  }

  const forget = async (address: string): Promise<void> => {
    await log.erase(address)
    await media.erase(address)
    bell.ring(address, 'lines')
  }

  const channel: Channel = {
    name: 'web',
    limits: LIMITS,
    parse: parseUpdate,
    render,
    // The page is ours: nothing limits how fast it is written to.
    async pace() {},
    send: createAppend({ log, media, bell, clock }),
    fetch: (ref) => media.read(ref),
    forget,
    async typing(address) {
      bell.ring(address, 'typing')
    },
    async start(give) {
      await log.migrate()
      receive = give
      health = { state: 'on', detail: 'the web chat is open' }
    },
    async stop() {
      receive = null
      await Promise.allSettled(underway)
      bell.stop()
      health = { state: 'failing', detail: 'stopped' }
    },
    health: () => health,
  }

  const app = new Hono().route(
    '/chat',
    createRoutes({
      log,
      media,
      bell,
      clock,
      accept,
      ready: () => receive !== null,
      failed,
      service: options.service,
      trustProxy: options.trustProxy ?? false,
    }),
  )
  if (options.pageDir !== null) app.route('/', servePage(options.pageDir, options.service))

  return {
    channel,
    app,
    /** Forgets every visitor to and from whom nothing came since then. Gives their number. */
    async expire(before: Instant): Promise<number> {
      const silent = await log.silentSince(before)
      for (const address of silent) await forget(address)
      return silent.length
    },
  }
}
