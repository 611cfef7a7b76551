import type { Ids } from '../bot/ports/clock.ts'
import type { Milliseconds } from '../bot/time.ts'

/**
 * Waits that grow with every failure in a row: `first`, twice that, and so on up to `longest`, each shortened by chance by
 * up to a half, so that many programs do not come back at the same moment.
 */
export const createBackoff = (first: Milliseconds, longest: Milliseconds, ids: Pick<Ids, 'random'>) => {
  let failures = 0
  return {
    next(): Milliseconds {
      const whole = Math.min(longest, first * 2 ** Math.min(failures, 20))
      failures += 1
      return whole - ids.random(Math.floor(whole / 2) + 1)
    },
    reset(): void {
      failures = 0
    },
  }
}
export type Backoff = ReturnType<typeof createBackoff>
