import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../../bot/app/deps.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'
import { type Instant, instant } from '../../bot/time.ts'

/** A clock that stands still until it is told to go. Sleeping returns at once. */
export const createFakeClock = (start: Instant): Clock & { advance(ms: number): void } => {
  let now = start
  return {
    now: () => now,
    sleep: async () => undefined,
    advance: (ms) => {
      now = instant(now + ms)
    },
  }
}

/** Time that is real while things happen and jumps over every pause: a wait of an hour takes some milliseconds. */
export const createJumpingClock = (): Clock & { readonly slept: readonly number[] } => {
  let jumped = 0
  const slept: number[] = []
  return {
    slept,
    now: () => instant(Date.now() + jumped),
    sleep: async (ms, signal) => {
      slept.push(ms)
      await wait(Math.min(ms, 10), undefined, { ...(signal ? { signal } : {}) }).catch(() => undefined)
      if (!signal?.aborted) jumped += ms
    },
  }
}

/** Ids that count, and chance that goes through the alphabet: the same in every run. */
export const createCountingIds = (): Ids => {
  let count = 0
  let chance = 0
  return {
    newId: () => {
      count += 1
      return `id-${String(count).padStart(6, '0')}`
    },
    random: (below) => {
      chance += 1
      return chance % below
    },
  }
}

/** A log that keeps its lines, so that a test can look for words that must not be there. */
export const createTestLog = (): Log & { readonly lines: string[] } => {
  const lines: string[] = []
  const write = (level: string) => (facts: Readonly<Record<string, unknown>>, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(facts)}`)
  }
  return { lines, info: write('info'), warn: write('warn'), error: write('error') }
}
