import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiFailure } from '../../adapters/inbox/contract.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

let inbox: TestInbox
let admin: Browser
const NOTE = '/inbox/api/tickets/ticket-1/note'

beforeAll(async () => {
  inbox = await startInbox({ requireTwoFactor: [] })
  admin = await inbox.administrator()
  await inbox.openCase('sal', '1')
})
afterAll(() => inbox.stop())

const notes = async () => {
  const ticket = await inbox.store.ticket(
    (await inbox.store.tickets({ scope: { units: 'all' }, limit: 1 }))[0]?.id as never,
    { units: 'all' },
  )
  return ticket?.entries.filter(({ change }) => change.kind === 'note').length
}

describe('requests of other pages', () => {
  const json = { 'content-type': 'application/json' }
  const ours = () => ({ ...json, 'x-inbox': '1', origin: inbox.origin })
  test.each([
    ['a foreign origin', () => ({ ...ours(), origin: 'https://evil.example' }), 403],
    ['an origin that begins like ours', () => ({ ...ours(), origin: `${inbox.origin}.evil.example` }), 403],
    ['a sandboxed page', () => ({ ...ours(), origin: 'null' }), 403],
    ['another site by fetch metadata', () => ({ ...json, 'x-inbox': '1', 'sec-fetch-site': 'cross-site' }), 403],
    ['a sister site', () => ({ ...json, 'x-inbox': '1', 'sec-fetch-site': 'same-site' }), 403],
    ['no header of ours', () => ({ ...json, origin: inbox.origin }), 403],
    ['a form', () => ({ 'content-type': 'application/x-www-form-urlencoded', origin: inbox.origin }), 403],
    ['a form with our header', () => ({ ...ours(), 'content-type': 'application/x-www-form-urlencoded' }), 415],
    ['a form that says it is text', () => ({ ...ours(), 'content-type': 'text/plain' }), 415],
  ])('%s is refused', async (_, headers, status) => {
    const before = await notes()
    for (const path of [NOTE, '/inbox/auth/sign-out', '/inbox/api/setup']) {
      const response = await admin.raw(path, {
        method: 'POST',
        headers: headers(),
        body: JSON.stringify({ text: 'forged' }),
      })
      expect([path, response.status]).toEqual([path, status])
      expect(apiFailure.safeParse(await response.json()).success).toBe(true)
    }
    expect(await notes()).toBe(before)
    expect((await admin.get('/inbox/api/me')).status).toBe(200)
  })

  test('our own are not, with or without an origin', async () => {
    const { origin: _, ...without } = ours()
    for (const headers of [ours(), without]) {
      const response = await admin.raw(NOTE, { method: 'POST', headers, body: JSON.stringify({ text: 'mine' }) })
      expect(response.status).toBe(200)
    }
  })

  test('reading is closed to them, too', async () => {
    expect((await admin.get('/inbox/api/export.csv', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await admin.get('/inbox/api/tickets?view=all', { origin: 'https://evil.example' })).status).toBe(403)
  })
})

describe('what cannot be right', () => {
  test.each([
    ['{"text": "cut', 400],
    ['', 400],
    ['null', 400],
    ['[]', 400],
    ['{"text": 7}', 400],
    ['{"text": ""}', 400],
    [JSON.stringify({ text: 'x'.repeat(4001) }), 400],
    [JSON.stringify({ text: 'x'.repeat(70_000) }), 413],
    [JSON.stringify({ text: 'x'.repeat(4000) }), 200],
  ])('%.20s gives %i', async (body, status) => {
    const headers = { 'content-type': 'application/json', 'x-inbox': '1', origin: inbox.origin }
    const response = await admin.raw(NOTE, { method: 'POST', headers, body })
    expect(response.status).toBe(status)
    if (status !== 200) expect(apiFailure.parse(await response.json()).kind).toBe('invalid')
  })

  test('a body that does not say how long it is, is measured', async () => {
    const size = 200_000
    const status = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(inbox.origin).port), '127.0.0.1')
      socket.on('data', (data) => {
        resolve(String(data).split(' ')[1] ?? '')
        socket.destroy()
      })
      // The server may hang up on what is too long.
      socket.on('error', () => undefined)
      const head = `POST /inbox/api/setup HTTP/1.1\r\nhost: x\r\nx-inbox: 1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
      socket.write(`${head}${size.toString(16)}\r\n${' '.repeat(size)}\r\n0\r\n\r\n`)
    })
    expect(status).toBe('413')
  })

  test.each([
    ['tickets?view=everything', 400],
    ['tickets', 400],
    [`tickets?view=all&search=${'x'.repeat(201)}`, 400],
    ['events?since=-1', 400],
    ['events?since=abc', 400],
    ['invite?token=short', 400],
    ['tickets/none', 404],
    ['tickets/%00', 404],
    ["tickets/'%20or%201=1", 404],
    ['tickets/ticket-1/entries/1/media', 404],
    ['tickets/ticket-1/entries/1.5/media', 404],
    ['tickets/ticket-1/entries/x/media', 404],
    ['nothing', 404],
    ['staff/none', 404],
  ])('GET %s gives %i', async (path, status) => {
    const answer = await admin.get(`/inbox/api/${path}`)
    expect([answer.status, apiFailure.safeParse(answer.json).success]).toEqual([status, true])
  })

  test('who is not signed in learns nothing, not even what there is', async () => {
    for (const path of ['me', 'tickets?view=all', 'tickets/ticket-1', 'staff', 'export.csv', 'events', 'nothing']) {
      const answer = await inbox.browser().get(`/inbox/api/${path}`)
      expect([path, answer.status, answer.json]).toEqual([path, 401, { kind: 'signed-out' }])
    }
  })

  test('a fault of ours gives a code that is in the log, and no more', async () => {
    const broken = await startInbox({ requireTwoFactor: [] })
    const page = await broken.administrator()
    await broken.db.schema.dropTable('entries').execute()
    await broken.openCase('sal', '1').catch(() => undefined)
    const answer = await page.get('/inbox/api/tickets?view=all&search=moonflower')
    expect(answer.status).toBe(500)
    const failure = apiFailure.parse(answer.json)
    expect(Object.keys(failure).sort()).toEqual(['code', 'kind'])
    expect(failure.kind === 'trouble' && broken.log.lines.some((line) => line.includes(failure.code))).toBe(true)
    expect(broken.log.lines.join()).not.toContain('moonflower')
    await broken.stop()
  })
})

describe('the page', () => {
  test('is served for every address of its own, with headers that let nothing else in', async () => {
    for (const path of ['/inbox/', '/inbox/cases/x', '/inbox/setup?token=abc', '/inbox/staff']) {
      const { status, text, headers } = await inbox.browser().get(path)
      expect([path, status, text]).toEqual([path, 200, '<!doctype html><title>Inbox</title>'])
      const policy = headers.get('content-security-policy')
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('cache-control')).toBe('no-cache')
    }
    expect((await inbox.browser().get('/inbox')).headers.get('location')).toBe('/inbox/')
  })

  test('files with a hash in their name are kept; answers of the API are not', async () => {
    const script = await inbox.browser().get('/inbox/assets/main-abc123.js')
    expect([script.text, script.headers.get('cache-control')]).toEqual([
      'export {}',
      'public, max-age=31536000, immutable',
    ])
    expect(script.headers.get('content-type')).toMatch(/javascript/)
    expect((await inbox.browser().get('/inbox/assets/gone.js')).status).toBe(404)
    expect((await admin.get('/inbox/api/me')).headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    '/inbox/../outside.txt',
    '/inbox/%2e%2e/outside.txt',
    '/inbox/..%2foutside.txt',
    '/inbox/assets/..%2f..%2foutside.txt',
  ])('nothing outside of its folder: %s', async (path) => {
    // `fetch` would tidy the path up.
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(inbox.origin).port), '127.0.0.1')
      let text = ''
      socket.on('data', (data) => {
        text += data
      })
      socket.on('close', () => resolve(text))
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 (200|404)/)
    expect(answer.split('\r\n\r\n')[1]).not.toContain('outside')
  })
})
