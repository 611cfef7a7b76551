import { randomInt, randomUUID } from 'node:crypto'
import type { Clock, Ids } from '../bot/ports/clock.ts'
import { instant } from '../bot/time.ts'

/** The real time. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const done = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal?.addEventListener('abort', done)
    }),
}

/** Unguessable ids that sort by the time of their making. */
export const systemIds: Ids = {
  newId: () => `${Date.now().toString(36).padStart(9, '0')}-${randomUUID().replaceAll('-', '').slice(0, 20)}`,
  random: (below) => randomInt(below),
}
