import type { Milliseconds } from '../time.ts'
import { SECOND } from '../time.ts'
import { deliverDue } from './deliver.ts'
import type { Deps } from './deps.ts'
import { faultOf } from './fault.ts'
import { wakeDue } from './wake.ts'

/** Looked at so often even when nobody rings: another process may have written. */
const AT_LEAST_EVERY: Milliseconds = SECOND
const AT_MOST_EVERY: Milliseconds = 5
const AFTER_A_FAULT: Milliseconds = 2 * SECOND
/** Calls under way at a time. More would not be faster within the platforms' limits, and each is unknown after a crash. */
const MOST_UNDER_WAY = 8

export type Runner = {
  /** Something was committed: look now. */
  readonly ring: () => void
  /** Takes nothing new and ends after what is under way. */
  readonly stop: () => Promise<void>
}

/** The loop that sends and wakes. A slow call holds up its own conversation only. */
export const run = (deps: Deps): Runner => {
  let stopping = false
  let rung = true
  let bell = new AbortController()
  const underWay = new Set<Promise<void>>()
  const ring = (): void => {
    rung = true
    bell.abort()
  }
  /** Does what is due, and gives how long nothing more will be. */
  const turn = async (): Promise<Milliseconds> => {
    await wakeDue(deps)
    const room = MOST_UNDER_WAY - underWay.size
    // Whatever ends next rings.
    if (room <= 0) return AT_LEAST_EVERY
    for (const one of await deliverDue(deps, room)) {
      const tracked = one.then(() => {
        underWay.delete(tracked)
        ring()
      })
      underWay.add(tracked)
    }
    const now = deps.clock.now()
    const next = await deps.store.nextDue(now)
    return next === null ? AT_LEAST_EVERY : Math.min(AT_LEAST_EVERY, Math.max(AT_MOST_EVERY, next - now))
  }
  const loop = async (): Promise<void> => {
    while (!stopping) {
      rung = false
      bell = new AbortController()
      try {
        const quiet = await turn()
        if (!rung && !stopping) await deps.clock.sleep(quiet, bell.signal)
      } catch (error) {
        deps.log.error(faultOf(error), 'the sending loop met a fault and goes on')
        await deps.clock.sleep(AFTER_A_FAULT)
      }
    }
    await Promise.all(underWay)
  }
  const done = loop()
  return {
    ring,
    stop: async () => {
      stopping = true
      ring()
      await done
    },
  }
}
