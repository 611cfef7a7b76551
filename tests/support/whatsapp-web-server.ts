import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { stripTypeScriptTypes } from 'node:module'
import { certificate } from './certificate.ts'
import { createListeners } from './listeners.ts'
import { closeNow, listenOnLoopback } from './loopback.ts'
import { createChats } from './whatsapp-web-server-chats.ts'
import { createMedia } from './whatsapp-web-server-content.ts'
import { createLines } from './whatsapp-web-server-lines.ts'
import { createPosts } from './whatsapp-web-server-posts.ts'
import type { SentMessage } from './whatsapp-web-server-sent.ts'
import type { FromServer, Sync } from './whatsapp-web-wire.ts'

export type { Content } from './whatsapp-web-server-content.ts'
export type { SendFault, UploadFault } from './whatsapp-web-server-posts.ts'
export { asShown, type SentFile, type SentMessage } from './whatsapp-web-server-sent.ts'

export type WhatsAppServerOptions = {
  /** Links a page without a session by itself, as if a telephone had scanned the code; true where left out. */
  readonly linksAtOnce?: boolean
  readonly sync?: Sync
  /** Milliseconds since 1970; the real time where left out. */
  readonly now?: () => number
}

/** The page's own script and what it imports. */
const SCRIPTS = ['page', 'page-account', 'page-media', 'page-models', 'page-modules'].map(
  (part) => `whatsapp-web-${part}.ts`,
)

/** By the path under which the page asks for each. */
const scripts = (): ReadonlyMap<string, string> =>
  new Map(
    SCRIPTS.map((name) => [
      `/sim/${name}`,
      stripTypeScriptTypes(readFileSync(new URL(name, import.meta.url), 'utf8'), { mode: 'strip' }),
    ]),
  )

const PAGE =
  '<!doctype html><title>WhatsApp</title><body><script type="module" src="/sim/whatsapp-web-page.ts"></script>'

/** A simulated WhatsApp: the accounts' chats, a telephone that can link and unlink, and the web page on it. */
export const startWhatsApp = async (options: WhatsAppServerOptions = {}) => {
  const { now = Date.now, linksAtOnce = true } = options
  let sync: Sync = options.sync ?? 'when-listened'
  let online = true
  let blank = false
  const violations: string[] = []
  const violation = (what: string): void => void violations.push(what)
  const { changed, until: holds } = createListeners(20_000)
  const until = (what: string, is: () => boolean): Promise<void> =>
    holds(what, is, () => `; violations: ${violations.join(', ')}`)

  const snapshot = (): FromServer => ({ kind: 'snapshot', name: 'Unidade do Sal', sync, ...chats.snapshot() })
  const lines = createLines({ linksAtOnce, snapshot, changed })
  const { push } = lines
  const media = createMedia()
  const chats = createChats({ media, now, push })
  const posts = createPosts({ media, chats, lines, violation, changed })

  const read = async (request: IncomingMessage): Promise<Buffer> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }
  const html = (response: ServerResponse, text: string): void =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end(text)
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'https://web.whatsapp.com')
    if (!online) return void response.socket?.destroy()
    if (request.method === 'POST') {
      const body = await read(request)
      if (url.pathname === '/sim/upload') return posts.upload(body, response)
      return posts.post(url.pathname.slice('/sim/'.length), JSON.parse(body.toString()), response)
    }
    // What stands there when WhatsApp's own scripts do not load.
    if (url.pathname === '/') return html(response, blank ? '<!doctype html>' : PAGE)
    if (url.pathname === '/sim/frame') return html(response, '<p>')
    const script = page.get(url.pathname)
    if (script !== undefined) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    if (url.pathname === '/sim/events') return lines.open(request, response, url.searchParams.get('session') ?? '')
    const bytes = url.pathname.startsWith('/sim/media/')
      ? media.get(url.pathname.slice('/sim/media'.length))
      : undefined
    if (bytes) return void response.writeHead(200).end(bytes)
    if (url.pathname !== '/favicon.ico' && !url.pathname.startsWith('/sim/media/')) violation(`GET ${url.pathname}`)
    response.writeHead(404).end()
  }

  const page = scripts()
  const server = createServer(certificate(), (request, response) => {
    handle(request, response).catch((error: unknown) => {
      violation(String(error))
      response.destroy()
    })
  })
  server.keepAliveTimeout = 60_000
  const port = await listenOnLoopback(server)

  const sent = (chat?: string): readonly SentMessage[] =>
    posts.sent.filter((one) => chat === undefined || one.chat === chat)

  return {
    port,
    violations,
    sent,
    typed: posts.typed,
    until,
    untilSent: async (chat: string, atLeast: number): Promise<readonly SentMessage[]> => {
      await until(`${atLeast} messages`, () => sent(chat).length >= atLeast)
      return sent(chat)
    },
    person: chats.person,
    deciphers: chats.deciphers,
    fault: posts.fault,
    faultOfUpload: posts.faultOfUpload,
    uploads: posts.uploads,
    unread: chats.unread,
    allUnread: chats.allUnread,
    markUnread: chats.markUnread,
    pages: lines.pages,
    linked: lines.linked,
    untilLinked: (): Promise<void> => until('a linked page', lines.linked),
    untilPages: (pages: number): Promise<void> => until(`${pages} pages`, () => lines.pages() === pages),
    scan: lines.scan,
    refreshCode: lines.refreshCode,
    code: lines.code,
    unlink: lines.unlink,
    sessions: lines.sessions,
    forgetSessions: lines.forgetSessions,
    state: (state: string): void => push({ kind: 'state', state }),
    /** Resolves at once where there is no page that could know. */
    untilState: (state: string): Promise<void> =>
      until('the page knows its state', () => posts.stateOfPage() === state || lines.pages() === 0),
    /** Resolves when the page knows it. */
    removeChat: async (chat: string): Promise<void> => {
      chats.remove(chat)
      await until('the page knows that the chat is gone', () => posts.removed.has(chat))
    },
    setSync: (next: Sync): void => {
      sync = next
    },
    reload: (): void => push({ kind: 'reload' }),
    hang: (): void => push({ kind: 'hang' }),
    stir: (times: number): void => push({ kind: 'stir', times }),
    forgetMedia: media.forget,
    setLinksAtOnce: lines.setLinksAtOnce,
    whileLoading: posts.whileLoading,
    /** The page loads without WhatsApp's scripts. */
    setBlank: (next: boolean): void => {
      blank = next
    },
    /** The network goes away, and comes back. */
    network: (there: boolean): void => {
      online = there
      if (!there) server.closeAllConnections()
    },
    close: (): Promise<void> => closeNow(server),
  }
}
export type WhatsAppServer = Awaited<ReturnType<typeof startWhatsApp>>
