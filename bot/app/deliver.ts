import { partsOfConversation } from '../ids.ts'
import type { SendOutcome } from '../ports/channel.ts'
import type { OutboxItem, Settled } from '../ports/store.ts'
import { never } from '../result.ts'
import { after, type Instant, MINUTE, SECOND } from '../time.ts'
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
  const { channel: name, address } = partsOfConversation(item.conversation)
  const channel = deps.channels.get(name)
  if (channel === undefined) return
  const { call, losses } = channel.render(item.message, address)
  for (const loss of losses) deps.log.info({ channel: name, loss: loss.what }, 'a message was shown in a simpler way')
  await channel.pace(address)
  if (!(await deps.store.begin(item.id, deps.clock.now()))) return
  const outcome = await channel.send(call)
  const now = deps.clock.now()
  const settled = settledFrom(outcome, item, now)
  await deps.store.settle(item.id, settled, now)
  if (settled.kind !== 'sent')
    deps.log.warn({ channel: name, outcome: settled.kind, outbox: item.id }, 'a message was not sent')
  await report(deps, item, settled)
  // The next message of this conversation was waiting behind this one.
  deps.committed()
}

/** A delivery report is an event like any other. */
const report = async (deps: Deps, item: OutboxItem, settled: Settled): Promise<void> => {
  if (settled.kind === 'sent' || settled.kind === 'retry') return
  const { conversation, message } = item
  const event = {
    kind: 'delivery',
    outbox: item.id,
    outcome: settled.kind,
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
  for (const item of items) await report(deps, item, { kind: 'unknown', code: 'process-died' })
  return items.length
}
