import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePort } from '../support/program.ts'
import { openProgram } from './program-stage.ts'

const MAIN = new URL('../../adapters/cli/start.js', import.meta.url).pathname
const QUESTION = 'what is the minimum wage'
const ANSWER = /minimum wage is 1/

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Starts the program with these settings and waits until it ends by itself. */
const runToEnd = (settings: Readonly<Record<string, string>>) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve) => {
    const env = { PATH: process.env.PATH, HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), ...settings }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output += data.toString()
      })
    child.once('close', (code) => resolve({ code, output }))
  })

/** In words for whoever starts it: no trace of the code. */
const expectWords = (output: string): void => {
  expect(output).not.toMatch(/^\s+at |node:internal|\.ts:\d|Error:/m)
}

describe('what keeps the program from starting is said in words, with exit code 1', () => {
  test('several wrong settings at once: all of them, and nothing is begun', async () => {
    const { code, output } = await runToEnd({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      PUBLIC_URL: 'example.org',
      AUTH_SECRET: 'hunter2',
      TELEGRAM_BOT_TOKEN: 'hunter3',
      KEEP_CASE_DAYS: '-1',
      TELEGRAM_TOKEN: 'hunter4',
    })
    expect(code).toBe(1)
    expect(output.split('\n')[0]).toBe('The settings are not right; nothing was started:')
    const named = [...output.matchAll(/^ {2}- ([A-Z_]+) (must|is) /gm)].map(([, name]) => name)
    expect(named).toEqual([
      'PORT',
      'DATABASE_URL',
      'PUBLIC_URL',
      'LOG_LEVEL',
      'AUTH_SECRET',
      'TELEGRAM_BOT_TOKEN',
      'KEEP_CASE_DAYS',
      'TELEGRAM_TOKEN',
    ])
    expect(output).toContain('.env.example')
    expect(output).not.toContain('hunter')
    expect(existsSync(join(folder, 'data'))).toBe(false)
    expectWords(output)
  })

  test('a port that is taken', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const { code, output } = await runToEnd({ PORT: String(port) })
    server.close()
    expect(code).toBe(1)
    expect(output).toContain(`Port ${port} is taken. Stop what uses it, or set PORT to another one.`)
    expectWords(output)
  })

  test('an address to listen on that this machine does not have', async () => {
    const { code, output } = await runToEnd({ PORT: String(await freePort()), HOST: '192.0.2.1' })
    expect(code).toBe(1)
    expect(output).toMatch(/HOST/)
    expectWords(output)
  })

  test('a database that is a folder', async () => {
    mkdirSync(join(folder, 'records'))
    const { code, output } = await runToEnd({ DATABASE_URL: `sqlite:${join(folder, 'records')}` })
    expect(code).toBe(1)
    expect(output).toMatch(/DATABASE_URL/)
    expectWords(output)
  })

  test('a database that is some other file', async () => {
    writeFileSync(join(folder, 'letter.txt'), 'Dear all, '.repeat(1000))
    const { code, output } = await runToEnd({ DATABASE_URL: `sqlite:${join(folder, 'letter.txt')}` })
    expect(code).toBe(1)
    expect(output).toMatch(/DATABASE_URL/)
    expectWords(output)
  })

  test('a data folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '')
    const { code, output } = await runToEnd({ DATA_DIR: join(folder, 'file', 'data') })
    expect(code).toBe(1)
    expect(output).toMatch(/DATA_DIR/)
    expectWords(output)
  })

  test('a folder of answers that is not there', async () => {
    const { code, output } = await runToEnd({ KNOWLEDGE_DIR: join(folder, 'nowhere') })
    expect(code).toBe(1)
    expect(output).toMatch(/knowledge/i)
    expectWords(output)
    expect(existsSync(join(folder, 'data', 'records.sqlite'))).toBe(false)
  })
})

describe('a start that goes well', () => {
  test('says where the page, the inbox and the set-up link are, and which channels are off and why', async () => {
    const stage = await openProgram({ LOG_LEVEL: 'warn' })
    await stage.start()
    const origin = `http://localhost:${stage.port}`
    const link = /\?token=([\w-]{43})\n/.exec(stage.output())?.[1]
    expect(link).toBeDefined()
    expect(
      stage
        .output()
        .replace(link ?? '', 'TOKEN')
        .trim()
        .split('\n'),
    ).toEqual([
      `Web chat:  ${origin}/`,
      `Inbox:     ${origin}/inbox`,
      '',
      'Create the first administrator with this link. It works once, for 24 hours:',
      `  ${origin}/inbox/setup?token=TOKEN`,
      '',
      'Channels:',
      expect.stringMatching(/^ {2}web: on, \S/),
      '  telegram: off; set TELEGRAM_BOT_TOKEN to the token that @BotFather gives',
      '  whatsapp-web: off; set WHATSAPP_WEB=on, and scan the code in the inbox; see docs/channels.md',
      '  whatsapp-cloud: off; set WHATSAPP_CLOUD_TOKEN and its three companions, see docs/channels.md',
      '',
      'Ctrl+C stops the program.',
    ])
    // What stays is readable by nobody else.
    expect(readdirSync(stage.data).toSorted()).toEqual(expect.arrayContaining(['auth-secret', 'records.sqlite']))
    await stage.close()
  })

  test('a second start keeps the conversation, the case, the account and the session of staff', async () => {
    const stage = await openProgram()
    const first = await stage.start()
    const ana = await stage.administrator()
    const visitor = stage.visitor()
    await visitor.handsOff(QUESTION)
    const before = await visitor.lines()
    const cases = (await ana.get('/inbox/api/tickets?view=all')).json.rows
    expect(cases).toHaveLength(1)
    expect(await first.stop()).toBe(0)

    const second = await stage.start()
    expect(second.output()).not.toContain('setup?token=')
    expect(await visitor.lines()).toEqual(before)
    // The cookie from before is still good.
    expect((await ana.get('/inbox/api/tickets?view=all')).json.rows).toEqual(cases)
    await visitor.says('my case')
    await visitor.untilSaid(/waiting for a person/, before.length)
    await stage.close()
  })

  test('a database of a newer release is left alone, in words', async () => {
    const stage = await openProgram()
    expect(await (await stage.start()).stop()).toBe(0)
    const file = join(stage.data, 'records.sqlite')
    const db = new DatabaseSync(file)
    db.exec("insert into recordsMigrations values ('9999-from-the-future', '2099-01-01')")
    db.close()
    const { code, output } = await runToEnd({ DATA_DIR: stage.data })
    expect(code).toBe(1)
    expect(output).toMatch(/newer/)
    expectWords(output)
    await stage.close()
  })
})

describe('SIGTERM', () => {
  test('what was accepted before it is answered once, now or after the next start; the exit code is 0', {
    timeout: 60_000,
  }, async () => {
    const stage = await openProgram()
    const first = await stage.start()
    const visitors = Array.from({ length: 12 }, () => stage.visitor())
    // An open live line must not keep the program from ending.
    const open = await fetch(`${stage.origin}/chat/events`, {
      headers: { authorization: visitors[0]?.authorization ?? '' },
    })
    expect(open.status).toBe(200)
    await Promise.all(visitors.map((visitor) => visitor.says(QUESTION)))
    const killer = setTimeout(() => void first.kill(), 10_000)
    expect(await first.stop(), 'it ended by itself within ten seconds').toBe(0)
    clearTimeout(killer)

    await stage.start()
    for (const visitor of visitors) {
      await visitor.untilSaid(ANSWER)
      await visitor.says('my case')
      const lines = await visitor.untilSaid(/no open case/)
      expect(lines.filter((line) => ANSWER.test(line.text ?? ''))).toHaveLength(1)
      expect(lines.filter((line) => line.from === 'person')).toHaveLength(2)
    }
    await stage.close()
  })
})
