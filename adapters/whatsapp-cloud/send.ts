import type { OutboxId } from '../../bot/ids.ts'
import type { ApiCall, SendOutcome } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Backoff } from '../backoff.ts'
import type { Pace } from '../pace.ts'
import type { Api } from './api.ts'
import { meaningOf, outcomeOf, troubleOf } from './outcome.ts'
import { outgoing, sent } from './schema.ts'
import type { Trouble } from './trouble.ts'

type SendContext = {
  readonly api: Api
  readonly phoneId: string
  readonly clock: Clock
  readonly pace: Pace
  readonly backoff: Backoff
  readonly trouble: Trouble
}

/** Sends what `renderMessage` made, once, with our id of it. Nothing is tried a second time here: the queue decides that. */
export const createSend =
  ({ api, phoneId, clock, pace, backoff, trouble }: SendContext) =>
  async (call: ApiCall, ref: OutboxId): Promise<SendOutcome> => {
    const parsed = outgoing.safeParse(call.payload)
    if (call.method !== 'messages' || !parsed.success) return { kind: 'rejected', code: 'not a call of this channel' }

    const paused = pace.pausedFor(clock.now())
    if (paused > 0) return { kind: 'retry', after: paused, reason: 'paused' }
    // Meta knows no key that would let it take a message once only; this comes back with everything it tells of the message.
    const answer = await api.post(`${phoneId}/messages`, { ...parsed.data, biz_opaque_callback_data: ref })
    if (answer.ok) {
      backoff.reset()
      trouble.answered(null)
      return sentAs(answer.value)
    }
    const failure = answer.error
    trouble.answered(troubleOf(failure))
    const outcome = outcomeOf(failure, backoff.next)
    // The limit is that of the number: what follows at once would only make it longer.
    if (failure.kind === 'answered' && meaningOf(failure).kind === 'slower' && outcome.kind === 'retry') {
      pace.pause(clock.now(), outcome.after)
    }
    return outcome
  }

/** Meta's id of the message. An answer that is none of Meta's does not tell what became of it. */
const sentAs = (answer: unknown): SendOutcome => {
  const parsed = sent.safeParse(answer)
  const id = parsed.success ? parsed.data.messages[0]?.id : undefined
  return id === undefined ? { kind: 'unknown', code: 'invalid-answer' } : { kind: 'sent', provider: id }
}
