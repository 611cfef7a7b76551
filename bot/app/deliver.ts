import { type ConversationId, partsOfConversation } from '../ids.ts'
import type { Report, SendOutcome } from '../ports/channel.ts'
import type { OutboxItem, Settled } from '../ports/store.ts'
import { never } from '../result.ts'
import { OUTSIDE_WINDOW } from '../ticket.ts'
import { after, type Instant, MINUTE, type Milliseconds, SECOND } from '../time.ts'
import { advance } from './advance.ts'
import type { Deps } from './deps.ts'
import { faultOf } from './fault.ts'

/** How long a message may be on its way from the lease to the send. */
const LEASE = 60 * SECOND
/** A message that fails again and again is given up after so many tries (about two days at the longest pause). */
const MOST_ATTEMPTS = 60
const LONGEST_PAUSE = 60 * MINUTE

/** The platform's own wait, or longer and longer ones. */
const retryAt = (now: Instant, asked: number, attempts: number): Instant =>
  after(now, Math.max(asked, Math.min(LONGEST_PAUSE, SECOND * 2 ** Math.min(attempts, 12))))

const settledFrom = (outcome: SendOutcome, item: OutboxItem, now: Instant): Settled => {
  switch (outcome.kind) {
    case 'retry':
      return item.attempts + 1 >= MOST_ATTEMPTS
        ? { kind: 'rejected', code: `gave-up: ${outcome.reason}` }
        : { kind: 'retry', at: retryAt(now, outcome.after, item.attempts), reason: outcome.reason }
    case 'sent':
    case 'rejected':
    case 'gone':
    case 'unknown':
      return outcome
    default:
      return never(outcome)
  }
}

/** One message: marked as begun, sent, settled. */
const deliverOne = async (deps: Deps, item: OutboxItem): Promise<void> => {
  const { channel: name, address } = partsOfConversation(item.chat)
  const channel = deps.channels.get(name)
  if (channel === undefined) return
  const { call, losses } = channel.render(item.message, address)
  for (const loss of losses) deps.log.info({ channel: name, loss: loss.what }, 'a message was shown in a simpler way')
  await channel.pace(address)
  if (!item.message.template && (await isTooLate(deps, item.conversation, channel.limits.replyWindow)))
    return settle(deps, item, { kind: 'rejected', code: OUTSIDE_WINDOW })
  const { attachment } = item.message
  const file = attachment?.kind === 'file' ? await deps.store.file(attachment.file) : undefined
  if (file === null) return settle(deps, item, { kind: 'rejected', code: 'file-erased' })
  if (!(await deps.store.begin(item.id, deps.clock.now()))) return
  const outcome = await channel.send(file ? { ...call, file } : call, item.id)
  await settle(deps, item, outcome)
}

/** The platform would take such a message and tell later that it was not delivered. */
const isTooLate = async (deps: Deps, conversation: ConversationId, window: Milliseconds | null): Promise<boolean> => {
  if (window === null) return false
  const { session } = await deps.store.load(conversation)
  // Whoever has just erased everything has just written.
  return session !== null && deps.clock.now() >= after(session.lastInboundAt, window)
}

const settle = async (deps: Deps, item: OutboxItem, outcome: SendOutcome): Promise<void> => {
  const now = deps.clock.now()
  const settled = settledFrom(outcome, item, now)
  // The platform may have told what became of it before its own answer came.
  const isNews = await deps.store.settle(item.id, settled, now)
  if (isNews && settled.kind !== 'sent') {
    const { channel } = partsOfConversation(item.chat)
    deps.log.warn({ channel, outcome: settled.kind, outbox: item.id }, 'a message was not sent')
    if (settled.kind !== 'retry') await tellEngine(deps, item, settled.kind)
  }
  // The next message of this conversation was waiting behind this one.
  deps.committed()
}

/**
 * The way in for what a platform tells later of a message. An unknown one is settled by it, one that was thought sent may turn
 * out to be refused; each works once.
 */
export const createReport =
  (deps: Deps): Report =>
  async (id, outcome) => {
    const confirmed = await deps.store.confirm(id, outcome, deps.clock.now())
    if (confirmed === null) return
    const { conversation, message } = confirmed
    if (outcome.kind !== 'sent') {
      const { channel } = partsOfConversation(conversation)
      deps.log.warn({ channel, outcome: outcome.kind, outbox: id }, 'a message was refused after it had been sent')
      if (message !== null) await tellEngine(deps, { id, conversation, message }, outcome.kind)
    }
    // Live threads show it, and what waited behind it may go.
    deps.committed()
  }

/** A delivery report is an event like any other. */
const tellEngine = async (
  deps: Deps,
  { id, conversation, message }: Pick<OutboxItem, 'id' | 'conversation' | 'message'>,
  outcome: 'rejected' | 'gone' | 'unknown',
): Promise<void> => {
  const event = {
    kind: 'delivery',
    outbox: id,
    outcome,
    urgent: message.urgent === true,
    text: message.text,
    voice: message.voice ?? 'bot',
  } as const
  // A conversation that was erased meanwhile is not begun anew by a report.
  await deps.keyed(conversation, () =>
    advance(deps, conversation, event, {}, (session) => (session === null ? 'erased' : null)),
  )
}

/** Takes up to `room` messages that are due and sends them; each promise settles when its message is settled. */
export const deliverDue = async (deps: Deps, room: number): Promise<readonly Promise<void>[]> => {
  const items = await deps.store.takeOutbox(deps.clock.now(), room, LEASE, [...deps.channels.keys()])
  return items.map((item) =>
    deliverOne(deps, item).catch((error: unknown) => {
      // The lease runs out and the message is taken again, or it was begun and is reported as unknown at the next start.
      deps.log.error({ outbox: item.id, ...faultOf(error) }, 'delivering failed')
    }),
  )
}

/** At the start: what was under way when the process died may have arrived. The persons are told, staff see it. */
export const recover = async (deps: Deps): Promise<number> => {
  const items = await deps.store.recoverOutbox(deps.clock.now())
  for (const item of items) await tellEngine(deps, item, 'unknown')
  return items.length
}
