import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { bodyOf, closeNow, jsonOf, listenOnLoopback, reply } from './loopback.ts'
import { createDelivery } from './whatsapp-cloud-delivery.ts'
import { type AccountTemplate, type Answer, createMethods, done, type Rules, refuse } from './whatsapp-cloud-methods.ts'
import { uploadForm } from './whatsapp-cloud-uploads.ts'
import { type Content, createWorld, type Profile, type Sent, type StatusName } from './whatsapp-cloud-world.ts'

export type { Content, Sent } from './whatsapp-cloud-world.ts'

/**
 * What goes wrong with one call.
 * - `error`: refused with that code of Meta's. `status`: answered by something else with that status and no JSON.
 * - `dropped`: the connection ends before anything was taken. `lost`: it ends after the call was carried out.
 * - `taken`: carried out, and answered with that status all the same.
 * - `garbled`: carried out, and the answer is no JSON. `delay`: carried out after so many milliseconds.
 */
export type Fault =
  | { readonly kind: 'error'; readonly code: number; readonly status?: number }
  | { readonly kind: 'status' | 'taken'; readonly status: number }
  | { readonly kind: 'dropped' | 'lost' | 'garbled' }
  | { readonly kind: 'delay'; readonly ms: number }

/** What a fault is for: sending, the upload of a file before it, read marks, our number, a medium or its bytes, the list of templates. */
export type Target = 'messages' | 'upload' | 'read' | 'number' | 'medium' | 'bytes' | 'templates'

export type WhatsappCloudServerOptions = {
  readonly token: string
  readonly phoneId: string
  readonly appSecret: string
  readonly accountId?: string
  readonly batch?: number
  readonly shuffle?: boolean
  readonly retryMs?: number
  readonly rules?: Partial<Rules>
  readonly templates?: readonly AccountTemplate[]
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** A simulated Graph API on loopback on one side, the telephones of people on the other. */
export const startWhatsappCloudServer = async (options: WhatsappCloudServerOptions) => {
  const world = createWorld(options.now ?? Date.now)
  const { token, phoneId, appSecret, accountId = '900100', batch = 10, shuffle = false, retryMs = 25 } = options
  const delivery = createDelivery({ world, phoneId, accountId, appSecret, batch, shuffle, retryMs })
  const rules: Rules = { perSecond: 80, pairBurst: 45, statuses: ['sent', 'delivered', 'read'], ...options.rules }
  const methods = createMethods(world, rules, options.templates)
  const faults = new Map<Target, Fault[]>()
  const number = {
    display_phone_number: '+238 990 00 00',
    verified_name: 'Apoio ao Imigrante',
    quality_rating: 'GREEN',
  }

  const carryOut = (target: Target, path: string, payload: unknown): Answer | Promise<Answer> => {
    switch (target) {
      case 'upload':
        return methods.upload(payload)
      case 'messages':
        return methods.send(payload)
      case 'read':
        return methods.read(payload)
      case 'number':
        return done({ ...number, id: phoneId })
      case 'medium': {
        const file = world.files.get(path)
        if (file === undefined) return refuse(100)
        return done({
          messaging_product: 'whatsapp',
          url: `${origin()}/bytes/${path}`,
          mime_type: file.mime,
          sha256: 'x',
          file_size: file.size,
          id: path,
        })
      }
      case 'templates':
        return methods.list(payload)
      case 'bytes':
        throw new Error('bytes are no JSON')
    }
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', origin())
    const [, first = '', second = '', ...rest] = url.pathname.split('/')
    const method = request.method ?? ''
    const type = request.headers['content-type'] ?? ''
    const isForm = type.startsWith('multipart/form-data')
    const payload =
      method !== 'POST'
        ? Object.fromEntries(url.searchParams)
        : isForm
          ? await uploadForm(type, await bodyOf(request))
          : await jsonOf(request)
    const isRead = payload !== null && typeof payload === 'object' && 'status' in payload
    const target: Target | null =
      first === 'bytes' && method === 'GET'
        ? 'bytes'
        : first !== 'v24.0' || rest.length > 1
          ? null
          : method === 'POST' && !isForm && second === phoneId && rest[0] === 'messages'
            ? isRead
              ? 'read'
              : 'messages'
            : isForm && second === phoneId && rest[0] === 'media'
              ? 'upload'
              : method === 'GET' && second === accountId && rest[0] === 'message_templates'
                ? 'templates'
                : method === 'GET' && rest.length === 0
                  ? second === phoneId
                    ? 'number'
                    : 'medium'
                  : null
    if (target === null || payload === null) {
      world.violations.push(`unknown call ${method} ${url.pathname}`)
      return reply(response, refuse(100, 404))
    }
    world.calls.push({ method, path: url.pathname, payload })
    world.changed()
    const fault = faults.get(target)?.shift()
    if (fault?.kind === 'dropped') return void request.socket.destroy()
    if (request.headers.authorization !== `Bearer ${token}`)
      return target === 'bytes' ? void response.writeHead(401).end() : reply(response, refuse(190, 401))
    if (fault?.kind === 'error') return reply(response, refuse(fault.code, fault.status))
    if (fault?.kind === 'status') return void response.writeHead(fault.status).end('<html>busy</html>')
    if (fault?.kind === 'delay') await wait(fault.ms)
    if (target === 'bytes') {
      const file = world.files.get(second)
      return void response.writeHead(file ? 200 : 404).end(file?.bytes)
    }
    const answer = await carryOut(target, second, payload)
    if (fault?.kind === 'lost') return void request.socket.destroy()
    if (fault?.kind === 'taken') return reply(response, refuse(131_000, fault.status))
    if (fault?.kind === 'garbled') return void response.end('<html>busy</html>')
    reply(response, answer)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  const port = await listenOnLoopback(server)
  const { until } = world
  const origin = (): string => `http://127.0.0.1:${port}`

  const sent = (chat: string): readonly Sent[] => world.sent.filter((message) => message.chat === chat)

  return {
    /** To be given to the bot as the root of the API. */
    url: `${origin()}/v24.0`,
    violations: world.violations as readonly string[],
    /** Every call, in order. */
    calls: world.calls,
    /** The messages that were marked as read, and whether with the sign that an answer is being written. */
    reads: world.reads as readonly { readonly message: string; readonly typing: boolean }[],
    webhookStatuses: delivery.statuses as readonly number[],
    /** Where everything is delivered from now on. */
    postTo: delivery.postTo,

    /** The telephone of a person, by the number. Each method gives the id of the message that it made. */
    person: (name: string, profile: Profile = {}) => {
      const person = world.personOf(name, profile)
      return {
        says: (text: string): string => world.says(person, { raw: { type: 'text', text: { body: text } } }),
        sends: (content: Content): string => world.says(person, content),
        presses: (label: string): string => world.presses(person, label),
        /** No longer on WhatsApp. */
        leaves: (): void => {
          person.left = true
        },
      }
    },
    /** Delivers a message once more. */
    again: (id: string): void => world.again(id),
    /** Tells a status of one of the bot's messages. */
    tell: (message: Sent, status: StatusName, code?: number): void => world.tell(message, status, code),
    /** The bytes that were stored under this id count as so many, for the limit. */
    pretendSize: (fileId: string, bytes: number): void => {
      const file = world.files.get(fileId)
      if (file) file.size = bytes
    },

    sent,
    /** Resolves with the messages to a person when there are at least so many. */
    untilSent: async (chat: string, count: number): Promise<readonly Sent[]> => {
      await until(`${count} messages to ${chat}`, () => sent(chat).length >= count)
      return sent(chat)
    },
    until,
    /** Resolves when the webhook has taken everything. */
    untilDelivered: (): Promise<void> => until('everything delivered', () => world.waiting(1).length === 0),
    /** Whether something waits to be taken by the webhook. */
    waits: (): boolean => world.waiting(1).length > 0,
    /** What goes wrong with the next calls, one after the other. */
    fault: (target: Target, ...coming: readonly Fault[]): void => {
      faults.set(target, [...(faults.get(target) ?? []), ...coming])
    },

    close: async (): Promise<void> => {
      await delivery.close()
      await closeNow(server)
    },
  }
}
export type WhatsappCloudServer = Awaited<ReturnType<typeof startWhatsappCloudServer>>
