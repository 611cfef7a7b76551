import { randomBytes } from 'node:crypto'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { type Browser, createBrowser } from '../inbox/browser.ts'
import { freePort, type RunningProgram, startProcess } from '../support/program.ts'

export const PASSWORD = 'three small turtles'

const history = z.object({
  lines: z.array(
    z.object({
      from: z.enum(['person', 'bot', 'staff']),
      text: z.string().optional(),
      urgent: z.boolean().optional(),
      body: z.unknown().optional(),
    }),
  ),
})
export type WebLine = z.output<typeof history>['lines'][number]

/** Looks again and again until something is there; rejects, naming what was awaited, after fifteen seconds. */
export const until = async <T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found
    await wait(50)
  }
  throw new Error(`waited in vain: ${what}`)
}

/** The real program as a process of its own over a folder of its own, which stays when the process ends. */
export const openProgram = async (settings: Readonly<Record<string, string>> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'program-'))
  const data = join(folder, 'data')
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const outputs: (() => string)[] = []
  const running: RunningProgram[] = []

  const start = async (more: Readonly<Record<string, string>> = {}): Promise<RunningProgram> => {
    const program = await startProcess({
      DATA_DIR: data,
      PORT: String(port),
      REQUIRE_TWO_FACTOR: 'nobody',
      LOG_LEVEL: 'debug',
      ...settings,
      ...more,
    })
    running.push(program)
    outputs.push(program.output)
    // Only then do the channels receive.
    await until('it has said where it is', async () => program.output().includes('Ctrl+C stops'))
    return program
  }

  /** Reads or changes the records directly. */
  const records = <T>(work: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(join(data, 'records.sqlite'))
    try {
      db.exec('pragma busy_timeout = 5000')
      return work(db)
    } finally {
      db.close()
    }
  }

  const output = (): string => outputs.map((one) => one()).join('\n')

  return {
    folder,
    data,
    port,
    origin,
    start,
    records,
    /** Everything that any of the processes printed and logged. */
    output,
    /** Rows in each table: what was stored, told by numbers. */
    counts: (): Readonly<Record<string, number>> =>
      records((db) =>
        Object.fromEntries(
          db
            .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
            .all()
            .map(({ name }) => [
              String(name),
              Number(db.prepare(`select count(*) as rows from "${String(name)}"`).get()?.rows),
            ]),
        ),
      ),
    /** The files below the data folder in which those bytes are. */
    filesWith: (word: string): readonly string[] =>
      globSync('**/*', { cwd: data, withFileTypes: true })
        .filter((entry) => entry.isFile() && existsSync(join(entry.parentPath, entry.name)))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => path.includes(word) || readFileSync(path).includes(word)),
    /** Somebody on the web page. */
    visitor: (token = randomBytes(32).toString('base64url')) => createVisitor(origin, token),
    /** The first administrator, signed in. */
    administrator: async (): Promise<Browser> => {
      const token = /\/inbox\/setup\?token=([\w-]+)/.exec(output())?.[1] ?? ''
      const account = { token, name: 'Ana Admin', email: 'ana@aai.cv', password: PASSWORD }
      const made = await createBrowser(origin).post('/inbox/api/setup', account)
      if (made.status !== 200) throw new Error(`setup: ${made.status} ${made.text}`)
      return signIn(origin, 'ana@aai.cv')
    },
    /** Somebody of that unit who was invited and accepted, signed in. */
    agent: async (by: Browser, email: string, unit: string): Promise<Browser> => {
      const invited = await by.post('/inbox/api/invitations', { email, role: 'agent', units: [unit] })
      const token = new URL(String(invited.json.link)).searchParams.get('token')
      await createBrowser(origin).post('/inbox/api/invite/accept', { token, name: 'Zenaida', password: PASSWORD })
      return signIn(origin, email)
    },
    signIn: (email: string) => signIn(origin, email),
    close: async (): Promise<void> => {
      for (const program of running) await program.kill()
      rmSync(folder, { recursive: true })
    },
  }
}
export type ProgramStage = Awaited<ReturnType<typeof openProgram>>
export type Visitor = ReturnType<typeof createVisitor>

const signIn = async (origin: string, email: string): Promise<Browser> => {
  const page = createBrowser(origin)
  const answer = await page.post('/inbox/auth/sign-in/email', { email, password: PASSWORD })
  if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${answer.text}`)
  return page
}

const createVisitor = (origin: string, token: string) => {
  const authorization = `Bearer ${token}`
  let count = 0

  const post = (body: unknown, clientId: string): Promise<Response> =>
    fetch(`${origin}/chat/messages`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ clientId, body, lang: 'en' }),
    })
  const lines = async (): Promise<readonly WebLine[]> => {
    const answer = await fetch(`${origin}/chat/history`, { headers: { authorization } })
    // Whoever looks too often on a slow machine is told to wait.
    if (answer.status === 429) {
      await wait(1_000)
      return lines()
    }
    return history.parse(await answer.json()).lines
  }
  const give = async (body: unknown): Promise<void> => {
    count += 1
    const answer = await post(body, `message-${String(count).padStart(4, '0')}`)
    if (answer.status !== 202) throw new Error(`not taken: ${answer.status} ${await answer.text()}`)
  }
  /** The lines of the bot and of staff that came since, once there is one that fits. */
  const untilSaid = async (like: RegExp, after = 0): Promise<readonly WebLine[]> =>
    until(`a line like ${String(like)}`, async () => {
      const now = await lines()
      return now.slice(after).some((line) => line.from !== 'person' && like.test(line.text ?? '')) ? now : null
    })

  return {
    token,
    authorization,
    post,
    lines,
    untilSaid,
    says: (text: string): Promise<void> => give({ kind: 'text', text }),
    presses: (choice: string): Promise<void> => give({ kind: 'choice', choice, label: choice }),
    sendsPhoto: async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
      count += 1
      const headers = { authorization, 'x-client-id': `message-${String(count).padStart(4, '0')}` }
      const answer = await fetch(`${origin}/chat/media`, { method: 'POST', headers, body: bytes })
      if (answer.status !== 202) throw new Error(`not taken: ${answer.status} ${await answer.text()}`)
    },
    /** Up to a case that waits for the unit. */
    handsOff: async (question: string, unit = 'sal'): Promise<void> => {
      await give({ kind: 'text', text: question })
      await give({ kind: 'choice', choice: 'cmd:person', label: 'person' })
      await give({ kind: 'choice', choice: `unit:${unit}`, label: unit })
      await give({ kind: 'text', text: 'yes' })
      await untilSaid(/Your code: /)
    },
  }
}
