import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Log } from '../../bot/app/deps.ts'
import type { WhatsAppWebOptions } from './options.ts'
import { within } from './patience.ts'
import {
  type Answer,
  type Begin,
  type Call,
  type Ending,
  fromWorker,
  type Standing,
  type ToWorker,
} from './protocol.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
/** After that a worker that was told to end is killed. */
const LAST_WORDS = 8_000
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'NODE_COMPILE_CACHE']

/** What became of a call: its answer, or that the worker ended or was silent. `begun`: something may have left by then. */
export type Called = Answer | { readonly kind: 'lost'; readonly begun: boolean }

type ChildContext = {
  readonly begin: Begin
  /** Of this program; little of it is passed on. */
  readonly environment: WhatsAppWebOptions['environment']
  readonly log: Log
  /** Milliseconds after which a call counts as lost. */
  readonly callPatience: number
  /** The same for a call that sends a file. */
  readonly filePatience: number
  readonly standing: (standing: Standing) => void
  readonly memory: (megabytes: number) => void
  /** Messages to be saved, in order. Resolves when they are. */
  readonly batch: (messages: readonly unknown[]) => Promise<void>
}

/** Starts the process that holds the browser. It is in a group of its own, so that Ctrl+C reaches this program only. */
export const startChild = (context: ChildContext) => {
  const { begin, environment, log, callPatience, filePatience } = context
  const child = fork(WORKER, [], {
    serialization: 'advanced',
    detached: true,
    // It has little to do and waits for the browser: a third of the memory.
    execArgv: ['--max-semi-space-size=1', '--optimize-for-size'],
    // No setting of this program: tokens and secrets are none of a browser's business.
    env: Object.fromEntries(PASSED_ON.flatMap((name) => (environment[name] ? [[name, environment[name]]] : []))),
    // What the library prints can quote what people wrote.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const calls = new Map<number, { begun: boolean; readonly settle: (called: Called) => void }>()
  let last = 0
  let why: Ending = 'died'

  const say = (message: ToWorker): void => {
    // A worker that has just died is told by its end.
    if (child.connected) child.send(message, () => undefined)
  }
  const settle = (id: number, called: Called): void => {
    calls.get(id)?.settle(called)
    calls.delete(id)
  }

  const ended = new Promise<Ending>((resolve) => {
    child.once('error', () => resolve('launch-failed'))
    child.once('exit', () => {
      for (const [id, { begun }] of calls) settle(id, { kind: 'lost', begun })
      resolve(why)
    })
  })
  child.on('message', (data) => {
    const parsed = fromWorker.safeParse(data)
    if (!parsed.success) {
      log.error({ channel: 'whatsapp-web' }, 'the worker said what cannot be read')
      return
    }
    const message = parsed.data
    switch (message.kind) {
      case 'standing':
        return context.standing(message.standing)
      case 'memory':
        return context.memory(message.megabytes)
      case 'batch':
        void context.batch(message.messages).then(
          () => say({ kind: 'committed', batch: message.batch }),
          // The program stops: what was not saved stays unread, and comes again.
          () => undefined,
        )
        return
      case 'begun': {
        const begun = calls.get(message.id)
        if (begun) begun.begun = true
        return
      }
      case 'answer':
        return settle(message.id, message.answer)
      case 'ending':
        why = message.why
        return
    }
  })
  say(begin)

  return {
    ended,
    pid: child.pid ?? null,
    /** Calls without an answer so far. */
    underWay: (): number => calls.size,
    call: (call: Call): Promise<Called> =>
      new Promise((resolve) => {
        last += 1
        const id = last
        const patience = call.name === 'send-file' ? filePatience : callPatience
        const timer = setTimeout(() => settle(id, { kind: 'lost', begun: calls.get(id)?.begun ?? true }), patience)
        const answered = (called: Called): void => {
          clearTimeout(timer)
          resolve(called)
        }
        if (!child.connected) return answered({ kind: 'lost', begun: false })
        calls.set(id, { begun: false, settle: answered })
        say({ kind: 'call', id, call })
      }),
    /** Ends it, by force where it does not listen. */
    end: async (): Promise<void> => {
      say({ kind: 'end' })
      const gone = await within(LAST_WORDS, ended)
      if (gone.kind === 'late') child.kill('SIGKILL')
      await ended
    },
  }
}
export type Child = ReturnType<typeof startChild>
