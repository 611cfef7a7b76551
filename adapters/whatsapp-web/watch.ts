import type { Client } from 'whatsapp-web.js'
import { announceSynced, look, refreshCode } from './page-calls.ts'
import { within } from './patience.ts'
import type { Ending } from './protocol.ts'

/** Milliseconds between two looks at the page. */
const EVERY = 500
/** WhatsApp's chats are there and the library has not noticed: looks in a row before it is told. */
const LOOKS_BEFORE_TELLING = 3
/** So long may the page show neither a code nor chats. */
const LONGEST_START = 120_000
/** Looks in a row without a connection before that is said: a short gap is no news. */
const LOOKS_BEFORE_NETWORK = 6

type WatchContext = {
  readonly client: Client
  /** Milliseconds without an answer after which the page hangs. */
  readonly patience: number
  /** True while the library is telling that the page is ready. */
  readonly beingTold: () => boolean
  /** What the page shows as far as the library said. */
  readonly shows: () => 'code' | 'chats' | 'nothing'
  /** A code was scanned. */
  readonly scanned: () => void
  readonly network: (away: boolean) => void
  readonly end: (why: Ending) => void
}

/** States in which the page is linked and only the connection is away. */
const AWAY = new Set(['TIMEOUT', 'OPENING', 'RESUMING', 'PAIRING', 'UNLAUNCHED'])

/**
 * Looks at the page again and again, because the library misses what happens there: that it was ready before anybody
 * listened, that a code ran out, that it hangs or lost its connection.
 */
export const watchPage = ({ client, patience, beingTold, shows, scanned, network, end }: WatchContext): void => {
  let missed = 0
  let away = 0
  let unsettledSince = Date.now()

  const turn = async (): Promise<void> => {
    const page = client.pupPage
    if (!page) return
    const seen = await within(
      patience,
      page.evaluate(look).catch(() => null),
    )
    if (seen.kind === 'late') return end('page-silent')
    const isThere = shows() === 'code' || (shows() === 'chats' && seen.value?.injected === true)
    if (isThere) unsettledSince = Date.now()
    else if (Date.now() - unsettledSince > LONGEST_START) return end('stuck')
    if (seen.value === null) return
    const { state, synced, injected, hooked } = seen.value
    missed = synced && !injected && hooked && !beingTold() ? missed + 1 : 0
    if (missed >= LOOKS_BEFORE_TELLING) {
      missed = 0
      await within(patience, page.evaluate(announceSynced))
    }
    if (shows() === 'code' && (state === 'PAIRING' || state === 'CONNECTED')) scanned()
    if (state === 'UNPAIRED_IDLE') await within(patience, page.evaluate(refreshCode))
    away = injected && AWAY.has(state) ? away + 1 : 0
    if (away === LOOKS_BEFORE_NETWORK) network(true)
    if (injected && state === 'CONNECTED') network(false)
  }
  const forever = async (): Promise<void> => {
    for (;;) {
      // What is thrown here means that the page is being loaded anew; the next look will tell.
      await turn().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, EVERY))
    }
  }
  void forever()
}
