import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

const main = new URL('../../adapters/cli/start.js', import.meta.url).pathname

export type RunningProgram = {
  readonly url: string
  /** Everything it printed and logged. */
  readonly output: () => string
  /** SIGKILL: nothing is finished, nothing is said. */
  readonly kill: () => Promise<void>
  /** SIGTERM, as a service manager does. Gives the exit code. */
  readonly stop: () => Promise<number | null>
  readonly pid: number
}

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve(child.exitCode)
    child.once('exit', (code) => resolve(code))
  })

/** Milliseconds: where it has to learn, on a machine that is busy with other tests, a start takes long. */
const START_AT_MOST = 100_000

/** Starts the real program as a process of its own and waits until it answers. Rejects with what it printed where it ends. */
export const startProcess = async (
  settings: Readonly<Record<string, string>>,
  options: { readonly untilReady?: boolean } = {},
): Promise<RunningProgram> => {
  const port = settings.PORT ?? String(await freePort())
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: port, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString()
  })
  child.stderr.on('data', (data: Buffer) => {
    output += data.toString()
  })
  const url = `http://127.0.0.1:${port}`
  const program: RunningProgram = {
    url,
    output: () => output,
    kill: async () => {
      child.kill('SIGKILL')
      await ended(child)
    },
    stop: () => {
      child.kill('SIGTERM')
      return ended(child)
    },
    pid: child.pid ?? 0,
  }
  if (options.untilReady === false) return program
  for (const end = Date.now() + START_AT_MOST; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`the program ended at once:\n${output}`)
    const live = await fetch(`${url}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (live) return program
    await wait(50)
  }
  child.kill('SIGKILL')
  throw new Error(`the program did not start:\n${output}`)
}
