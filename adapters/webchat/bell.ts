import type { Clock } from '../../bot/ports/clock.ts'
import type { Milliseconds } from '../../bot/time.ts'

/** Why a listener woke up. `over`: the page is gone or the channel stops. */
export type Ring = 'lines' | 'typing' | 'time' | 'over'

type Listener = { lines: boolean; typing: boolean; wake: () => void }

/**
 * Tells the open pages of a conversation that there is something to read. What rings while a page is busy is kept until it
 * listens again, so nothing is missed between a read and the next wait.
 */
export const createBell = (clock: Clock) => {
  const rooms = new Map<string, Set<Listener>>()
  let stopping = new AbortController()

  return {
    ring(address: string, what: 'lines' | 'typing'): void {
      for (const listener of rooms.get(address) ?? []) {
        listener[what] = true
        listener.wake()
      }
    },

    /** Listens until `leave`. `next` resolves at the first ring, or after `ms`, or when the signal is aborted. */
    listen(address: string, gone: AbortSignal) {
      const listener: Listener = { lines: false, typing: false, wake: () => {} }
      const room = rooms.get(address) ?? new Set()
      rooms.set(address, room.add(listener))
      const over = AbortSignal.any([gone, stopping.signal])

      const take = (): Ring | null => {
        if (over.aborted) return 'over'
        for (const what of ['lines', 'typing'] as const) {
          if (!listener[what]) continue
          listener[what] = false
          return what
        }
        return null
      }

      return {
        async next(ms: Milliseconds): Promise<Ring> {
          const waiting = take()
          if (waiting !== null) return waiting
          const sleep = new AbortController()
          const rung = new Promise<void>((resolve) => {
            listener.wake = resolve
          })
          await Promise.race([rung, clock.sleep(ms, AbortSignal.any([sleep.signal, over]))])
          sleep.abort()
          return take() ?? 'time'
        },
        leave(): void {
          room.delete(listener)
          if (room.size === 0) rooms.delete(address)
        },
      }
    },

    /** Ends for everybody who listens now. */
    stop(): void {
      stopping.abort()
      stopping = new AbortController()
    },
  }
}
export type Bell = ReturnType<typeof createBell>
