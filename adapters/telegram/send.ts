import type { Api } from 'grammy'
import type { ApiCall, SendOutcome } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Backoff } from '../backoff.ts'
import type { ChannelState } from '../channel-state.ts'
import type { Pace } from '../pace.ts'
import { type ApiFailure, failureOf } from './api.ts'
import { inWords, outcomeOf, tokenRefused } from './outcome.ts'
import { sendMessage } from './schema.ts'

type SendContext = {
  readonly api: Api
  readonly clock: Clock
  readonly pace: Pace
  readonly backoff: Backoff
  readonly state: ChannelState
}

/** Sends what `renderMessage` made, once. Nothing is tried a second time here: the queue decides that. */
export const createSend =
  ({ api, clock, pace, backoff, state }: SendContext) =>
  async (call: ApiCall): Promise<SendOutcome> => {
    const parsed = sendMessage.safeParse(call.payload)
    if (call.method !== 'sendMessage' || !parsed.success)
      return { kind: 'rejected', code: 'not a call of this channel' }
    const { chat_id, text, link_preview_options, reply_markup } = parsed.data

    const paused = pace.pausedFor(clock.now())
    if (paused > 0) return { kind: 'retry', after: paused, reason: 'paused' }
    try {
      const sent = await api.sendMessage(chat_id, text, {
        link_preview_options,
        ...(reply_markup ? { reply_markup } : {}),
      })
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
