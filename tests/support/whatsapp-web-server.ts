import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { stripTypeScriptTypes } from 'node:module'
import { z } from 'zod'
import { certificate } from './certificate.ts'
import { createListeners } from './listeners.ts'
import { closeNow, listenOnLoopback } from './loopback.ts'
import type { FromServer, StoredMessage, Sync } from './whatsapp-web-wire.ts'

/** What may become of the next message that is sent. WhatsApp takes it and says nothing (`lost`), or the connection breaks then. */
export type SendFault = 'failed' | 'lost' | 'broken'

/**
 * What may become of the next file that is uploaded, before there is a message. `refused`: WhatsApp does not take it; `broken`:
 * the connection breaks; `held`: it never gets there.
 */
export type UploadFault = 'refused' | 'broken' | 'held'

/** A message as the person's telephone shows it. */
export type SentMessage = {
  readonly chat: string
  readonly text: string
  readonly id: string
  /** A file, with the kind of message that brings it; or a place. */
  readonly attached: SentFile | { readonly lat: number; readonly lon: number } | null
}
export type SentFile = {
  readonly type: 'ptt' | 'audio' | 'image' | 'document'
  readonly bytes: Uint8Array
  readonly mime: string
  readonly name: string | null
}

/** What a person can send besides words. */
export type Content =
  | { readonly voice: Uint8Array; readonly seconds?: number }
  | { readonly image: Uint8Array; readonly caption?: string }
  | { readonly document: Uint8Array; readonly name: string; readonly size?: number; readonly caption?: string }
  | { readonly lat: number; readonly lng: number }
  | { readonly type: string; readonly body?: string }

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

const envelope = { chat: z.string(), id: z.string(), t: z.number() }
/** What an upload gives, and the message must bring. */
const uploaded = {
  ...envelope,
  mimetype: z.string(),
  size: z.int().positive(),
  directPath: z.string(),
  filehash: z.string(),
  mediaKey: z.literal('key'),
  encFilehash: z.literal('encrypted'),
  uploadhash: z.literal('encrypted'),
}
const bodies = {
  send: z.discriminatedUnion('type', [
    z.strictObject({ ...envelope, type: z.literal('chat'), body: z.string().min(1).max(65_536) }),
    z.strictObject({ ...uploaded, type: z.literal('ptt'), sendAudioAsVoice: z.literal(true) }),
    z.strictObject({ ...uploaded, type: z.literal('audio') }),
    z.strictObject({ ...uploaded, type: z.literal('image'), body: z.literal('thumbnail') }),
    z.strictObject({
      ...uploaded,
      type: z.literal('document'),
      sendMediaAsDocument: z.literal(true),
      filename: z.string().min(1),
    }),
    z.strictObject({
      ...envelope,
      type: z.literal('location'),
      body: z.literal(''),
      loc: z.literal(''),
      lat: z.number(),
      lng: z.number(),
    }),
  ]),
  seen: z.object({ chat: z.string(), last: z.string().optional() }),
  typing: z.object({ chat: z.string() }),
  earlier: z.object({ chat: z.string() }),
  removed: z.object({ chat: z.string() }),
  state: z.object({ state: z.string() }),
  violation: z.object({ what: z.string() }),
}

type Sent = z.output<typeof bodies.send>

/** Formatting as WhatsApp's telephones read it, and marks that nobody sees: what is left is what a person reads. */
export const asShown = (text: string): string =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part, at) => (at % 2 === 1 ? part : formatted(part)))
    .join('')
const formatted = (text: string): string => {
  const pair = (sign: string) =>
    new RegExp(`(^|[^\\p{L}\\p{N}\\u200b])${sign}(?=[^\\s\\u200b])(.*?[^\\s])${sign}(?![\\p{L}\\p{N}])`, 'gmu')
  return ['```', '\\*', '_', '~', '`']
    .reduce((shown, sign) => shown.replace(pair(sign), '$1$2'), text)
    .replaceAll('\u200b', '')
}

/** A simulated WhatsApp: the accounts' chats, a telephone that can link and unlink, and the web page on it. */
export const startWhatsApp = async (options: WhatsAppServerOptions = {}) => {
  const { now = Date.now } = options
  let linksAtOnce = options.linksAtOnce ?? true
  let sync: Sync = options.sync ?? 'when-listened'
  const violations: string[] = []
  const sent: SentMessage[] = []
  const typed: string[] = []
  const removed = new Set<string>()
  let stateOfPage = ''
  const chats = new Map<string, { name: string; unread: number; messages: StoredMessage[] }>()
  const phones: Record<string, string> = {}
  const media = new Map<string, Uint8Array>()
  const faults: SendFault[] = []
  const uploadFaults: UploadFault[] = []
  let uploads = 0
  const { changed, until: holds } = createListeners(20_000)
  const lines = new Map<ServerResponse, { linked: boolean }>()
  let sessions = new Set<string>()
  let count = 0
  let codes = 1
  let online = true
  let blank = false
  let whileLoading: ((chat: string) => void) | null = null

  const until = (what: string, is: () => boolean): Promise<void> =>
    holds(what, is, () => `; violations: ${violations.join(', ')}`)

  const push = (line: ServerResponse, event: FromServer): void => void line.write(`data: ${JSON.stringify(event)}\n\n`)
  const pushLinked = (event: FromServer): void => {
    for (const [line, { linked }] of lines) if (linked) push(line, event)
  }
  const snapshot = (): FromServer => ({
    kind: 'snapshot',
    name: 'Unidade do Sal',
    sync,
    phones,
    chats: [...chats].map(([id, chat]) => ({ id, ...chat })),
  })
  const link = (line: ServerResponse): void => {
    const session = `session-${sessions.size + 1}-${codes}`
    sessions.add(session)
    lines.set(line, { linked: true })
    push(line, { kind: 'paired', session })
    push(line, snapshot())
    changed()
  }

  const events = (request: IncomingMessage, response: ServerResponse, session: string): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    request.on('close', () => {
      lines.delete(response)
      changed()
    })
    const linked = sessions.has(session)
    lines.set(response, { linked })
    if (linked) push(response, snapshot())
    else push(response, { kind: 'unlinked', ref: `code-${codes}` })
    if (!linked && linksAtOnce) link(response)
    changed()
  }

  const chatOf = (id: string, name: string) => {
    const chat = chats.get(id) ?? { name, unread: 0, messages: [] }
    chats.set(id, chat)
    return chat
  }
  const arrives = (
    id: string,
    name: string,
    content: Readonly<Record<string, unknown>>,
    t = Math.floor(now() / 1000),
  ): string => {
    count += 1
    const message: StoredMessage = {
      chat: id,
      id: `3A${String(count).padStart(18, '0')}`,
      fromMe: false,
      t,
      ack: 1,
      name,
      content,
    }
    const chat = chatOf(id, name)
    chat.messages.push(message)
    chat.unread = Math.max(0, chat.unread) + 1
    pushLinked({ kind: 'message', message, unread: chat.unread })
    return `false_${id}_${message.id}`
  }

  /** The file that was uploaded for a message. What the message tells of it must be true. */
  const fileOf = (message: Extract<Sent, { readonly directPath: string }>): SentFile => {
    const { type, directPath, mimetype, size, filehash } = message
    const bytes = media.get(directPath) ?? new Uint8Array()
    const hash = createHash('sha256').update(bytes).digest('base64')
    if (bytes.length !== size || hash !== filehash) violations.push('a message with another file than was uploaded')
    if (type === 'ptt' && mimetype !== 'audio/ogg; codecs=opus') violations.push(`a voice note of ${mimetype}`)
    return { type, bytes, mime: mimetype, name: type === 'document' ? message.filename : null }
  }
  const attachedTo = (message: Sent): SentMessage['attached'] => {
    if (message.type === 'chat') return null
    return message.type === 'location' ? { lat: message.lat, lon: message.lng } : fileOf(message)
  }

  const taken = (message: Sent): void => {
    const { chat: id, id: own, t, ...content } = message
    const text = message.type === 'chat' ? message.body : ''
    const chat = chats.get(id)
    if (!chat?.messages.some(({ fromMe }) => !fromMe)) violations.push('wrote to somebody who never wrote')
    const stored: StoredMessage = {
      chat: id,
      id: own,
      fromMe: true,
      t,
      ack: 1,
      name: '',
      content,
    }
    chatOf(id, '').messages.push(stored)
    sent.push({ chat: id, text: asShown(text), id: own, attached: attachedTo(message) })
    changed()
  }
  const answer = (response: ServerResponse, value: unknown): void =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

  /** In the middle of the answer: where there is none yet, the browser asks once more by itself. */
  const breakOff = (response: ServerResponse): void =>
    void response.writeHead(200).write('{', () => response.socket?.destroy())

  /** What the page asks for. False: there is no such thing. */
  const posted = (name: string, body: unknown, response: ServerResponse): void => {
    if (name === 'send') {
      const fault = faults.shift()
      if (fault === 'failed') return answer(response, { ack: -1 })
      taken(bodies.send.parse(body))
      if (fault === 'broken') breakOff(response)
      // Where it is lost the line stays open, and nothing comes.
      else if (fault !== 'lost') answer(response, { ack: 1 })
      return
    }
    if (name === 'seen') {
      const { chat: id, last } = bodies.seen.parse(body)
      const chat = chats.get(id)
      if (chat) {
        // What came after the last message that the page knows stays unread.
        const at = chat.messages.findIndex((message) => message.id === last)
        chat.unread = chat.messages.slice(at + 1).filter(({ fromMe }) => !fromMe).length
      }
    } else if (name === 'typing') typed.push(bodies.typing.parse(body).chat)
    else if (name === 'state') stateOfPage = bodies.state.parse(body).state
    else if (name === 'removed') removed.add(bodies.removed.parse(body).chat)
    else if (name === 'earlier') whileLoading?.(bodies.earlier.parse(body).chat)
    else if (name === 'violation') violations.push(bodies.violation.parse(body).what)
    else if (name === 'logout') sessions = new Set()
    else if (name === 'refresh') codes += 1
    else violations.push(`POST ${name}`)
    changed()
    answer(response, {})
  }

  const read = async (request: IncomingMessage): Promise<Buffer> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }
  /** A file on its way to WhatsApp, before the message that brings it. */
  const upload = (bytes: Uint8Array, response: ServerResponse): void => {
    uploads += 1
    changed()
    const fault = uploadFaults.shift()
    if (fault === 'held') return
    if (fault === 'broken') return breakOff(response)
    if (fault === 'refused') return answer(response, { mediaEntry: null })
    const directPath = store(bytes)
    const mmsUrl = `https://mmg.whatsapp.net${directPath}`
    const keys = { mediaKey: 'key', mediaKeyTimestamp: 1, encFilehash: 'encrypted', uploadHash: 'encrypted' }
    answer(response, { mediaEntry: { mmsUrl, deprecatedMms3Url: mmsUrl, directPath, ...keys } })
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'https://web.whatsapp.com')
    if (!online) return void response.socket?.destroy()
    if (request.method === 'POST') {
      const body = await read(request)
      if (url.pathname === '/sim/upload') return upload(body, response)
      return posted(url.pathname.slice('/sim/'.length), JSON.parse(body.toString()), response)
    }
    // What stands there when WhatsApp's own scripts do not load.
    if (url.pathname === '/' && blank)
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
    if (url.pathname === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
    if (url.pathname === '/sim/frame') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')
    const script = page.get(url.pathname)
    if (script !== undefined) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    if (url.pathname === '/sim/events') return events(request, response, url.searchParams.get('session') ?? '')
    const bytes = url.pathname.startsWith('/sim/media/')
      ? media.get(url.pathname.slice('/sim/media'.length))
      : undefined
    if (bytes) return void response.writeHead(200).end(bytes)
    if (url.pathname !== '/favicon.ico' && !url.pathname.startsWith('/sim/media/'))
      violations.push(`GET ${url.pathname}`)
    response.writeHead(404).end()
  }

  const page = scripts()
  const server = createServer(certificate(), (request, response) => {
    handle(request, response).catch((error: unknown) => {
      violations.push(String(error))
      response.destroy()
    })
  })
  server.keepAliveTimeout = 60_000
  const port = await listenOnLoopback(server)

  const store = (bytes: Uint8Array): string => {
    const path = `/m${media.size + 1}`
    media.set(path, bytes)
    return path
  }
  const contentOf = (content: Content): Readonly<Record<string, unknown>> => {
    if ('voice' in content)
      return {
        type: 'ptt',
        directPath: store(content.voice),
        mimetype: 'audio/ogg; codecs=opus',
        size: content.voice.length,
        duration: String(content.seconds ?? 4),
      }
    if ('image' in content)
      return {
        type: 'image',
        directPath: store(content.image),
        mimetype: 'image/jpeg',
        size: content.image.length,
        caption: content.caption ?? '',
        body: 'thumbnail',
      }
    if ('document' in content)
      return {
        type: 'document',
        directPath: store(content.document),
        mimetype: 'application/pdf',
        size: content.size ?? content.document.length,
        filename: content.name,
        caption: content.caption ?? '',
        body: 'thumbnail',
      }
    if ('lat' in content) return { type: 'location', lat: content.lat, lng: content.lng, body: 'thumbnail' }
    return { ...content }
  }

  return {
    port,
    violations,
    sent: (chat?: string): readonly SentMessage[] => sent.filter((one) => chat === undefined || one.chat === chat),
    typed: typed as readonly string[],
    until,
    untilSent: async (chat: string, atLeast: number): Promise<readonly SentMessage[]> => {
      await until(`${atLeast} messages`, () => sent.filter((one) => one.chat === chat).length >= atLeast)
      return sent.filter((one) => one.chat === chat)
    },
    /** Somebody who writes. `id` is their chat: `…@c.us`, or `…@lid` with the number behind it, or none. */
    person: (id: string, name = 'Maria', phone?: string) => {
      if (phone !== undefined) phones[id] = phone
      return {
        says: (text: string, t?: number): string => arrives(id, name, { type: 'chat', body: text }, t),
        sends: (content: Content, t?: number): string => arrives(id, name, contentOf(content), t),
        /** A message that can be read only later. */
        saysInCipher: (): string => arrives(id, name, { type: 'ciphertext' }),
      }
    },
    deciphers: (id: string, text: string): void => {
      for (const chat of chats.values())
        chat.messages = chat.messages.map((one) =>
          `false_${one.chat}_${one.id}` === id ? { ...one, content: { type: 'chat', body: text } } : one,
        )
      pushLinked({ kind: 'deciphered', id, content: { type: 'chat', body: text } })
    },
    fault: (...next: readonly SendFault[]): void => void faults.push(...next),
    faultOfUpload: (...next: readonly UploadFault[]): void => void uploadFaults.push(...next),
    /** Files that reached WhatsApp, whatever became of them. */
    uploads: (): number => uploads,
    unread: (chat: string): number => chats.get(chat)?.unread ?? 0,
    /** All that people wrote and nobody has read. */
    allUnread: (): number => [...chats.values()].reduce((sum, { unread }) => sum + unread, 0),
    /** Somebody marks the chat as unread on the telephone. */
    markUnread: (id: string): void => {
      const chat = chats.get(id)
      if (chat) chat.unread = -1
    },
    pages: (): number => lines.size,
    linked: (): boolean => [...lines.values()].some((line) => line.linked),
    untilLinked: (): Promise<void> => until('a linked page', () => [...lines.values()].some((line) => line.linked)),
    untilPages: (pages: number): Promise<void> => until(`${pages} pages`, () => lines.size === pages),
    /** The telephone scans the code on the page. */
    scan: (): void => {
      for (const [line, { linked }] of lines) if (!linked) link(line)
    },
    refreshCode: (): void => {
      codes += 1
      for (const [line, { linked }] of lines) if (!linked) push(line, { kind: 'ref', ref: `code-${codes}` })
    },
    code: (): string => `code-${codes}`,
    /** The link is ended on the telephone. */
    unlink: (): void => {
      sessions = new Set()
      codes += 1
      for (const line of lines.values()) line.linked = false
      for (const line of lines.keys()) push(line, { kind: 'leave' })
    },
    sessions: (): number => sessions.size,
    /** Ends every session without a word: the page finds out when it is loaded next. */
    forgetSessions: (): void => {
      sessions = new Set()
    },
    state: (state: string): void => pushLinked({ kind: 'state', state }),
    /** Resolves at once where there is no page that could know. */
    untilState: (state: string): Promise<void> =>
      until('the page knows its state', () => stateOfPage === state || lines.size === 0),
    /** Resolves when the page knows it. */
    removeChat: async (chat: string): Promise<void> => {
      chats.delete(chat)
      pushLinked({ kind: 'removed', chat })
      await until('the page knows that the chat is gone', () => removed.has(chat))
    },
    setSync: (next: Sync): void => {
      sync = next
    },
    reload: (): void => pushLinked({ kind: 'reload' }),
    hang: (): void => pushLinked({ kind: 'hang' }),
    stir: (times: number): void => pushLinked({ kind: 'stir', times }),
    forgetMedia: (): void => media.clear(),
    setLinksAtOnce: (next: boolean): void => {
      linksAtOnce = next
    },
    /** What happens while the page loads older messages of a chat. */
    whileLoading: (happens: (chat: string) => void): void => {
      whileLoading = happens
    },
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
