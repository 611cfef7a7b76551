import type { Client } from 'whatsapp-web.js'
import { createBring } from './bring.ts'
import { doCall } from './calls.ts'
import { findUnread } from './catch-up.ts'
import { createClient } from './client.ts'
import { memoryOf } from './memory.ts'
import { markRead } from './page-calls.ts'
import { within } from './patience.ts'
import { createPhones } from './phones.ts'
import { lockProfile } from './profile.ts'
import { type Begin, type Call, type Ending, type FromWorker, toWorker } from './protocol.ts'
import { dataOf, type Raw, rawOf } from './raw.ts'
import { watchPage } from './watch.ts'

/*
 * The process that holds whatsapp-web.js and its browser, and nothing else: the library throws strings, leaks, and its
 * browser can die. Whatever goes wrong here ends this process, and the program starts another one.
 */

/** Where the unread could not be looked up. */
const AGAIN = 2_000
/** What cannot be read yet is deciphered within seconds, or never. */
const AFTER_CIPHERED = 20_000
/** The browser is given so long to write its profile. */
const LAST_WORDS = 5_000
/** Messages that were written so long before the first link still wait for an answer; older ones are history. Seconds. */
const BEFORE_FIRST_LINK = 10 * 60

const tell = (message: FromWorker): Promise<void> =>
  new Promise((resolve) => {
    if (!process.connected) return resolve()
    process.send?.(message, undefined, {}, () => resolve())
  })

let ended = false
/** We close the browser ourselves. */
let closing = false
/** Says why, and ends. The browser has the pipe to this process, and ends with it. */
const end = async (why: Ending): Promise<void> => {
  if (ended) return
  ended = true
  await within(1_000, tell({ kind: 'ending', why }))
  process.exit(0)
}

/** Strings that the library throws where nobody can catch them. What else goes unhandled belongs to a page that is gone. */
const FATAL: Readonly<Record<string, Ending>> = { 'auth timeout': 'page-unreachable', 'ready timeout': 'stuck' }
process.on('unhandledRejection', (reason) => {
  const why = typeof reason === 'string' ? FATAL[reason] : undefined
  if (why !== undefined) void end(why)
})
process.on('uncaughtException', () => void end('library'))
process.on('disconnect', () => process.exit(0))
// The program is told to stop, and tells us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

/** States that WhatsApp gives when it ends a session. */
const ENDED_BY: Readonly<Record<string, Ending>> = {
  LOGOUT: 'logged-out',
  UNPAIRED: 'logged-out',
  UNPAIRED_IDLE: 'logged-out',
  CONFLICT: 'conflict',
  DEPRECATED_VERSION: 'outdated',
  TOS_BLOCK: 'refused',
  SMB_TOS_BLOCK: 'refused',
  PROXYBLOCK: 'refused',
}

const launchFailure = (error: unknown): Ending => {
  const words = error instanceof Error ? error.message : String(error)
  if (FATAL[words]) return FATAL[words]
  if (/already running|ProcessSingleton|Code: 21/.test(words)) return 'profile-in-use'
  if (/net::ERR|Navigation|navigating/i.test(words)) return 'page-unreachable'
  if (/launch|ENOENT|EACCES|executable/i.test(words)) return 'launch-failed'
  return 'library'
}

const start = async (options: Begin): Promise<void> => {
  const client = await createClient(options)
  const phones = createPhones(client)
  const since = options.since ?? Math.floor(Date.now() / 1000) - BEFORE_FIRST_LINK
  const isNews = (message: Raw): boolean => message.t >= since
  let toldAt = 0
  let shows: 'code' | 'chats' | 'nothing' = 'nothing'
  let away = false
  let round = 0

  /** Where something is unread that was never brought, it is looked up: the library may have kept it to itself. */
  let lookingUp = false
  const lookUpLater = (): void => {
    if (lookingUp) return
    lookingUp = true
    setTimeout(() => {
      lookingUp = false
      if (shows === 'chats') void catchUp()
    }, AFTER_CIPHERED)
  }
  const seen = async (chat: string, ids: readonly string[]): Promise<void> => {
    if ((await client.pupPage?.evaluate(markRead, chat, ids, since)) === 'not-yet') lookUpLater()
  }
  const bring = createBring({
    hand: (batch, messages) =>
      void phones(messages).then((known) => tell({ kind: 'batch', batch, messages: [...known] })),
    // Where it fails the chat stays unread, and comes once more as something that is known already.
    saved: (chat, ids) => void seen(chat, ids).catch(() => undefined),
  })

  /** Looks up what is unread. Only the newest round counts: the page may be loaded anew while one is under way. */
  const catchUp = async (): Promise<void> => {
    round += 1
    const own = round
    bring.hold()
    for (;;) {
      const found = await findUnread(client)
      if (own !== round) return
      if (found !== null) {
        bring.release(found.messages.filter(isNews))
        if (found.ciphered) lookUpLater()
        return
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN))
      if (own !== round) return
    }
  }

  const linked = (): void => {
    // The library fills it before it says that it is ready; the types know no time before that.
    const info = client.info as Client['info'] | undefined
    void tell({ kind: 'standing', standing: { kind: 'linked', as: info?.pushname ?? null } })
  }

  const linking = (): void => {
    shows = 'nothing'
    void tell({ kind: 'standing', standing: { kind: 'linking' } })
  }

  client.on('qr', (text) => {
    shows = 'code'
    void tell({ kind: 'standing', standing: { kind: 'scan', code: text } })
  })
  client.on('authenticated', () => {
    toldAt = Date.now()
    bring.hold()
    if (shows !== 'chats') linking()
  })
  // Comes again with every reload of the page, and several times after frames were loaded in it.
  client.on('ready', () => {
    toldAt = 0
    shows = 'chats'
    linked()
    void catchUp()
  })
  client.on('message', (message) => {
    const raw = rawOf(dataOf(message))
    if (raw !== null && !raw.fromMe && isNews(raw)) bring.live(raw)
  })
  client.on('disconnected', (reason) => void end(ENDED_BY[String(reason)] ?? 'library'))
  client.on('auth_failure', () => void end('logged-out'))

  watchPage({
    client,
    patience: options.pagePatience,
    // Some seconds: the library loads its helpers into the page.
    beingTold: () => Date.now() - toldAt < 10_000,
    shows: () => shows,
    scanned: linking,
    network: (isAway) => {
      if (isAway === away) return
      away = isAway
      if (away) void tell({ kind: 'standing', standing: { kind: 'network' } })
      else if (shows === 'chats') linked()
    },
    end: (why) => void end(why),
  })
  const measure = setInterval(() => {
    const megabytes = memoryOf(process.pid)
    if (megabytes !== null) void tell({ kind: 'memory', megabytes })
  }, options.memoryEvery)
  measure.unref()

  const close = async (): Promise<void> => {
    closing = true
    await within(LAST_WORDS, client.destroy()).catch(() => undefined)
    await end('asked')
  }
  const call = async (id: number, asked: Call): Promise<void> => {
    const begun = (): Promise<void> => tell({ kind: 'begun', id })
    if (asked.name === 'logout') closing = true
    const answer = await doCall({ client, begun }, asked).catch(() => ({ kind: 'not-sent', code: 'library' }) as const)
    await tell({ kind: 'answer', id, answer })
    if (asked.name === 'logout') await end('logged-out')
  }
  process.on('message', (data) => {
    const message = toWorker.parse(data)
    if (message.kind === 'call') void call(message.id, message.call)
    else if (message.kind === 'committed') bring.committed(message.batch)
    else if (message.kind === 'end') void close()
  })

  try {
    const launched = client.initialize()
    await browserOf(client, launched)
    const pid = client.pupBrowser?.process()?.pid
    if (pid !== undefined) lockProfile(options.folder, pid)
    client.pupBrowser?.on('disconnected', () => closing || void end('browser-closed'))
    client.pupPage?.on('error', () => void end('page-crashed'))
    await launched
  } catch (error) {
    await end(launchFailure(error))
  }
}

/** Resolves when the browser runs, or launching it has failed. */
const browserOf = async (client: Client, launched: Promise<void>): Promise<void> => {
  let failed = false
  launched.catch(() => {
    failed = true
  })
  while (!client.pupBrowser && !failed) await new Promise((resolve) => setTimeout(resolve, 20))
}

process.once('message', (data) => {
  const message = toWorker.parse(data)
  if (message.kind === 'begin') void start(message)
})
