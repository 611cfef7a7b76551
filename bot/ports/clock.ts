import type { Instant, Milliseconds } from '../time.ts'

/** Time and chance come from outside, so that a test can hold them. */
export interface Clock {
  now(): Instant
  /** Resolves after that time, or at once when the signal is aborted. Never rejects. */
  sleep(ms: Milliseconds, signal?: AbortSignal): Promise<void>
}

export interface Ids {
  /** A new unique id, sortable by time. */
  newId(): string
  /** A number from 0 up to, and without, `below`; cryptographically unguessable outside tests. */
  random(below: number): number
}
