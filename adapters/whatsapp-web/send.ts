import type { OutboxId } from '../../bot/ids.ts'
import type { ApiCall, SendOutcome } from '../../bot/ports/channel.ts'
import { SECOND } from '../../bot/time.ts'
import type { Backoff } from '../backoff.ts'
import type { Called } from './child.ts'
import { type Call, NOT_UPLOADED } from './protocol.ts'
import * as schema from './schema.ts'

type SendContext = {
  /** Null where nothing is linked. */
  readonly call: (call: Call) => Promise<Called> | null
  readonly backoff: Backoff
}

const UNTIL_LINKED = 3 * SECOND
/**
 * So often a file may fail to be uploaded, over some minutes. A picture that the page cannot read fails in the same way as one
 * on a bad line, and all that this person is to get waits behind it.
 */
const MOST_UPLOADS = 8

/** Sends what `renderMessage` made, once. Nothing is tried a second time here: the queue decides that. */
export const createSend = ({ call, backoff }: SendContext) => {
  const failedUploads = new Map<OutboxId, number>()

  /** What became of it, or that there is no use in trying again. */
  const settled = (called: Called, ref: OutboxId): SendOutcome => {
    const outcome = outcomeOf(called, backoff)
    const failed = (failedUploads.get(ref) ?? 0) + (called.kind === 'not-sent' && called.code === NOT_UPLOADED ? 1 : 0)
    const givenUp = failed >= MOST_UPLOADS
    if (outcome.kind === 'retry' && failed > 0 && !givenUp) failedUploads.set(ref, failed)
    else failedUploads.delete(ref)
    return givenUp ? { kind: 'rejected', code: NOT_UPLOADED } : outcome
  }

  return async ({ method, payload, file }: ApiCall, ref: OutboxId): Promise<SendOutcome> => {
    // A file whose bytes were not found is no call either.
    const parsed = schema.send.safeParse({ ...payload, name: method, bytes: file?.bytes })
    if (!parsed.success) return { kind: 'rejected', code: 'not a call of this channel' }
    const called = call(parsed.data)
    if (called === null) return { kind: 'retry', after: UNTIL_LINKED, reason: 'not linked' }
    return settled(await called, ref)
  }
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
