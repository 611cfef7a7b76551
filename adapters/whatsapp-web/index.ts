import type { Channel, Receive } from '../../bot/ports/channel.ts'
import type { WhatsAppLink } from '../../bot/ports/whatsapp-link.ts'
import { MINUTE, SECOND } from '../../bot/time.ts'
import { createBackoff } from '../backoff.ts'
import { createPace } from '../pace.ts'
import { createIntake } from './intake.ts'
import { createFetch } from './media.ts'
import type { WhatsAppWebOptions } from './options.ts'
import { parseMessage } from './parse.ts'
import { renderMessage, WHATSAPP_WEB_LIMITS } from './render.ts'
import { createSend } from './send.ts'
import { createState } from './state.ts'
import { createSupervisor } from './supervise.ts'

export type { WhatsAppWebOptions } from './options.ts'

export type WhatsAppWebChannel = Channel & { readonly link: WhatsAppLink }

/** WhatsApp looks for programs that answer at once and without a pause. Milliseconds in which a person begins to answer. */
const QUICKEST = 600
const SLOWEST = 2_000
const PER_CHAT = { perSecond: 1, burst: 3 }

/**
 * An account of WhatsApp as a channel, through WhatsApp's web page in a browser that a process of its own holds. One
 * program for each folder.
 */
export const createWhatsAppWeb = (options: WhatsAppWebOptions): WhatsAppWebChannel => {
  const { clock, ids, log, maxPerMinute } = options
  const state = createState(log)
  const pace = maxPerMinute === 0 ? null : createPace({ perSecond: maxPerMinute / 60, burst: 5 }, PER_CHAT)
  const intake = createIntake(clock, log)
  let receive: Receive = async () => []
  let stopping = new AbortController()
  /** Nothing that fails to be saved is tried again. */
  let closing = new AbortController()
  let running: Promise<void> = Promise.resolve()
  /** What is being saved. */
  let bringing: Promise<void> = Promise.resolve()

  const supervisor = createSupervisor({
    options,
    state,
    batch: (messages) => {
      const saved = intake(messages, receive, closing.signal)
      bringing = saved.catch(() => undefined)
      return saved
    },
  })
  const typing = async (address: string): Promise<void> => {
    await supervisor.call({ name: 'typing', chat: address })
  }

  return {
    name: 'whatsapp-web',
    limits: WHATSAPP_WEB_LIMITS,
    parse: parseMessage,
    render: renderMessage,
    pace: async (address) => {
      if (pace === null) return
      const wait = pace.take(address, clock.now()) + QUICKEST + ids.random(SLOWEST - QUICKEST)
      // As with a person: one sees that something is being written, and then it comes.
      void typing(address)
      await clock.sleep(wait, stopping.signal)
    },
    send: createSend({ call: supervisor.call, backoff: createBackoff(2 * SECOND, MINUTE, ids) }),
    fetch: createFetch(supervisor.call),
    // WhatsApp keeps the chat in both telephones; here nothing is kept.
    forget: async () => undefined,
    typing,
    start: async (receiver) => {
      receive = receiver
      stopping = new AbortController()
      closing = new AbortController()
      running = supervisor.run(stopping.signal)
    },
    stop: async () => {
      // What is being saved is finished and marked as read before the browser ends.
      closing.abort()
      await bringing
      stopping.abort()
      await running
    },
    health: state.health,
    link: { state: state.get, unlink: supervisor.unlink, renew: supervisor.renew },
  }
}
