import type { Hono } from 'hono'
import type { Channel } from '../../bot/ports/channel.ts'
import type { Templates } from '../../bot/ports/templates.ts'
import type { WhatsappCloudSetup } from '../../bot/ports/whatsapp-cloud-setup.ts'
import { ok } from '../../bot/result.ts'
import { MINUTE, SECOND } from '../../bot/time.ts'
import { createBackoff } from '../backoff.ts'
import { createChannelState } from '../channel-state.ts'
import { createPace } from '../pace.ts'
import { type ApiFailure, createApi } from './api.ts'
import { createIntake } from './intake.ts'
import { createFetch } from './media.ts'
import { askForNumber, numberInWords } from './number.ts'
import type { WhatsappCloudOptions } from './options.ts'
import { PER_PERSON, troubleOf } from './outcome.ts'
import { parseDelivery } from './parse.ts'
import { createReading } from './reading.ts'
import { renderMessage, WHATSAPP_CLOUD_LIMITS } from './render.ts'
import { createSeen } from './seen.ts'
import { createSend } from './send.ts'
import { createSetup } from './setup.ts'
import { createTemplates } from './templates.ts'
import { createTrouble } from './trouble.ts'
import { createWebhook, WEBHOOK_PATH } from './webhook.ts'

export type { WhatsappCloudOptions } from './options.ts'
export { WEBHOOK_PATH }

export type WhatsappCloudChannel = Channel & {
  /** What Meta posts to, to be mounted at the root of the HTTP server. */
  readonly routes: Hono
  /** How the set-up stands, for administrators. */
  readonly setup: WhatsappCloudSetup
  /** Null where the account was not told. */
  readonly templates: Templates | null
}

/** Meta overlooks more in a row; what is taken in advance is missing afterwards. */
const PER_CHAT = { perSecond: SECOND / PER_PERSON, burst: 12 }

/** Who must wait for longer is told so by `send`, and comes again. */
const LONGEST_PAUSE = 15 * SECOND

/** The WhatsApp Business Cloud API as a channel. One process for each number. */
export const createWhatsappCloud = (options: WhatsappCloudOptions): WhatsappCloudChannel => {
  const { token, phoneId, clock, ids, log } = options
  const root = options.apiRoot.replace(/\/+$/, '')
  const perSecond = options.maxPerSecond ?? 80

  const api = createApi({ token, root, requestSeconds: options.requestSeconds ?? 30 })
  const state = createChannelState('whatsapp-cloud', log)
  const trouble = createTrouble(state)
  // Never more than allowed in any one second, with the ones that go at once.
  const pace = createPace({ perSecond: perSecond * 0.8, burst: Math.max(1, Math.floor(perSecond * 0.2)) }, PER_CHAT)
  const reading = createReading(api, phoneId)
  const intake = createIntake({ aliases: options.aliases, reading, trouble, log })
  const address = options.publicUrl.replace(/\/+$/, '') + WEBHOOK_PATH
  const seen = createSeen({ ...options, webhook: address })
  const webhook = createWebhook({ ...options, intake, seen })
  const setup = createSetup({ ...options, api, webhook: address, seen, reading, trouble })

  let stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()

  /** Asks for our number once; null where Meta knows it. */
  const connect = async (): Promise<ApiFailure | null> => {
    const number = await askForNumber(api, phoneId)
    if (number.ok) {
      state.receiving('receiving by webhook')
      return null
    }
    const why = numberInWords(number.error) ?? troubleOf(number.error) ?? 'Meta does not tell our number'
    if (!stopping.signal.aborted) state.notReceiving(why)
    return number.error
  }

  /** Until Meta knows our number, or the signal. What it delivers is taken in all the same. */
  const run = async (first: ApiFailure | null, signal: AbortSignal): Promise<void> => {
    const waits = createBackoff(SECOND, MINUTE, ids)
    let failure = first
    while (failure !== null && !signal.aborted) {
      await clock.sleep(waits.next(), signal)
      if (!signal.aborted) failure = await connect()
    }
  }

  return {
    name: 'whatsapp-cloud',
    limits: WHATSAPP_CLOUD_LIMITS,
    routes: webhook.app,
    setup,
    templates: options.accountId === undefined ? null : createTemplates(api, options.accountId, clock),
    parse: (delivery) => {
      const parsed = parseDelivery(delivery, phoneId)
      return parsed.ok ? ok(parsed.value.messages.map(({ message }) => message)) : parsed
    },
    render: renderMessage,
    pace: async (address) => {
      const pause = Math.min(pace.pausedFor(clock.now()), LONGEST_PAUSE)
      const wait = Math.max(pause, pace.take(address, clock.now()))
      if (wait > 0) await clock.sleep(wait, stopping.signal)
    },
    send: createSend({ api, phoneId, clock, pace, backoff: createBackoff(SECOND, MINUTE, ids), trouble }),
    fetch: createFetch({ api, token, root, phoneId }),
    // WhatsApp keeps the chat in the person's own telephone; here only the id of the last message is kept, in memory.
    forget: async (address) => reading.forget(address),
    typing: reading.typing,
    start: async (receive, report) => {
      stopping = new AbortController()
      webhook.open(receive, report)
      running = run(await connect(), stopping.signal)
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([running, webhook.close()])
      seen.write()
      state.stopped()
    },
    health: state.health,
  }
}
