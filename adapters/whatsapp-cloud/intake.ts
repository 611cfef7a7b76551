import type { Log } from '../../bot/app/deps.ts'
import type { Aliases } from '../../bot/ports/aliases.ts'
import type { Receive, Report } from '../../bot/ports/channel.ts'
import type { Delivery, NamedMessage } from './parse.ts'
import type { Reading } from './reading.ts'
import type { Trouble } from './trouble.ts'

type IntakeContext = {
  readonly aliases: Aliases
  readonly reading: Reading
  readonly trouble: Trouble
  readonly log: Log
}

/**
 * Gives what was delivered in, in order for each person, and then what was told of our own messages. Throws where one of them
 * cannot be saved; then nothing may be confirmed, and what was saved is known by its ids when it comes again.
 */
export const createIntake = ({ aliases, reading, trouble, log }: IntakeContext) => {
  let last: Promise<unknown> = Promise.resolve()

  const resolve = async (named: readonly NamedMessage[]): Promise<readonly NamedMessage[]> => {
    const resolved: NamedMessage[] = []
    for (const { message, names } of named)
      resolved.push({ names, message: { ...message, conversation: await aliases.conversationOf(names) } })
    return resolved
  }

  return async (delivery: Delivery, receive: Receive, report: Report): Promise<void> => {
    for (const fields of delivery.unreadable)
      log.error({ channel: 'whatsapp-cloud', fields }, 'a part of a delivery cannot be read and is passed over')
    if (delivery.messages.length > 0) {
      // One delivery after the other, so that looking a name up does not let a later message overtake.
      const resolved = last.then(() => resolve(delivery.messages))
      last = resolved.catch(() => undefined)
      const messages = await resolved
      await reading.during(messages, () => receive(messages.map(({ message }) => message)))
    }
    for (const { outbox, outcome, trouble: words } of delivery.reports) {
      if (words !== null || outcome.kind === 'sent') trouble.told(words)
      await report(outbox, outcome)
    }
  }
}
export type Intake = ReturnType<typeof createIntake>
