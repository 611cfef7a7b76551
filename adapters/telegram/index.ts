import type { Hono } from 'hono'
import type { Channel, Receive } from '../../bot/ports/channel.ts'
import { MINUTE, SECOND } from '../../bot/time.ts'
import { createBackoff } from '../backoff.ts'
import { createChannelState } from '../channel-state.ts'
import { createPace } from '../pace.ts'
import { type ApiFailure, createApi, failureOf } from './api.ts'
import { createIntake } from './intake.ts'
import { createFetch } from './media.ts'
import type { TelegramOptions } from './options.ts'
import { inWords, waitAfter } from './outcome.ts'
import { parseUpdate } from './parse.ts'
import { poll } from './poll.ts'
import { renderMessage, TELEGRAM_LIMITS } from './render.ts'
import { createSend } from './send.ts'
import { setDelivery, setMenu } from './setup.ts'
import { createWebhook, WEBHOOK_PATH } from './webhook.ts'

export type { TelegramCommand, TelegramOptions } from './options.ts'
export { WEBHOOK_PATH }

export type TelegramChannel = Channel & {
  /** What Telegram posts to, to be mounted at the root of the HTTP server; null with long polling. */
  readonly routes: Hono | null
}

/** Telegram allows one message a second to one person and overlooks a few in a row. */
const PER_CHAT = { perSecond: 1, burst: 3 }

/** A file is so much longer on its way than words, over a slow line. */
const UPLOAD_PATIENCE = 4

/** Who must wait for longer is told so by `send`, and comes again. */
const LONGEST_PAUSE = 15 * SECOND

/** Telegram as a channel: long polling, or a webhook where a public address is given. One process for each token. */
export const createTelegram = (options: TelegramOptions): TelegramChannel => {
  const { token, clock, ids, log } = options
  // grammY wants no slash at the end.
  const root = options.apiRoot.replace(/\/+$/, '')
  const requestSeconds = options.requestSeconds ?? 30
  const pollSeconds = options.pollSeconds ?? 30
  const perSecond = options.maxPerSecond ?? 25

  const api = createApi(token, root, requestSeconds)
  // A poll is silent for as long as it may be, so it has a longer patience than any other request.
  const polling = createApi(token, root, pollSeconds + requestSeconds)
  const uploading = createApi(token, root, UPLOAD_PATIENCE * requestSeconds)
  const state = createChannelState('telegram', log)
  const backoff = () => createBackoff(SECOND, MINUTE, ids)
  const pace = createPace({ perSecond, burst: Math.ceil(perSecond / 5) }, PER_CHAT)
  const intake = createIntake({ api, clock, log })
  const webhook = options.webhook && createWebhook({ secret: options.webhook.secret, intake, log })

  let stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  /** One try to tell Telegram where updates go; null where it worked. */
  const connect = async (signal: AbortSignal): Promise<ApiFailure | null> => {
    try {
      await setDelivery(api, options.webhook, signal)
      state.receiving(webhook ? 'receiving by webhook' : 'receiving by long polling')
      return null
    } catch (error) {
      const failure = failureOf(error)
      if (!signal.aborted) state.notReceiving(inWords(failure))
      return failure
    }
  }

  /** Everything after the first try, until the signal. */
  const run = async (first: ApiFailure | null, receive: Receive, signal: AbortSignal): Promise<void> => {
    const waits = backoff()
    let failure = first
    while (failure !== null && !signal.aborted) {
      await clock.sleep(waitAfter(failure, waits.next), signal)
      if (!signal.aborted) failure = await connect(signal)
    }
    if (signal.aborted) return
    await Promise.all([
      options.commands && setMenu(api, options.commands, log, signal),
      webhook
        ? undefined
        : poll({ api: polling, clock, intake, state, backoff: waits, seconds: pollSeconds }, receive, signal),
    ])
  }

  return {
    name: 'telegram',
    limits: TELEGRAM_LIMITS,
    routes: webhook?.app ?? null,
    parse: (update) => parseUpdate(update, clock.now()),
    render: renderMessage,
    pace: async (address) => {
      const pause = Math.min(pace.pausedFor(clock.now()), LONGEST_PAUSE)
      const wait = Math.max(pause, pace.take(address, clock.now()))
      if (wait > 0) await clock.sleep(wait, stopping.signal)
    },
    send: createSend({ api, uploading, clock, pace, backoff: backoff(), state }),
    fetch: createFetch({ api, token, root }),
    // Telegram keeps the chat in the person's own telephone; here nothing is kept.
    forget: async () => undefined,
    typing: async (address) => {
      await api.sendChatAction(Number(address), 'typing').catch(() => undefined)
    },
    start: async (receive) => {
      stopping = new AbortController()
      webhook?.open(receive)
      const failure = await connect(stopping.signal)
      running = run(failure, receive, stopping.signal)
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([running, webhook?.close()])
      state.stopped()
    },
    health: state.health,
  }
}
