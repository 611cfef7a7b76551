import type { ChannelName } from '../ids.ts'
import type { Channel } from '../ports/channel.ts'
import type { Clock, Ids } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { World } from '../world.ts'
import type { Keyed } from './keyed.ts'

/** A log line: ids of kinds and numbers, never words or numbers of people. */
export type Log = {
  readonly info: (facts: Readonly<Record<string, unknown>>, message: string) => void
  readonly warn: (facts: Readonly<Record<string, unknown>>, message: string) => void
  readonly error: (facts: Readonly<Record<string, unknown>>, message: string) => void
}

/** What the application needs of the world. */
export type Deps = {
  /** Read at each step, so that changed knowledge is taken up without a restart. */
  readonly world: () => World
  readonly store: Store
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly clock: Clock
  readonly ids: Ids
  readonly keyed: Keyed
  readonly log: Log
  /** Rings when something was committed: there may be something to send, or to show in the inbox. */
  readonly committed: () => void
}
