import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { bodyOf, closeNow, jsonOf, listenOnLoopback, reply } from './loopback.ts'
import { createDelivery } from './telegram-delivery.ts'
import { telegramForm } from './telegram-form.ts'
import { type Answer, METHODS, refuse } from './telegram-methods.ts'
import { type Call, type Content, createWorld, type Profile, type Sent } from './telegram-world.ts'

export type { Call, Content, Sent } from './telegram-world.ts'

/**
 * What goes wrong with one call.
 * - `rate-limited`: refused with 429. `status`: refused with that status.
 * - `dropped`: the connection ends before anything was taken. `lost`: it ends after the call was carried out.
 * - `garbled`: carried out, and the answer is no JSON. `delay`: carried out after so many milliseconds.
 */
export type Fault =
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  | { readonly kind: 'status'; readonly status: number; readonly description: string }
  | { readonly kind: 'dropped' | 'lost' | 'garbled' }
  | { readonly kind: 'delay'; readonly ms: number }

export type TelegramServerOptions = {
  readonly token: string
  /** 0, or left out, for a free one. */
  readonly port?: number
  /** Updates of one batch come in reverse order. */
  readonly shuffle?: boolean
  readonly webhookRetryMs?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** A simulated Telegram on loopback: the Bot API on one side, the telephones of people on the other. */
export const startTelegramServer = async (options: TelegramServerOptions) => {
  const world = createWorld(options.now ?? Date.now)
  const delivery = createDelivery({
    world,
    shuffle: options.shuffle ?? false,
    webhookRetryMs: options.webhookRetryMs ?? 25,
  })
  const faults = new Map<string, Fault[]>()

  const carryOut = async (call: Call, closed: AbortSignal): Promise<Answer> => {
    world.calls.push(call)
    world.changed()
    const { method, payload } = call
    if (method === 'getUpdates' || method === 'setWebhook' || method === 'deleteWebhook')
      return delivery[method]({ payload, closed })
    const known = METHODS[method]
    if (known) return known(world, payload)
    world.violations.push(`unknown method ${method}`)
    return refuse(404, 'Not Found')
  }

  const answerCall = async (request: IncomingMessage, response: ServerResponse, method: string): Promise<void> => {
    const closed = new AbortController()
    response.on('close', () => closed.abort())
    const type = request.headers['content-type'] ?? ''
    const isForm = type.startsWith('multipart/')
    const payload = isForm ? telegramForm(type, await bodyOf(request)) : await jsonOf(request)
    if (payload === null) {
      world.violations.push(`${method}: the body is no JSON object and no form`)
      return reply(response, refuse(400, 'Bad Request: no JSON and no form'))
    }
    const fault = faults.get(method)?.shift()
    if (fault?.kind === 'dropped') return void request.socket.destroy()
    if (fault?.kind === 'rate-limited')
      return reply(
        response,
        refuse(429, `Too Many Requests: retry after ${fault.retryAfter}`, { retry_after: fault.retryAfter }),
      )
    if (fault?.kind === 'status') return reply(response, refuse(fault.status, fault.description))
    if (fault?.kind === 'delay') await wait(fault.ms)
    const answer = await carryOut({ method, payload }, closed.signal)
    if (fault?.kind === 'lost') return void request.socket.destroy()
    if (fault?.kind === 'garbled') return void response.end('<html>busy</html>')
    reply(response, answer)
  }

  const answerFile = (response: ServerResponse, path: string): void => {
    const file = [...world.files.values()].find((one) => one.path === path)
    if (file === undefined) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes)
  }

  const server = createServer((request, response) => {
    const [, first = '', second = '', ...rest] = (request.url ?? '').split('/')
    if (first === 'file' && second === `bot${options.token}`) return answerFile(response, rest.join('/'))
    if (first !== `bot${options.token}`) return reply(response, refuse(401, 'Unauthorized'))
    answerCall(request, response, second).catch(() => response.destroy())
  })
  const port = await listenOnLoopback(server, options.port)
  const { until } = world

  const sent = (chat: number): readonly Sent[] => world.sent.filter((message) => message.chat === chat)

  return {
    /** To be given to the bot as the root of the API. */
    url: `http://127.0.0.1:${port}`,
    token: options.token,
    violations: world.violations as readonly string[],
    /** Every call that was carried out, in order. */
    calls: world.calls as readonly Call[],
    /** The presses that were answered. */
    answered: world.answered as readonly string[],
    /** What the webhook answered, one status for each try; 0 where it could not be reached. */
    webhookStatuses: delivery.statuses as readonly number[],

    /** The telephone of a person. Each method gives the number of the update that it made. */
    person: (id: number, profile: Profile = {}) => {
      const person = world.personOf(id, profile)
      return {
        says: (text: string): number => world.says(person, { raw: { text } }),
        sends: (content: Content): number => world.says(person, content),
        presses: (label: string): number => world.presses(person, label),
        blocks: (): void => {
          person.state = 'blocked'
        },
        unblocks: (): void => {
          person.state = 'there'
        },
        leavesTelegram: (): void => {
          person.state = 'deactivated'
        },
      }
    },
    /** An update as Telegram would write it, without its number; gives that. */
    update: (fields: Readonly<Record<string, unknown>>): number => world.enqueue(fields),
    /** Delivers an update once more, confirmed or not. */
    again: (id: number): void => world.again(id),
    /** The bytes that were stored under this id count as so many, for the limit. */
    pretendSize: (fileId: string, bytes: number): void => {
      const file = world.files.get(fileId)
      if (file) file.size = bytes
    },

    sent,
    /** Resolves with the messages to a chat when there are at least so many. */
    untilSent: async (chat: number, count: number): Promise<readonly Sent[]> => {
      await until(`${count} messages to ${chat}`, () => sent(chat).length >= count)
      return sent(chat)
    },
    until,
    /** Resolves when the bot has confirmed everything. */
    untilConfirmed: (): Promise<void> => until('everything confirmed', () => world.waiting(1).length === 0),
    /** How many updates the bot has not confirmed, at most 1. */
    unconfirmed: (): number => world.waiting(1).length,
    /** What goes wrong with the next calls of that method, one after the other. */
    fault: (method: string, ...coming: readonly Fault[]): void => {
      faults.set(method, [...(faults.get(method) ?? []), ...coming])
    },

    close: async (): Promise<void> => {
      await delivery.close()
      await closeNow(server)
    },
  }
}
export type TelegramServer = Awaited<ReturnType<typeof startTelegramServer>>
