import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Call, Content, Fault, Sent, TelegramServer, TelegramServerOptions } from './telegram-server.ts'
import { startTelegramServer } from './telegram-server.ts'

/*
 * The simulated Telegram in a process of its own, which lives on when others die. Run as a program it obeys the one who
 * forked it and ends with them.
 */

/** What can be asked of it; all that is data. */
const ACTIONS = {
  says: (server: TelegramServer, chat: number, text: string): number => server.person(chat).says(text),
  sends: (server: TelegramServer, chat: number, content: Content): number => server.person(chat).sends(content),
  presses: (server: TelegramServer, chat: number, label: string): number => server.person(chat).presses(label),
  blocks: (server: TelegramServer, chat: number): void => server.person(chat).blocks(),
  again: (server: TelegramServer, update: number): void => server.again(update),
  fault: (server: TelegramServer, method: string, ...faults: readonly Fault[]): void => server.fault(method, ...faults),
  sent: (server: TelegramServer, chat: number): readonly Sent[] => server.sent(chat),
  untilSent: (server: TelegramServer, chat: number, count: number): Promise<readonly Sent[]> =>
    server.untilSent(chat, count),
  untilConfirmed: (server: TelegramServer): Promise<void> => server.untilConfirmed(),
  calls: (server: TelegramServer): readonly Call[] => server.calls,
  violations: (server: TelegramServer): readonly string[] => server.violations,
} as const

type Actions = typeof ACTIONS
type Rest<F> = F extends (server: TelegramServer, ...rest: infer R) => unknown ? R : never
type RemoteActions = {
  readonly [N in keyof Actions]: (...rest: Rest<Actions[N]>) => Promise<Awaited<ReturnType<Actions[N]>>>
}
export type TelegramProcess = RemoteActions & { readonly url: string; readonly close: () => Promise<void> }

const answer = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().optional() })

/** Starts it and waits until it listens. */
export const startTelegramProcess = async (
  options: Pick<TelegramServerOptions, 'token' | 'shuffle'>,
): Promise<TelegramProcess> => {
  const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(options)], { serialization: 'advanced' })
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let last = 0
  const ready = new Promise<unknown>((resolve, reject) => waiting.set(0, { resolve, reject }))
  child.on('message', (message) => {
    const { id, value, error } = answer.parse(message)
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asked?.resolve(value)
    else asked?.reject(new Error(error))
  })
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => {
      for (const { reject } of waiting.values()) reject(new Error('the simulated Telegram has ended'))
      resolve()
    })
  })

  const ask = (name: string, args: readonly unknown[]): Promise<unknown> => {
    last += 1
    const id = last
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      child.send({ id, name, args })
    })
  }
  const url = z.string().parse(await ready)
  // Each name goes to the same function on the other side, so the types of ACTIONS hold here too.
  const actions = Object.fromEntries(
    Object.keys(ACTIONS).map((name) => [name, (...args: readonly unknown[]) => ask(name, args)]),
  ) as unknown as RemoteActions
  return {
    ...actions,
    url,
    close: async () => {
      child.disconnect()
      await ended
    },
  }
}

const request = z.object({ id: z.number(), name: z.string(), args: z.array(z.unknown()) })

const serve = async (options: TelegramServerOptions): Promise<void> => {
  const server = await startTelegramServer(options)
  const actions: Readonly<Record<string, unknown>> = ACTIONS
  const reply = (message: unknown): void => void process.send?.(message)
  const run = async (message: unknown): Promise<void> => {
    const { id, name, args } = request.parse(message)
    const action = actions[name]
    try {
      if (typeof action !== 'function') throw new Error(`there is no action ${name}`)
      const value: unknown = await action(server, ...args)
      reply({ id, value })
    } catch (error) {
      reply({ id, error: String(error) })
    }
  }
  process.on('message', (message) => void run(message))
  process.on('disconnect', () => process.exit(0))
  reply({ id: 0, value: server.url })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , options = '{}'] = process.argv
  await serve(z.object({ token: z.string(), shuffle: z.boolean().default(false) }).parse(JSON.parse(options)))
}
