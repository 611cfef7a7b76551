import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTelegramServer, type TelegramServer } from '../support/telegram-server.ts'
import { openProgram, type ProgramStage, type Visitor } from './program-stage.ts'

const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const SECRET = 'webhook_secret-0123456789'
const HOOK = '/telegram/updates'

let telegram: TelegramServer
let stage: ProgramStage
let visitor: Visitor

beforeAll(async () => {
  telegram = await startTelegramServer({ token: TOKEN })
  stage = await openProgram()
  await stage.start({
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    PUBLIC_URL: stage.origin,
  })
  visitor = stage.visitor()
})
afterAll(async () => {
  // In all that was printed there is no secret, and nothing was so wrong that it was a fault of ours.
  const printed = stage.output()
  await stage.close()
  await telegram.close()
  for (const secret of [TOKEN, SECRET, visitor.token]) expect(printed).not.toContain(secret)
  expect(printed).not.toMatch(/"level":50/)
})

type Asked = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** What the request says its length is; left out: as long as it is. Refusal must not wait for the rest. */
  readonly length?: number
}

/** Asks on a connection of its own, with the path as it is written, and holds the answer against what none may show. */
const ask = async (path: string, { method = 'GET', headers = {}, body = '', length }: Asked = {}) => {
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: stage.port,
      agent: false,
      method,
      path,
      headers: { ...headers, 'content-length': length ?? Buffer.byteLength(body) },
    }
    const asked = request(options, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }))
    })
    asked.on('error', reject)
    asked.write(body)
    if (length === undefined) asked.end()
  })
  for (const secret of [TOKEN, SECRET, stage.folder, 'node_modules', '.ts:', 'at async', 'SQLITE'])
    expect(text, `${path} shows ${secret}`).not.toContain(secret)
  return { status, text }
}

/** Asks, and expects that nothing is stored by it. */
const refused = async (path: string, asked: Asked) => {
  const before = stage.counts()
  const answer = await ask(path, asked)
  expect(stage.counts()).toEqual(before)
  return answer
}

const hook = (body: string, headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': SECRET }) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
})
const updateOf = (fields: Readonly<Record<string, unknown>>) => JSON.stringify({ update_id: 77, ...fields })
const MESSAGE = { message_id: 1, date: 1_780_000_000, chat: { id: 5, type: 'private' }, text: 'hello' }

describe('the webhook of Telegram', () => {
  test.each([
    ['no secret', {}],
    ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'guess' }],
    ['the beginning of the secret', { 'x-telegram-bot-api-secret-token': SECRET.slice(0, -1) }],
  ])('%s: 401', async (_name, headers) => {
    const answer = await refused(HOOK, hook(updateOf({ message: MESSAGE }), headers))
    expect([answer.status, answer.text]).toEqual([401, 'who are you?'])
  })

  test.each([
    ['no JSON', '{"update_id":'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[1,2]'],
    ['a number that is none', updateOf({ update_id: 'seven', message: MESSAGE })],
    ['a message without a chat', updateOf({ message: { ...MESSAGE, chat: undefined } })],
    ['a chat that is text', updateOf({ message: { ...MESSAGE, chat: { id: "5' or 1=1 --", type: 'private' } } })],
    ['a date beyond all years', updateOf({ message: { ...MESSAGE, date: 9e15 } })],
    ['a date that is negative', updateOf({ message: { ...MESSAGE, date: -1 } })],
    ['a press by nobody', updateOf({ callback_query: { id: '1', data: 'cmd:menu' } })],
  ])('an update with %s: 400', async (_name, body) => {
    const answer = await refused(HOOK, hook(body))
    expect([answer.status, answer.text]).toEqual([400, 'not an update'])
  })

  test('more than a megabyte: 413', async () => {
    const answer = await refused(HOOK, { ...hook('{'), length: 1024 * 1024 + 1 })
    expect([answer.status, answer.text]).toEqual([413, 'too large'])
  })

  test('another method: 404, and 401 without the secret', async () => {
    const headers = { 'x-telegram-bot-api-secret-token': SECRET }
    expect((await refused(HOOK, { headers })).status).toBe(404)
    expect((await refused(HOOK, {})).status).toBe(401)
  })

  test('an update of a group, of an edit or of a bot is taken and nothing is done', async () => {
    const group = { ...MESSAGE, chat: { id: -5, type: 'group' } }
    const bot = { ...MESSAGE, from: { id: 9, is_bot: true, first_name: 'B' } }
    for (const fields of [{ message: group }, { edited_message: MESSAGE }, { message: bot }, {}])
      expect((await refused(HOOK, hook(updateOf(fields)))).status).toBe(200)
  })

  test('a replayed update is taken once', async () => {
    telegram.person(5)
    const body = updateOf({ update_id: 900, message: MESSAGE })
    expect((await ask(HOOK, hook(body))).status).toBe(200)
    await telegram.untilSent(5, 1)
    const sessions = stage.records((db) => db.prepare('select version from sessions').all())
    const seen = stage.counts().seen
    expect((await ask(HOOK, hook(body))).status).toBe(200)
    expect(stage.counts().seen).toBe(seen)
    expect(stage.records((db) => db.prepare('select version from sessions').all())).toEqual(sessions)
  })
})

describe('the web chat', () => {
  const json = (body: unknown, headers: Record<string, string> = {}) => ({
    method: 'POST',
    headers: { authorization: visitor.authorization, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const words = { clientId: 'client-0001', body: { kind: 'text', text: 'hello' } }

  test.each([
    ['no token', ''],
    ['another scheme', 'Basic YTpi'],
    ['a short token', 'Bearer abc'],
    ['a path as token', `Bearer ../../../../etc/passwd${'x'.repeat(22)}`],
  ])('%s: 401', async (_name, authorization) => {
    const answer = await refused('/chat/messages', json(words, { authorization }))
    expect(answer.status).toBe(401)
    expect(JSON.parse(answer.text)).toEqual({
      error: 'no-token',
      message: 'The Authorization header must carry the token that the page made.',
    })
    expect((await refused('/chat/history', { headers: { authorization } })).status).toBe(401)
    expect((await refused('/chat/events', { headers: { authorization } })).status).toBe(401)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('content type %s: 415', async (type) => {
    const answer = await refused('/chat/messages', json(words, { 'content-type': type }))
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([415, 'not-json'])
  })

  test.each([
    ['no JSON', '{"clientId"'],
    ['nothing', ''],
    ['no body', { clientId: 'client-0002' }],
    ['an empty text', { ...words, body: { kind: 'text', text: ' \u200b\n ' } }],
    ['a text that is too long', { ...words, body: { kind: 'text', text: 'x'.repeat(4001) } }],
    ['an unknown kind', { ...words, body: { kind: 'admin', text: 'x' } }],
    ['a choice with a script', { ...words, body: { kind: 'choice', choice: '<script>', label: 'x' } }],
    ['a place that is none', { ...words, body: { kind: 'location', lat: 91, lon: 0 } }],
    ['a file that was not sent', { ...words, body: { kind: 'media', what: 'image', media: { ref: '../../x' } } }],
    ['an id with a path', { ...words, clientId: '../../../etc' }],
    ['a field too many', { ...words, role: 'staff' }],
  ])('%s: 400', async (_name, body) => {
    const answer = await refused('/chat/messages', json(body))
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([400, 'invalid'])
  })

  test('a text and a file that are too large: 413', async () => {
    const large = await refused('/chat/messages', { ...json('{'), length: 64 * 1024 + 1 })
    expect([large.status, JSON.parse(large.text).error]).toEqual([413, 'too-large'])
    const answer = await refused('/chat/media', { ...json('GIF8'), length: 10 * 1024 * 1024 + 1 })
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([413, 'too-large'])
  })

  test.each([
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['a program', '\x7fELF\x02\x01'],
    ['nothing', ''],
  ])('a file that calls itself a picture and is %s: 415', async (_name, body) => {
    const headers = { 'x-client-id': 'client-0003', 'content-type': 'image/png' }
    const answer = await refused('/chat/media', { ...json('', headers), body })
    expect([answer.status, JSON.parse(answer.text).error]).toEqual([415, 'wrong-kind'])
    expect(stage.filesWith('alert(1)')).toEqual([])
  })

  test('a cursor that is none is the beginning', async () => {
    for (const after of ['x', "1' or '1'='1", '../..', '1.-1', `${'9'.repeat(50)}.${'9'.repeat(50)}`]) {
      const { authorization } = visitor
      const answer = await refused(`/chat/history?after=${encodeURIComponent(after)}`, { headers: { authorization } })
      expect([answer.status, JSON.parse(answer.text).lines]).toEqual([200, []])
    }
  })
})

describe('the inbox', () => {
  const own = { 'content-type': 'application/json', 'x-inbox': '1' }
  const post = (body: string, headers: Record<string, string> = own) => ({ method: 'POST', headers, body })

  test.each(['/me', '/tickets', '/tickets/x', '/tickets/x/entries/1/media', '/export.csv', '/events', '/staff', '/no'])(
    '%s without having signed in: 401',
    async (path) => {
      const answer = await refused(`/inbox/api${path}`, {})
      expect([answer.status, answer.text]).toEqual([401, '{"kind":"signed-out"}'])
    },
  )

  test('a request of another page, or without the header of our page: 403', async () => {
    const evil = { ...own, origin: 'https://evil.example' }
    for (const headers of [evil, { ...own, 'sec-fetch-site': 'cross-site' }, { 'content-type': 'application/json' }]) {
      const answer = await refused('/inbox/api/setup', post('{}', headers))
      expect([answer.status, answer.text]).toEqual([403, '{"kind":"forbidden"}'])
    }
  })

  test('another content type: 415, too much: 413, no JSON and missing fields: 400', async () => {
    const form = await refused('/inbox/api/setup', post('a=b', { ...own, 'content-type': 'text/plain' }))
    expect([form.status, form.text]).toEqual([415, '{"kind":"invalid","fields":["content-type"]}'])
    const large = await refused('/inbox/api/setup', { ...post('"'), length: 64 * 1024 + 1 })
    expect([large.status, large.text]).toEqual([413, '{"kind":"invalid","fields":["body"]}'])
    const broken = await refused('/inbox/api/setup', post('{"token":'))
    expect([broken.status, broken.text]).toEqual([400, '{"kind":"invalid","fields":["body"]}'])
    const empty = await refused('/inbox/api/setup', post('{}'))
    expect([empty.status, JSON.parse(empty.text)]).toMatchObject([400, { kind: 'invalid' }])
  })

  test('doors of the account library that are shut: 404', async () => {
    for (const path of [
      'sign-up/email',
      'delete-user',
      'update-user',
      'admin/list-users',
      '__proto__',
      'constructor',
    ]) {
      const answer = await refused(`/inbox/auth/${path}`, post('{"email":"a@b.cv","password":"three small turtles"}'))
      expect([answer.status, answer.text], path).toEqual([404, '{"kind":"not-found"}'])
    }
  })
})

describe('addresses', () => {
  test.each([
    '/etc/passwd',
    '/no/such/page',
    '/../../../etc/passwd',
    '/chat-page/../../../package.json',
    '/chat-page/no.js',
    '/chat-page/..%2f..%2f..%2fpackage.json',
    '/chat-page/%2e%2e%2findex.html',
    '/.env',
    '/data/records.sqlite',
    '/health/no',
    '/%00',
    '/%ff',
  ])('%s: 404 in words', async (path) => {
    const answer = await refused(path, {})
    expect([answer.status, answer.text]).toEqual([
      404,
      '{"error":{"kind":"not-found","message":"There is nothing at this address."}}',
    ])
  })

  test.each([
    '/inbox/../../package.json',
    '/inbox/..%2f..%2fpackage.json',
    '/inbox/assets/..%2f..%2f..%2fpackage.json',
    '/inbox/%2e%2e%2f%2e%2e%2fauth-secret',
    '/inbox/assets/no.js',
  ])('%s shows no file', async (path) => {
    const answer = await refused(path, {})
    expect(answer.text).not.toContain('dependencies')
    if (answer.status === 200) expect(answer.text).toContain('<!doctype html>')
    else expect(answer.status).toBe(404)
  })
})
