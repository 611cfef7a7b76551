import type { Api } from 'grammy'
import type { ApiCall, SendOutcome } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Backoff } from '../backoff.ts'
import type { ChannelState } from '../channel-state.ts'
import type { Pace } from '../pace.ts'
import { type ApiFailure, failureOf } from './api.ts'
import { sendCall, sendFile } from './call.ts'
import { inWords, outcomeOf, tokenRefused } from './outcome.ts'
import { outgoing } from './schema.ts'

type SendContext = {
  readonly api: Api
  /** The same with more patience, for files. */
  readonly uploading: Api
  readonly clock: Clock
  readonly pace: Pace
  readonly backoff: Backoff
  readonly state: ChannelState
}

/**
 * Sends what `renderMessage` made, once. Nothing is tried a second time here: the queue decides that. Only a photo or voice note
 * that Telegram refuses as such goes as a document instead, because nothing left before.
 */
export const createSend =
  ({ api, uploading, clock, pace, backoff, state }: SendContext) =>
  async (call: ApiCall): Promise<SendOutcome> => {
    const parsed = outgoing.safeParse(call)
    if (!parsed.success) return { kind: 'rejected', code: 'not a call of this channel' }

    const paused = pace.pausedFor(clock.now())
    if (paused > 0) return { kind: 'retry', after: paused, reason: 'paused' }
    try {
      const sent = await ('file' in parsed.data ? sendFile(uploading, parsed.data) : sendCall(api, parsed.data))
      backoff.reset()
      state.sending(null)
      return sentAs(sent)
    } catch (error) {
      const failure = failureOf(error)
      state.sending(troubleOf(failure))
      const outcome = outcomeOf(failure, backoff.next)
      // The limit is that of the whole bot: what follows at once would only make it longer.
      if (failure.kind === 'answered' && failure.code === 429 && outcome.kind === 'retry') {
        pace.pause(clock.now(), outcome.after)
      }
      return outcome
    }
  }

/** In words, where it is the connection that fails and not this one message. */
const troubleOf = (failure: ApiFailure): string | null =>
  failure.kind !== 'answered' || failure.code >= 500 || tokenRefused(failure) ? inWords(failure) : null

/** Telegram's number of the message, looked at again because a proxy may answer anything. */
const sentAs = (sent: unknown): SendOutcome => {
  const id = typeof sent === 'object' && sent !== null && 'message_id' in sent ? sent.message_id : null
  return { kind: 'sent', provider: typeof id === 'number' ? String(id) : null }
}
