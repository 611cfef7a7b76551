import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, createBrowser } from '../inbox/browser.ts'
import { startTelegramServer, type TelegramServer } from '../support/telegram-server.ts'
import { openProgram, PASSWORD, type ProgramStage, until } from './program-stage.ts'

const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'
const SQL = "'); drop table tickets; --"
const FORMULA = '=HYPERLINK("http://evil.example","x")'

let telegram: TelegramServer
let stage: ProgramStage
let ana: Browser
let setupToken: string

beforeAll(async () => {
  telegram = await startTelegramServer({ token: TOKEN })
  stage = await openProgram({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.url })
  await stage.start()
  setupToken = /setup\?token=([\w-]+)/.exec(stage.output())?.[1] ?? ''
  ana = await stage.administrator()
})
afterAll(async () => {
  await stage.close()
  await telegram.close()
  expect(telegram.violations).toEqual([])
})

type Detail = { readonly row: { readonly id: string; readonly code: string; readonly name: string | null } }
const rows = async (): Promise<readonly Detail['row'][]> =>
  ((await ana.get('/inbox/api/tickets?view=all')).json.rows ?? []) as readonly Detail['row'][]

describe('script, commands of a database and formulas in what people write', () => {
  test.each([
    ['script', SCRIPT],
    ['a command of the database', SQL],
    ['a formula', FORMULA],
  ])('%s in a name and a message is text, to the person and to staff', async (_name, words) => {
    const chat = [SCRIPT, SQL, FORMULA].indexOf(words) + 1
    const person = telegram.person(chat, { firstName: words, language: 'en' })
    const before = (await rows()).length
    for (const text of ['what is the minimum wage', 'I want to talk to a person', 'Espargos', 'yes']) {
      const sent = telegram.sent(chat).length
      person.says(text)
      await telegram.untilSent(chat, sent + 1)
    }
    await until('a case', async () => (await rows()).length > before)
    person.says(words)
    const row = (await rows()).find((one) => one.name?.startsWith(words.slice(0, 20)))
    expect(row).toBeDefined()
    const id = row?.id ?? ''
    const thread = await until('the words in the thread', async () => {
      const detail = await ana.get(`/inbox/api/tickets/${id}`)
      return JSON.stringify(detail.json.entries).includes(JSON.stringify(words).slice(1, -1)) ? detail : null
    })
    // JSON, so that no browser reads it as a page.
    expect(thread.headers.get('content-type')).toBe('application/json')
    expect(thread.headers.get('x-content-type-options')).toBe('nosniff')
    // To the person it goes out without any markup being asked for.
    for (const call of telegram.calls.filter((one) => one.method === 'sendMessage'))
      expect(call.payload).not.toHaveProperty('parse_mode')
    expect(stage.output()).not.toContain(words)
  })

  test('on the web page it comes back as text', async () => {
    const visitor = stage.visitor()
    for (const words of [SCRIPT, SQL, FORMULA]) await visitor.says(words)
    const lines = await visitor.lines()
    const said = lines.filter((line) => line.from === 'person').map((line) => line.body)
    expect(said).toEqual([SCRIPT, SQL, FORMULA].map((text) => ({ kind: 'text', text })))
  })

  test('the export begins no cell with a formula', async () => {
    const { text } = await ana.get('/inbox/api/export.csv')
    for (const cell of text.replace('\ufeff', '').split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+@-]/)
  })
})

describe('what is asked for by somebody who is signed in and is not there', () => {
  test.each([
    '/tickets/no-such-case',
    '/tickets/..%2f..%2fetc%2fpasswd',
    `/tickets/${encodeURIComponent(SQL)}`,
    '/tickets/no-such-case/entries/1/media',
    '/tickets/x/entries/..%2f..%2fauth-secret/media',
    '/tickets/x/entries/1e99/media',
    '/tickets/x/entries/-1/media',
    '/no/such/door',
  ])('%s: 404', async (path) => {
    const answer = await ana.get(`/inbox/api${path}`)
    expect([answer.status, answer.text]).toEqual([404, '{"kind":"not-found"}'])
  })

  test('an unknown view, unit, member of staff and outcome: refused in words, and nothing changes', async () => {
    const visitor = stage.visitor()
    await visitor.handsOff('what is the minimum wage')
    const id = (await rows()).find((one) => one.name === null)?.id ?? ''
    const before = stage.counts()
    expect((await ana.get('/inbox/api/tickets?view=everything')).status).toBe(400)
    const wrong = [
      ['transfer', { to: { unit: 'atlantis' }, note: '' }],
      ['transfer', { to: { staff: 'nobody' }, note: '' }],
      ['transfer', { to: { unit: 'sal', staff: 'nobody' }, note: '' }],
      ['close', { outcome: 'burnt', topic: null }],
      ['close', { outcome: 'answered', topic: '../..' }],
      ['reply', { text: ' \u200b ', seen: 0 }],
      ['reply', { text: 'x'.repeat(100_000), seen: 0 }],
      ['note', { text: 7 }],
      ['claim', {}],
    ] as const
    for (const [what, body] of wrong) {
      const answer = await ana.post(`/inbox/api/tickets/${id}/${what}`, body)
      expect([400, 413], `${what}: ${answer.status} ${answer.text}`).toContain(answer.status)
      expect(answer.json.kind).toBe('invalid')
    }
    expect(stage.counts()).toEqual(before)
  })
})

describe('the link of the first start', () => {
  const account = (token: string) => ({ token, name: 'Eva', email: 'eva@aai.cv', password: PASSWORD })
  const staffCount = async (): Promise<number> => ((await ana.get('/inbox/api/staff')).json.staff as unknown[]).length

  test('once used it is over, and guessing another is slowed down', async () => {
    const before = await staffCount()
    const eva = createBrowser(stage.origin)
    const used = await eva.post('/inbox/api/setup', account(setupToken))
    expect([used.status, used.text]).toEqual([410, '{"kind":"expired"}'])
    const statuses: number[] = []
    for (let n = 0; n < 8; n += 1)
      statuses.push((await eva.post('/inbox/api/setup', account(`${'guess'.repeat(8)}${n}`))).status)
    expect(statuses.slice(-3)).toEqual([429, 429, 429])
    expect(statuses).not.toContain(200)
    expect(await staffCount()).toBe(before)
    expect(stage.output().match(/setup\?token=/g)).toHaveLength(1)
  })

  test('it is over after a day, although nobody used it', async () => {
    const late = await openProgram()
    await late.start()
    late.records((db) => db.prepare('update inboxLinks set expiresAt = 0').run())
    await expect(late.administrator()).rejects.toThrow('setup: 410 {"kind":"expired"}')
    await late.close()
  })
})
