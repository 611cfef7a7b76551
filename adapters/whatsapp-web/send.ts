import type { ApiCall, SendOutcome } from '../../bot/ports/channel.ts'
import { SECOND } from '../../bot/time.ts'
import type { Backoff } from '../backoff.ts'
import type { Called } from './child.ts'
import type { Call } from './protocol.ts'
import * as schema from './schema.ts'

type SendContext = {
  /** Null where nothing is linked. */
  readonly call: (call: Call) => Promise<Called> | null
  readonly backoff: Backoff
}

const UNTIL_LINKED = 3 * SECOND

/** Sends what `renderMessage` made, once. Nothing is tried a second time here: the queue decides that. */
export const createSend =
  ({ call, backoff }: SendContext) =>
  async ({ method, payload, file }: ApiCall): Promise<SendOutcome> => {
    // A file whose bytes were not found is no call either.
    const parsed = schema.send.safeParse({ ...payload, name: method, bytes: file?.bytes })
    if (!parsed.success) return { kind: 'rejected', code: 'not a call of this channel' }
    const called = call(parsed.data)
    if (called === null) return { kind: 'retry', after: UNTIL_LINKED, reason: 'not linked' }
    return outcomeOf(await called, backoff)
  }

const outcomeOf = (called: Called, backoff: Backoff): SendOutcome => {
  switch (called.kind) {
    case 'sent':
      backoff.reset()
      return { kind: 'sent', provider: called.provider }
    case 'not-sent':
      return { kind: 'retry', after: backoff.next(), reason: called.code }
    case 'unknown':
      return { kind: 'unknown', code: called.code }
    case 'no-chat':
      return { kind: 'gone', code: 'no such chat' }
    case 'lost':
      return called.begun
        ? { kind: 'unknown', code: 'worker-ended' }
        : { kind: 'retry', after: UNTIL_LINKED, reason: 'worker-ended' }
    case 'done':
    case 'media':
    case 'no-media':
      return { kind: 'unknown', code: 'not an answer to this call' }
  }
}
