import type { Effect } from '../../bot/effect.ts'
import {
  type ConversationId,
  conversationId,
  type MessageId,
  type StaffId,
  staffId,
  type TicketId,
  ticketId,
  type UnitId,
  unitId,
} from '../../bot/ids.ts'
import type { Body } from '../../bot/message.ts'
import type { Ids } from '../../bot/ports/clock.ts'
import type { Fired, Scope, Store } from '../../bot/ports/store.ts'
import { newSession, type Session } from '../../bot/session.ts'
import type { TicketChange } from '../../bot/ticket.ts'
import { DAY, type Instant, instant, MINUTE } from '../../bot/time.ts'

/** A store that is open, and how to open one more on the same records: another process, or the next start. */
export type Opened = { readonly store: Store; readonly reopen: () => Promise<Store> }
export type Open = () => Promise<Opened>

/** Ids in order and a chance that is none. */
export const countingIds = (prefix = 'id'): Ids => {
  let count = 0
  return {
    newId: () => {
      count += 1
      return `${prefix}-${String(count).padStart(6, '0')}`
    },
    random: (below) => (count * 7919) % below,
  }
}

export const NOW: Instant = instant(Date.UTC(2026, 2, 2, 11))
export const LEASE = 5 * MINUTE
export const TELEGRAM = ['telegram'] as const
export const ANY: Scope = { units: 'all' }
export const SAL: UnitId = unitId('sal')
export const PRAIA: UnitId = unitId('praia')
export const IN_SAL: Scope = { units: [SAL] }
export const IN_PRAIA: Scope = { units: [PRAIA] }
export const MARIA: StaffId = staffId('maria')
export const NUNO: StaffId = staffId('nuno')

export const person = (address: string): ConversationId => conversationId('telegram', address)

type Cause = {
  readonly now?: Instant
  readonly seen?: MessageId | null
  readonly fired?: Fired | null
  readonly session?: Partial<Session>
}

/** Loads, and commits these effects as one event. */
export const act = async (
  store: Store,
  conversation: ConversationId,
  effects: readonly Effect[],
  { now = NOW, seen = null, fired = null, session }: Cause = {},
): Promise<'committed' | 'duplicate' | 'conflict'> => {
  const loaded = await store.load(conversation)
  return store.commit({
    conversation,
    version: loaded.version,
    session: { ...(loaded.session ?? newSession('pt', now)), ...session },
    seen,
    fired,
    effects,
    now,
  })
}

type Send = { readonly urgent?: boolean; readonly staff?: boolean; readonly ticket?: TicketId }

export const send = (text: string, { urgent = false, staff = false, ticket }: Send = {}): Effect => ({
  kind: 'send',
  message: { text, choices: [], ...(urgent ? { urgent: true } : {}), ...(staff ? { voice: 'staff' } : {}) },
  thread: ticket
    ? { ticket, change: staff ? { kind: 'from-staff', by: MARIA, text } : { kind: 'from-bot', text } }
    : null,
})

export const on = (ticket: TicketId, change: TicketChange): Effect => ({ kind: 'ticket', ticket, change })

export const opened = (ticket: TicketId, given: Partial<Extract<TicketChange, { kind: 'opened' }>> = {}): Effect =>
  on(ticket, {
    kind: 'opened',
    code: `M-${ticket}`,
    unit: SAL,
    topic: null,
    lang: 'pt',
    danger: null,
    name: null,
    history: [],
    ...given,
  })

export const said = (ticket: TicketId, body: Body | string): Effect =>
  on(ticket, {
    kind: 'from-person',
    body: typeof body === 'string' ? { kind: 'text', text: body } : body,
    message: 'm',
  })

export const CASE: TicketId = ticketId('case-1')

/** Takes what is due on Telegram; gives the texts. */
export const takeTexts = async (store: Store, now: Instant = NOW, limit = 100): Promise<readonly string[]> =>
  (await store.takeOutbox(now, limit, LEASE, TELEGRAM)).map((item) => item.message.text)

/** Takes one message, begins and settles it as sent, until there is none; gives the texts in the order of sending. */
export const sendAll = async (store: Store, now: Instant = NOW): Promise<readonly string[]> => {
  const texts: string[] = []
  for (;;) {
    const [item] = await store.takeOutbox(now, 1, LEASE, TELEGRAM)
    if (!item) return texts
    if (!(await store.begin(item.id, now))) throw new Error('leased but could not begin')
    await store.settle(item.id, { kind: 'sent', provider: null }, now)
    texts.push(item.message.text)
  }
}

export const LONG_AGO: Instant = instant(NOW - 400 * DAY)
