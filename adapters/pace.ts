import { type Instant, type Milliseconds, SECOND } from '../bot/time.ts'

export type Rate = { readonly perSecond: number; readonly burst: number }

/** Above this many chats those that owe nothing any more are swept out. */
const SWEEP_ABOVE = 5_000

/**
 * Spreads messages over time: a bucket of tokens for all together and one for each chat. Each bucket is kept as the moment
 * at which it will be full again.
 */
export const createPace = (overall: Rate, perChat: Rate) => {
  let allFullAt = 0
  let pausedUntil = 0
  const chats = new Map<string, number>()

  const waitFor = (fullAt: number, rate: Rate, now: Instant): Milliseconds =>
    fullAt - now - ((rate.burst - 1) * SECOND) / rate.perSecond
  /** The bucket after a token was taken that is used at `at`. */
  const without = (fullAt: number, rate: Rate, at: number): number => Math.max(fullAt, at) + SECOND / rate.perSecond

  const sweep = (now: Instant) => {
    for (const [chat, fullAt] of chats) if (fullAt <= now) chats.delete(chat)
  }

  return {
    /** Takes the next place for a message to this chat and gives the milliseconds until it. */
    take(chat: string, now: Instant): Milliseconds {
      const own = chats.get(chat) ?? 0
      const wait = Math.max(0, waitFor(allFullAt, overall, now), waitFor(own, perChat, now))
      if (chats.size > SWEEP_ABOVE) sweep(now)
      // The common bucket counts from now: whoever waits for their own chat must not hold up the others.
      allFullAt = without(allFullAt, overall, now)
      chats.set(chat, without(own, perChat, now))
      return Math.ceil(wait)
    },
    /** Nothing leaves before that time is over. */
    pause(now: Instant, ms: Milliseconds): void {
      pausedUntil = Math.max(pausedUntil, now + ms)
    },
    /** Milliseconds until the pause is over; 0 where there is none. */
    pausedFor: (now: Instant): Milliseconds => Math.max(0, pausedUntil - now),
  }
}
export type Pace = ReturnType<typeof createPace>
