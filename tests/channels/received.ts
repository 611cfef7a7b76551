import { type MessageId, type OutboxId, outboxId } from '../../bot/ids.ts'
import type { Body, InboundMessage } from '../../bot/message.ts'
import type { LaterOutcome, Receive, Received, Report } from '../../bot/ports/channel.ts'
import { createListeners } from '../support/listeners.ts'

/** The id under which a test sends where it does not matter. */
export const REF = outboxId('outbox-1')

/**
 * The other end of `Receive`, as a store would be: a message that was seen before is a duplicate, and where it fails
 * nothing of that delivery is kept.
 */
export const createReceived = () => {
  const messages: InboundMessage[] = []
  const seen = new Map<MessageId, InboundMessage>()
  const { changed, until } = createListeners()
  let duplicates = 0
  let failures = 0
  let failed = 0
  let entered = 0
  let gate: Promise<void> = Promise.resolve()

  const commit = (message: InboundMessage): Received => {
    if (seen.has(message.id)) {
      duplicates += 1
      return 'duplicate'
    }
    seen.set(message.id, message)
    messages.push(message)
    return 'committed'
  }

  const receive: Receive = async (delivered) => {
    entered += 1
    changed()
    await gate
    try {
      if (failures > 0) {
        failures -= 1
        failed += 1
        throw new Error('the database is away')
      }
      return delivered.map(commit)
    } finally {
      changed()
    }
  }

  const reports: { readonly outbox: OutboxId; readonly outcome: LaterOutcome }[] = []
  const report: Report = async (outbox, outcome) => {
    if (failures > 0) {
      failures -= 1
      failed += 1
      changed()
      throw new Error('the database is away')
    }
    reports.push({ outbox, outcome })
    changed()
  }

  return {
    receive,
    report,
    /** What the platform told later of messages, in the order in which it came. */
    reports: reports as readonly { readonly outbox: OutboxId; readonly outcome: LaterOutcome }[],
    /** What was committed, in order. */
    messages: messages as readonly InboundMessage[],
    bodies: (): readonly Body[] => messages.map(({ body }) => body),
    texts: (): readonly string[] => messages.map(({ body }) => (body.kind === 'text' ? body.text : `<${body.kind}>`)),
    duplicates: (): number => duplicates,
    failed: (): number => failed,
    /** Deliveries that were begun. */
    entered: (): number => entered,
    /** The next deliveries fail, so many of them. */
    failNext(count: number): void {
      failures = count
    },
    /** Nothing is committed until the function that it gives is called. */
    hold(): () => void {
      let open: () => void = () => undefined
      gate = new Promise((resolve) => {
        open = resolve
      })
      return () => open()
    },
    until,
    /** Resolves when so many messages are committed. */
    untilCount(count: number): Promise<void> {
      return until(`${count} messages received`, () => messages.length >= count)
    },
  }
}
export type ReceivedMessages = ReturnType<typeof createReceived>
