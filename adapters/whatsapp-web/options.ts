import type { Log } from '../../bot/app/deps.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'

export type WhatsAppWebOptions = {
  /** Where the session is kept, `DATA_DIR/whatsapp-web`: whoever has it can read and write as the account. */
  readonly folder: string
  /** Chromium; empty: looked for in the usual places. */
  readonly browser: string
  /** Further arguments for Chromium. */
  readonly args: readonly string[]
  /** Of this program. The browser is given what it needs of it, and no setting. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Messages a minute at most, to everybody together; 0: as fast as it goes, without the pauses of a person. */
  readonly maxPerMinute: number
  /** Megabytes that browser and worker may use together before they are started anew. */
  readonly maxMegabytes: number
  readonly clock: Clock
  readonly ids: Pick<Ids, 'random'>
  readonly log: Log
  /** Milliseconds between two measurements of the memory; 30,000 where left out. */
  readonly memoryEvery?: number
  /** Milliseconds in which WhatsApp's page must have loaded; 60,000 where left out. */
  readonly loadPatience?: number
  /** Milliseconds in which the page must answer, or it counts as hanging; 15,000 where left out. */
  readonly pagePatience?: number
  /** Milliseconds after which a call counts as lost; 45,000 where left out. */
  readonly callPatience?: number
  /** The same for a call that sends a file; 320,000 where left out. */
  readonly filePatience?: number
}
