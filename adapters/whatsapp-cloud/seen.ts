import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../../bot/ports/clock.ts'
import { after, type Instant, instant, MINUTE } from '../../bot/time.ts'

/** When the parts of the set-up were last seen to work; null: never, as far as is known. */
export type Seen = {
  readonly handshakeAt: Instant | null
  readonly deliveryAt: Instant | null
  /** A delivery whose signature was not made with our secret. */
  readonly refusedAt: Instant | null
}

const NOTHING: Seen = { handshakeAt: null, deliveryAt: null, refusedAt: null }

/** A busy number is delivered to many times a second, and the page shows minutes. */
const WRITTEN_AGAIN = MINUTE

const at = z.number().transform(instant).nullable()
const kept = z.object({
  webhook: z.string(),
  signing: z.string(),
  handshakeAt: at,
  deliveryAt: at,
  refusedAt: at,
})

type SeenContext = {
  /** Made where it is not there. */
  readonly folder: string
  /** The whole address that Meta posts to. */
  readonly webhook: string
  readonly phoneId: string
  readonly appSecret: string
  readonly clock: Clock
}

/**
 * What was seen of the set-up, kept over restarts in `seen.json` of the folder: times only, nothing of a person. A file that
 * cannot be read is as none, and one that cannot be written is no fault: the same is then known since the start only.
 */
export const createSeen = ({ folder, webhook, phoneId, appSecret, clock }: SeenContext) => {
  const file = join(folder, 'seen.json')
  // The file must not give the secret away.
  const signing = createHash('sha256')
    .update(JSON.stringify([phoneId, appSecret]))
    .digest('hex')

  const read = (): Seen => {
    const parsed = kept.safeParse(jsonIn(file))
    // Meta made its handshake with another address.
    if (!parsed.success || parsed.data.webhook !== webhook) return NOTHING
    const { handshakeAt, deliveryAt, refusedAt } = parsed.data
    const seen = { ...NOTHING, handshakeAt: past(handshakeAt) }
    // With another secret or number whatever arrived, or was refused, says nothing; the handshake needs neither.
    return parsed.data.signing === signing
      ? { ...seen, deliveryAt: past(deliveryAt), refusedAt: past(refusedAt) }
      : seen
  }
  /** A clock that was wrong once must not let an old refusal be the last word for years. */
  const past = (at: Instant | null): Instant | null => (at === null ? null : instant(Math.min(at, clock.now())))

  let seen = read()
  let written = seen

  const write = (): void => {
    if (seen === written) return
    written = seen
    const content: z.input<typeof kept> = { webhook, signing, ...seen }
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      // A process that dies meanwhile leaves the file before or the one after.
      writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    } catch {
      // Known in memory all the same.
    }
  }

  return {
    get: (): Seen => seen,
    /** It is seen now. */
    note: (what: keyof Seen): void => {
      const now = clock.now()
      seen = { ...seen, [what]: now }
      const before = written[what]
      if (before === null || now >= after(before, WRITTEN_AGAIN)) write()
    },
    /** Writes down what was not yet. */
    write,
  }
}
export type SeenStore = ReturnType<typeof createSeen>

const jsonIn = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
