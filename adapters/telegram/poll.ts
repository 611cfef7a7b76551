import type { Api } from 'grammy'
import type { Receive } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { SECOND } from '../../bot/time.ts'
import type { Backoff } from '../backoff.ts'
import type { ChannelState } from '../channel-state.ts'
import { type ApiFailure, failureOf, forGrammy } from './api.ts'
import type { Intake } from './intake.ts'
import { inWords, waitAfter } from './outcome.ts'
import { WANTED } from './parse.ts'
import { numbered } from './schema.ts'

type PollContext = {
  readonly api: Api
  readonly clock: Clock
  readonly intake: Intake
  readonly state: ChannelState
  readonly backoff: Backoff
  readonly seconds: number
}

const BATCH = 100
const AFTER_FAILED_RECEIVE = 2 * SECOND
const LAST_WORD = 3 * SECOND

/**
 * Long polling until the signal: take a batch, have it committed, and only then ask for what comes after it, which is how
 * Telegram learns that it arrived. The position is Telegram's; nothing is stored here, and after a crash it brings again
 * what was not confirmed. Never rejects.
 */
export const poll = async (context: PollContext, receive: Receive, signal: AbortSignal): Promise<void> => {
  const { api, clock, intake, state, backoff, seconds } = context
  let offset = 0

  while (!signal.aborted) {
    const batch = await take(api, offset, seconds, signal)
    if (signal.aborted) break
    if (batch.kind === 'failed') {
      state.notReceiving(inWords(batch.failure))
      await clock.sleep(waitAfter(batch.failure, backoff.next), signal)
      continue
    }
    backoff.reset()
    state.receiving('receiving by long polling')
    if (batch.updates.length === 0) continue
    try {
      await intake(batch.updates, receive)
      offset = batch.next
    } catch {
      state.notReceiving('what Telegram brought could not be saved; trying again')
      await clock.sleep(AFTER_FAILED_RECEIVE, signal)
    }
  }
  if (offset > 0) await confirm(api, offset)
}

type Batch =
  | { readonly kind: 'taken'; readonly updates: readonly unknown[]; readonly next: number }
  | { readonly kind: 'failed'; readonly failure: ApiFailure }

const take = async (api: Api, offset: number, seconds: number, signal: AbortSignal): Promise<Batch> => {
  try {
    const request = { offset, limit: BATCH, timeout: seconds, allowed_updates: WANTED }
    const answer: unknown = await api.getUpdates(request, forGrammy(signal))
    return sorted(answer)
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) }
  }
}

/** The updates by their numbers. What has no number cannot be confirmed, so such an answer counts as none. */
const sorted = (answer: unknown): Batch => {
  const updates = numbered.array().safeParse(answer)
  if (!updates.success) return { kind: 'failed', failure: { kind: 'lost', code: 'invalid-answer' } }
  const inOrder = updates.data.toSorted((a, b) => a.update_id - b.update_id)
  return { kind: 'taken', updates: inOrder, next: (inOrder.at(-1)?.update_id ?? 0) + 1 }
}

/** Tells Telegram what arrived before the end. Where that fails it comes again, and is known by its number. */
const confirm = async (api: Api, offset: number): Promise<void> => {
  try {
    const brief = forGrammy(AbortSignal.timeout(LAST_WORD))
    await api.getUpdates({ offset, limit: 1, timeout: 0, allowed_updates: WANTED }, brief)
  } catch {
    // Nothing is lost by it.
  }
}
