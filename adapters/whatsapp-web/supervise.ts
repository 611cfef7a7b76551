import type { LinkState, LostLink } from '../../bot/ports/whatsapp-link.ts'
import { MINUTE, SECOND } from '../../bot/time.ts'
import { createBackoff } from '../backoff.ts'
import { type Child, startChild } from './child.ts'
import { findChromium, INSTALL_CHROMIUM } from './chromium.ts'
import type { WhatsAppWebOptions } from './options.ts'
import { FILE_PATIENCE } from './patience.ts'
import { freeProfile, prepareFolder, readSince, wipeSession, writeSince } from './profile.ts'
import type { Call, Ending, Standing } from './protocol.ts'
import type { State } from './state.ts'

const UNTIL_BROWSER = 30 * SECOND
/** Whoever opened the session elsewhere is left to finish. */
const AFTER_CONFLICT = 30 * SECOND
/** Nothing that trying again would mend. */
const AFTER_REFUSAL = 10 * MINUTE
/** A start that lasted so long was a good one. */
const STEADY = MINUTE
/** So long a browser of before may take to end. */
const UNTIL_FREE = 10 * SECOND
/** Messages that were written so long before the first link still wait for an answer; older ones are history. Seconds. */
const BEFORE_FIRST_LINK = 10 * 60

const LOST: Readonly<Record<Ending, LostLink>> = {
  asked: 'browser',
  'launch-failed': 'browser',
  'profile-in-use': 'in-use',
  'page-unreachable': 'network',
  'page-silent': 'page',
  'page-crashed': 'page',
  'browser-closed': 'browser',
  conflict: 'elsewhere',
  'logged-out': 'library',
  outdated: 'outdated',
  refused: 'refused',
  library: 'library',
  stuck: 'page',
  died: 'browser',
}

type SuperviseContext = {
  readonly options: WhatsAppWebOptions
  readonly state: State
  readonly batch: (messages: readonly unknown[]) => Promise<void>
}

/** Keeps one worker running until the signal: starts it, listens to how it stands, and starts another when it ends. */
export const createSupervisor = ({ options, state, batch }: SuperviseContext) => {
  const { folder, clock, ids, log, maxMegabytes } = options
  const backoff = createBackoff(SECOND, MINUTE, ids)
  let child: Child | null = null
  /** Why we ended the worker ourselves. */
  let wanted: 'renew' | 'memory' | null = null
  let bringing = 0
  let nudge = new AbortController()

  const standing = (now: Standing): void => {
    switch (now.kind) {
      case 'scan':
        return state.set({ kind: 'scan', code: now.code })
      case 'linking':
        return state.set({ kind: 'linking' })
      case 'network':
        return state.set({ kind: 'lost', why: 'network' })
      case 'linked':
        if (readSince(folder) === null) writeSince(folder, Math.floor(clock.now() / SECOND) - BEFORE_FIRST_LINK)
        return state.set({ kind: 'linked', as: now.as })
    }
  }

  const recycleIfIdle = (): void => {
    if (wanted !== 'memory' || bringing > 0 || child === null || child.underWay() > 0) return
    void child.end()
  }
  const memory = (megabytes: number): void => {
    // Before it is linked it would never get there.
    if (megabytes <= maxMegabytes || wanted !== null || state.get().kind !== 'linked') return
    log.warn(
      { channel: 'whatsapp-web', megabytes: Math.round(megabytes) },
      'too much memory; the browser is started anew',
    )
    wanted = 'memory'
    recycleIfIdle()
  }

  /** One worker from beginning to end. */
  const runOne = async (browser: string, signal: AbortSignal): Promise<Ending> => {
    wanted = null
    const own = startChild({
      begin: {
        kind: 'begin',
        browser,
        args: [...options.args],
        folder,
        since: readSince(folder),
        memoryEvery: options.memoryEvery ?? 30 * SECOND,
        loadPatience: options.loadPatience ?? 60 * SECOND,
        pagePatience: options.pagePatience ?? 15 * SECOND,
      },
      environment: options.environment,
      log,
      callPatience: options.callPatience ?? 45 * SECOND,
      // Whoever holds the browser knows more: it is the first to lose patience.
      filePatience: options.filePatience ?? FILE_PATIENCE + 20 * SECOND,
      standing,
      memory,
      batch: async (messages) => {
        bringing += 1
        try {
          await batch(messages)
        } finally {
          bringing -= 1
          recycleIfIdle()
        }
      },
    })
    child = own
    const stop = (): void => void own.end()
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    const why = await own.ended
    signal.removeEventListener('abort', stop)
    child = null
    return why
  }

  /** A browser of before may be writing its last. False: it does not end. */
  const untilFree = async (signal: AbortSignal): Promise<boolean> => {
    const until = clock.now() + UNTIL_FREE
    while (!freeProfile(folder)) {
      if (signal.aborted || clock.now() > until) return false
      await clock.sleep(100, signal)
    }
    return true
  }

  const lost = (why: Ending): LinkState => ({ kind: 'lost', why: wanted === 'memory' ? 'memory' : LOST[why] })
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    nudge = new AbortController()
    await clock.sleep(ms, AbortSignal.any([signal, nudge.signal]))
  }

  /** What comes after a worker: what is shown, and how long nothing is started. */
  const afterwards = async (why: Ending, lasted: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return
    if (why === 'logged-out') {
      await untilFree(signal)
      wipeSession(folder)
      state.set({ kind: 'unlinked' })
      return
    }
    if (wanted === 'renew') return state.set({ kind: 'starting' })
    state.set(lost(why))
    if (wanted === 'memory') return
    if (lasted > STEADY) backoff.reset()
    const least = why === 'conflict' ? AFTER_CONFLICT : why === 'refused' || why === 'outdated' ? AFTER_REFUSAL : 0
    await sleep(Math.max(least, backoff.next()), signal)
  }

  const run = async (signal: AbortSignal): Promise<void> => {
    state.set({ kind: 'starting' })
    while (!signal.aborted) {
      const browser = findChromium(options.browser)
      if (browser === null) {
        state.set({ kind: 'no-browser', command: INSTALL_CHROMIUM })
        await sleep(UNTIL_BROWSER, signal)
        continue
      }
      prepareFolder(folder)
      if (!(await untilFree(signal))) {
        await afterwards('profile-in-use', 0, signal)
        continue
      }
      const begun = clock.now()
      const why = await runOne(browser, signal)
      await afterwards(why, clock.now() - begun, signal)
    }
    state.set({ kind: 'off' })
  }

  return {
    run,
    /** A call to the worker; null where nothing is linked, or it is about to be started anew. */
    call: (call: Call) => {
      if (child === null || state.get().kind !== 'linked' || wanted !== null) return null
      return child.call(call).finally(recycleIfIdle)
    },
    unlink: async (): Promise<void> => {
      const own = child
      if (own === null || state.get().kind !== 'linked') return
      await own.call({ name: 'logout' })
      await own.ended
    },
    renew: async (): Promise<void> => {
      if (state.get().kind === 'linked') return
      nudge.abort()
      if (child === null) return
      wanted = 'renew'
      state.set({ kind: 'starting' })
      await child.end()
    },
  }
}
