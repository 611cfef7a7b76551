import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type ServerType, serve } from '@hono/node-server'
import { openDatabase } from '../../adapters/database/open.ts'
import { createWebchat } from '../../adapters/webchat/webchat.ts'
import { partsOfConversation } from '../../bot/ids.ts'
import type { InboundMessage, Language, MediaKind, OutboundMessage } from '../../bot/message.ts'
import type { MediaBytes, Received } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { instant } from '../../bot/time.ts'
import { createCountingIds, createTestLog } from '../support/fakes.ts'
import { REF } from './received.ts'

export const SERVICE = {
  title: { pt: 'Apoio ao Imigrante', en: 'Immigrant Support', fr: 'Aide aux immigrants', kea: 'Apoiu a Imigranti' },
  numbers: [
    { name: { pt: 'Polícia', en: 'Police', fr: 'Police', kea: 'Pulísia' }, number: '132', free: true },
    { name: { pt: 'Ambulância', en: 'Ambulance', fr: 'Ambulance', kea: 'Anbulánsia' }, number: '130', free: false },
    { name: { pt: 'Bombeiros', en: 'Fire brigade', fr: 'Pompiers', kea: 'Bonberu' }, number: '131', free: false },
  ],
}

/** The time of this machine; it can be moved on. Sleeping is real, so that nothing turns in circles. */
const createMovableClock = (): Clock & { advance(ms: number): void } => {
  let ahead = 0
  return {
    now: () => instant(Date.now() + ahead),
    sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
    advance: (ms) => {
      ahead += ms
    },
  }
}

export type Reply = (message: InboundMessage) => readonly OutboundMessage[]

/** The real web chat on a real port and a real database, before a bot that answers by script. */
export const startWorld = async (
  options: { readonly pageDir?: string; readonly reply?: Reply; readonly start?: false } = {},
) => {
  const mediaDir = mkdtempSync(join(tmpdir(), 'morabeza-web-'))
  const db = await openDatabase('sqlite::memory:')
  const clock = createMovableClock()
  const log = createTestLog()
  const web = createWebchat({
    db,
    mediaDir,
    pageDir: options.pageDir ?? null,
    clock,
    ids: createCountingIds(),
    log,
    service: SERVICE,
  })
  const received: InboundMessage[] = []
  const seen = new Set<string>()
  let reply: Reply = options.reply ?? (() => [])
  let broken = false

  const send = async (address: string, message: OutboundMessage, file?: MediaBytes) => {
    const { call } = web.channel.render(message, address)
    return web.channel.send(file ? { ...call, file } : call, REF)
  }

  const start = () =>
    web.channel.start(
      async (messages) => {
        if (broken) throw new Error('the store is away')
        const results: Received[] = []
        for (const message of messages) {
          if (seen.has(message.id)) {
            results.push('duplicate')
            continue
          }
          seen.add(message.id)
          received.push(message)
          const { address } = partsOfConversation(message.conversation)
          for (const said of reply(message)) await send(address, said)
          results.push('committed')
        }
        return results
      },
      async () => undefined,
    )
  if (options.start !== false) await start()

  let server: ServerType | null = null
  let port = 0
  const listen = () =>
    new Promise<void>((resolve) => {
      server = serve({ fetch: web.app.fetch, port, hostname: '127.0.0.1' }, (info: AddressInfo) => {
        port = info.port
        resolve()
      })
    })
  const unlisten = () =>
    new Promise<void>((resolve) => {
      server?.close(() => resolve())
      if (server && 'closeAllConnections' in server) server.closeAllConnections()
    })
  await listen()

  return {
    ...web,
    db,
    clock,
    log,
    mediaDir,
    received,
    send,
    listen,
    unlisten,
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    answerWith: (next: Reply) => {
      reply = next
    },
    breakStore: (now: boolean) => {
      broken = now
    },
    async close() {
      await web.channel.stop()
      await unlisten()
      await db.destroy()
      rmSync(mediaDir, { recursive: true, force: true })
    },
  }
}
export type World = Awaited<ReturnType<typeof startWorld>>

/** Who wrote the first message that the world received. */
export const addressOf = ({ received }: Pick<World, 'received'>): string => {
  const first = received[0]
  if (!first) throw new Error('nothing was received')
  return partsOfConversation(first.conversation).address
}

/** What the page sends, made by hand. */
export const visitor = (world: Pick<World, 'url'>, letter: string) => {
  const token = letter.repeat(43)
  const headers = { authorization: `Bearer ${token}` }
  const history = async (after = ''): Promise<HistoryPage> => {
    const response = await fetch(world.url(`/chat/history?after=${after}`), { headers })
    return (await response.json()) as HistoryPage
  }
  return {
    token,
    headers,
    post: (body: unknown, extra: Record<string, string> = {}) =>
      fetch(world.url('/chat/messages'), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', ...extra },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    say: (clientId: string, text: string) =>
      fetch(world.url('/chat/messages'), {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ clientId, body: { kind: 'text', text } }),
      }),
    upload: (clientId: string, bytes: Uint8Array, extra: Record<string, string> = {}) =>
      fetch(world.url('/chat/media'), {
        method: 'POST',
        headers: { ...headers, 'x-client-id': clientId, ...extra },
        body: new Uint8Array(bytes),
      }),
    history,
    /** The whole conversation. */
    all: async () => {
      let page = await history()
      const lines = [...page.lines]
      while (page.more) {
        page = await history(page.cursor)
        lines.push(...page.lines)
      }
      return lines
    },
    /** The bytes of the file that a line shows. */
    file: (line: string) => fetch(world.url(`/chat/lines/${line}/file`), { headers }),
    events: (after: string, signal: AbortSignal) =>
      fetch(world.url('/chat/events'), {
        headers: { ...headers, ...(after ? { 'last-event-id': after } : {}) },
        signal,
      }),
  }
}
export type Visitor = ReturnType<typeof visitor>

export type HistoryPage = {
  readonly cursor: string
  readonly reset: boolean
  readonly more: boolean
  readonly lines: readonly {
    readonly id: string
    readonly from: string
    readonly clientId?: string
    readonly text?: string
    readonly choices?: readonly { readonly id: string; readonly label: string }[]
    readonly body?: { readonly kind: string; readonly text?: string }
    readonly language?: Language
    readonly attachment?:
      | {
          readonly kind: 'file'
          readonly what: MediaKind
          readonly mime: string
          readonly size: number
          readonly name: string | null
        }
      | { readonly kind: 'location'; readonly lat: number; readonly lon: number }
  }[]
}

/** The events of a stream until `count` of them have come. */
export const readEvents = async (response: Response, count: number) => {
  const events: { event: string; id: string; data: string }[] = []
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (reader && events.length < count) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(part)?.[1] ?? ''
      if (!part.startsWith(':')) events.push({ event: field('event'), id: field('id'), data: field('data') })
    }
  }
  return events
}
