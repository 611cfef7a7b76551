import type { Instant, Milliseconds } from '../../bot/time.ts'

/** So many in so long, for each key. */
export type Allowance = { readonly count: number; readonly within: Milliseconds }

type Window = { readonly endsAt: number; used: number }

/** Above this many keys the windows that have ended are swept out. */
const SWEEP_ABOVE = 10_000

/**
 * Counts requests by key in fixed windows, in memory: one process serves the page, and after a restart everybody may begin
 * anew. `take` gives 0 where the request is within the allowance, else the milliseconds until it may be tried again.
 */
export const createLimiter = (allowance: Allowance) => {
  const windows = new Map<string, Window>()

  const sweep = (now: Instant) => {
    for (const [key, window] of windows) if (window.endsAt <= now) windows.delete(key)
  }

  return {
    take(key: string, now: Instant): Milliseconds {
      const open = windows.get(key)
      if (open === undefined || open.endsAt <= now) {
        if (windows.size > SWEEP_ABOVE) sweep(now)
        windows.set(key, { endsAt: now + allowance.within, used: 1 })
        return 0
      }
      if (open.used >= allowance.count) return open.endsAt - now
      open.used += 1
      return 0
    },
  }
}

/** Counts what is open at the same time, by key. `enter` is false where the key has its share. */
export const createSlots = (most: number) => {
  const open = new Map<string, number>()
  return {
    enter(key: string): boolean {
      const count = open.get(key) ?? 0
      if (count >= most) return false
      open.set(key, count + 1)
      return true
    },
    leave(key: string): void {
      const count = (open.get(key) ?? 0) - 1
      if (count > 0) open.set(key, count)
      else open.delete(key)
    },
  }
}
