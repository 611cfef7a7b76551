import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openProgram, PASSWORD, type ProgramStage } from './program-stage.ts'

let stage: ProgramStage
beforeAll(async () => {
  stage = await openProgram()
  await stage.start()
})
afterAll(() => stage.close())

/** What is decided about security and keeping, as it stands in the answer; null: not there. */
const headersOf = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${stage.origin}${path}`, { redirect: 'manual', ...init })
  await answer.text()
  const { headers } = answer
  return {
    policy: headers.get('content-security-policy'),
    sniff: headers.get('x-content-type-options'),
    referrer: headers.get('referrer-policy'),
    permissions: headers.get('permissions-policy'),
    keep: headers.get('cache-control'),
    cookies: headers.getSetCookie(),
    by: headers.get('x-powered-by') ?? headers.get('server'),
    origin: headers.get('access-control-allow-origin'),
  }
}

const ALWAYS = { sniff: 'nosniff', referrer: 'no-referrer', cookies: [], by: null, origin: null }
const NOTHING = "default-src 'none'; frame-ancestors 'none'"
const CHAT_PAGE =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const INBOX =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** Staff record voice notes. */
const ONLY_VOICE = 'camera=(), microphone=(self), geolocation=(), payment=(), usb=()'

describe('what every answer carries', () => {
  test('the page of the web chat', async () => {
    expect(await headersOf('/')).toEqual({
      ...ALWAYS,
      policy: CHAT_PAGE,
      permissions: 'microphone=(self), geolocation=(self), camera=(self)',
      keep: 'no-cache',
    })
  })

  test.each(['/chat/config', '/chat/history', '/chat/events'])(
    '%s: nothing may be loaded, nothing kept',
    async (path) => {
      expect(await headersOf(path)).toEqual({ ...ALWAYS, policy: NOTHING, permissions: null, keep: 'no-store' })
    },
  )

  test('a refused message', async () => {
    const answer = await headersOf('/chat/messages', { method: 'POST', body: '{}' })
    expect(answer).toEqual({ ...ALWAYS, policy: NOTHING, permissions: null, keep: 'no-store' })
  })

  test.each(['/health/live', '/health/ready', '/metrics', '/no/such/page'])('%s', async (path) => {
    expect(await headersOf(path)).toEqual({ ...ALWAYS, policy: NOTHING, permissions: null, keep: null })
  })

  test('the page of the inbox', async () => {
    expect(await headersOf('/inbox/')).toEqual({
      ...ALWAYS,
      policy: INBOX,
      permissions: ONLY_VOICE,
      keep: 'no-cache',
    })
    const { headers } = await fetch(`${stage.origin}/inbox/`)
    expect(Object.fromEntries([...headers].filter(([name]) => /^(x-frame|cross-origin|x-robots)/.test(name)))).toEqual({
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-robots-tag': 'noindex',
    })
  })

  test.each(['/inbox/api/me', '/inbox/api/no', '/inbox/auth/get-session', '/inbox/auth/no'])('%s', async (path) => {
    expect(await headersOf(path)).toEqual({ ...ALWAYS, policy: INBOX, permissions: ONLY_VOICE, keep: 'no-store' })
  })
})

describe('cookies', () => {
  test('of the inbox: no script reads them, no other page sends them, they go to /inbox only', async () => {
    const ana = await stage.administrator()
    expect(ana.cookies.size).toBeGreaterThan(0)
    const answer = await fetch(`${stage.origin}/inbox/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-inbox': '1' },
      body: JSON.stringify({ email: 'ana@aai.cv', password: PASSWORD }),
    })
    expect(answer.status).toBe(200)
    const set = answer.headers.getSetCookie()
    expect(set.some((line) => /^morabeza\.session_token=/.test(line))).toBe(true)
    for (const line of set) {
      expect(line).toMatch(/; HttpOnly/)
      expect(line).toMatch(/; SameSite=Strict/)
      expect(line).toMatch(/; Path=\/inbox(;|$)/)
    }
  })

  test('with a public address of https they are also Secure', async () => {
    const secure = await openProgram({ PUBLIC_URL: 'https://ajuda.example.cv' })
    await secure.start()
    const ana = await secure.administrator()
    expect([...ana.cookies.keys()].every((name) => name.startsWith('__Secure-'))).toBe(true)
    expect(ana.cookies.size).toBeGreaterThan(0)
    await secure.close()
  })

  test('of the web chat: none', async () => {
    const visitor = stage.visitor()
    const answer = await visitor.post({ kind: 'text', text: 'hello' }, 'client-0001')
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([202, []])
  })
})
