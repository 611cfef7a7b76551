import type { Ids } from '../../bot/ports/clock.ts'
import { type Instant, MINUTE, type Milliseconds } from '../../bot/time.ts'

/** Milliseconds in which a person begins to answer, at least and at most. */
const QUICKEST = 600
const SLOWEST = 2_000
/** Above this many chats those that owe nothing any more are swept out. */
const SWEEP_ABOVE = 5_000

/**
 * When the next message may leave: some time of chance after the one before in the same chat, and so many a minute to
 * everybody. WhatsApp looks for programs that answer at once and without a pause.
 */
export const createPace = (perMinute: number, ids: Pick<Ids, 'random'>) => {
  const gap = perMinute === 0 ? 0 : MINUTE / perMinute
  /** A few in a row may go faster than the average. */
  const burst = gap * 5
  let allFullAt = 0
  const chats = new Map<string, number>()

  return {
    /** Takes the next place for a message to this chat and gives the milliseconds until it. */
    take(chat: string, now: Instant): Milliseconds {
      if (perMinute === 0) return 0
      const pause = QUICKEST + ids.random(SLOWEST - QUICKEST)
      const own = Math.max(chats.get(chat) ?? 0, now) + pause
      const all = Math.max(0, allFullAt - burst - now)
      allFullAt = Math.max(allFullAt, now) + gap
      if (chats.size > SWEEP_ABOVE) for (const [one, until] of chats) if (until <= now) chats.delete(one)
      const wait = Math.max(own - now, all)
      chats.set(chat, now + wait)
      return Math.ceil(wait)
    },
  }
}
export type Pace = ReturnType<typeof createPace>
