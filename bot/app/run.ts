import type { Milliseconds } from '../time.ts'
import { SECOND } from '../time.ts'
import { deliverDue } from './deliver.ts'
import type { Deps } from './deps.ts'
import { wakeDue } from './wake.ts'

/** Looked at so often even when nobody rings: another process may have written. */
const AT_LEAST_EVERY: Milliseconds = SECOND
const AFTER_A_FAULT: Milliseconds = 2 * SECOND
/** Calls under way at a time. More would not be faster within the platforms' limits, and each is unknown after a crash. */
const MOST_UNDER_WAY = 16

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
  const turn = async (): Promise<void> => {
    await wakeDue(deps)
    const room = MOST_UNDER_WAY - underWay.size
    if (room <= 0) return
    for (const one of await deliverDue(deps, room)) {
      const tracked = one.then(() => {
        underWay.delete(tracked)
        ring()
      })
      underWay.add(tracked)
    }
  }
  const loop = async (): Promise<void> => {
    while (!stopping) {
      rung = false
      bell = new AbortController()
      try {
        await turn()
        if (!rung && !stopping) await deps.clock.sleep(AT_LEAST_EVERY, bell.signal)
      } catch (error) {
        deps.log.error(
          { error: error instanceof Error ? error.message : 'unknown' },
          'the sending loop met a fault and goes on',
        )
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
