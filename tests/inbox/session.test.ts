import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { me } from '../../adapters/inbox/contract.ts'
import { MINUTE, SECOND } from '../../bot/time.ts'
import type { Browser } from './browser.ts'
import { PASSWORD, startInbox, type TestInbox } from './support.ts'
import { codeOf } from './totp.ts'

let inbox: TestInbox
afterEach(() => inbox.stop())

const AUTH = '/inbox/auth'
const whoAmI = async (page: Browser) => me.parse((await page.get('/inbox/api/me')).json)
const signIn = (email: string, password: string, headers = {}) =>
  inbox.browser().post(`${AUTH}/sign-in/email`, { email, password }, headers)

describe('the second factor', () => {
  beforeEach(async () => {
    inbox = await startInbox()
  })

  /** Sets it up; gives the address for the app and the recovery codes. */
  const setUp = async (page: Browser) => {
    const { json } = await page.post(`${AUTH}/two-factor/enable`, { password: PASSWORD })
    const uri = String(json.totpURI)
    expect((await page.post(`${AUTH}/two-factor/verify-totp`, { code: codeOf(uri) })).status).toBe(200)
    return { uri, recovery: json.backupCodes as readonly string[] }
  }

  test('an administrator does nothing before it is set up', async () => {
    const page = await inbox.administrator()
    await inbox.openCase('sal', '1')
    expect((await whoAmI(page)).twoFactor).toBe('required')
    for (const path of ['tickets?view=all', 'tickets/ticket-1', 'staff', 'export.csv', 'events', 'colleagues']) {
      const answer = await page.get(`/inbox/api/${path}`)
      expect([path, answer.status, answer.json]).toEqual([path, 403, { kind: 'two-factor' }])
    }
    await setUp(page)
    expect((await whoAmI(page)).twoFactor).toBe('on')
    expect((await page.get('/inbox/api/tickets?view=all')).status).toBe(200)
  })

  test('is asked for after the password; a recovery code works once', async () => {
    const { uri, recovery } = await setUp(await inbox.administrator())
    const page = inbox.browser()
    const first = await page.post(`${AUTH}/sign-in/email`, { email: 'ana@aai.cv', password: PASSWORD })
    expect(first.json).toMatchObject({ twoFactorRedirect: true })
    expect((await page.get('/inbox/api/me')).status).toBe(401)
    expect((await page.post(`${AUTH}/two-factor/verify-totp`, { code: '000000' })).status).toBe(401)
    expect((await page.post(`${AUTH}/two-factor/verify-totp`, { code: codeOf(uri), trustDevice: true })).status).toBe(
      200,
    )
    expect((await whoAmI(page)).email).toBe('ana@aai.cv')

    // The same browser is asked again: no device is trusted.
    await page.post(`${AUTH}/sign-out`)
    const again = await page.post(`${AUTH}/sign-in/email`, { email: 'ana@aai.cv', password: PASSWORD })
    expect(again.json).toMatchObject({ twoFactorRedirect: true })
    expect((await page.post(`${AUTH}/two-factor/verify-backup-code`, { code: recovery[0] })).status).toBe(200)
    const third = inbox.browser()
    await third.post(`${AUTH}/sign-in/email`, { email: 'ana@aai.cv', password: PASSWORD })
    expect((await third.post(`${AUTH}/two-factor/verify-backup-code`, { code: recovery[0] })).status).toBe(401)
  })

  test('guessing its code is slowed down, also with a new sign-in before each guess', async () => {
    await setUp(await inbox.administrator())
    const guess = async () => {
      const page = inbox.browser()
      await page.post(`${AUTH}/sign-in/email`, { email: 'ana@aai.cv', password: PASSWORD })
      return page.post(`${AUTH}/two-factor/verify-totp`, { code: '000000' })
    }
    for (let tries = 0; tries < 5; tries += 1) expect((await guess()).status).toBe(401)
    expect((await guess()).status).toBe(429)
  })
})

describe('signing in', () => {
  beforeEach(async () => {
    inbox = await startInbox({ requireTwoFactor: [] })
  })

  test('the cookie is out of reach of scripts and other sites', async () => {
    await inbox.administrator()
    const answer = await signIn('ana@aai.cv', PASSWORD)
    const cookie = answer.headers.getSetCookie().find((line) => line.includes('session_token')) ?? ''
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
    expect(cookie).toMatch(/Path=\/inbox/i)
  })

  test('an unknown e-mail and a wrong password read the same', async () => {
    await inbox.administrator()
    const wrong = await signIn('ana@aai.cv', 'not the password')
    const unknown = await signIn('nobody@aai.cv', 'not the password')
    expect([wrong.status, wrong.text]).toEqual([unknown.status, unknown.text])
    expect(wrong.status).toBe(401)
  })

  test('after five wrong tries it waits, each time longer, from any address; the right password ends it', async () => {
    await inbox.administrator()
    let host = 0
    // The server stands behind a proxy on this machine, which says where each comes from.
    const from = (password: string) => {
      host += 1
      return signIn('ana@aai.cv', password, { 'x-forwarded-for': `203.0.113.${host}` })
    }
    const together = await Promise.all(Array.from({ length: 9 }, () => from('not the password')))
    expect(together.map((one) => one.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429])
    const held = await from(PASSWORD)
    expect(held.status).toBe(429)
    const firstWait = Number(held.headers.get('x-retry-after'))
    inbox.clock.advance(firstWait * SECOND)
    expect((await from('not the password')).status).toBe(401)
    const longer = Number((await from(PASSWORD)).headers.get('x-retry-after'))
    expect(longer).toBeGreaterThan(firstWait)
    inbox.clock.advance(longer * SECOND)
    expect((await from(PASSWORD)).status).toBe(200)
    for (let tries = 0; tries < 4; tries += 1) expect((await from('not the password')).status).toBe(401)
    expect((await from(PASSWORD)).status).toBe(200)
  })

  test('one address that tries many accounts is held up, and others are not', async () => {
    await inbox.administrator()
    const from = (address: string, email: string, password = 'not the password') =>
      signIn(email, password, { 'x-forwarded-for': address })
    for (let tries = 0; tries < 5; tries += 1)
      expect((await from('198.51.100.1', `user${tries}@aai.cv`)).status).toBe(401)
    expect((await from('198.51.100.1', 'ana@aai.cv', PASSWORD)).status).toBe(429)
    expect((await from('198.51.100.2', 'ana@aai.cv', PASSWORD)).status).toBe(200)
    inbox.clock.advance(15 * MINUTE)
    expect((await from('198.51.100.1', 'ana@aai.cv', PASSWORD)).status).toBe(200)
  })

  test.each([
    ['POST', '/sign-up/email'],
    ['POST', '/update-user'],
    ['POST', '/delete-user'],
    ['POST', '/change-email'],
    ['POST', '/request-password-reset'],
    ['POST', '/reset-password'],
    ['GET', '/sign-in/email'],
    ['POST', '/sign-in/social'],
    ['POST', '/sign-in/email/'],
    ['POST', '/../auth/sign-up/email'],
    ['POST', '/constructor'],
  ])('the library is shut at %s %s', async (method, path) => {
    const page = await inbox.administrator()
    const body = { email: 'new@aai.cv', password: PASSWORD, name: 'New' }
    expect((await page.request(method, `${AUTH}${path}`, method === 'POST' ? body : undefined)).status).toBe(404)
  })
})

describe('a session', () => {
  beforeEach(async () => {
    inbox = await startInbox({ requireTwoFactor: [] })
  })

  test('that was ended elsewhere is dead at once, with its live line', async () => {
    const page = await inbox.administrator()
    const other = await inbox.signIn('ana@aai.cv')
    const live = await other.events()
    const list = JSON.parse((await page.get(`${AUTH}/list-sessions`)).text) as { id: string; token: string }[]
    expect(list.map((one) => one.id)).toContain((await whoAmI(page)).session)
    const otherSession = (await whoAmI(other)).session
    const token = list.find((one) => one.id === otherSession)?.token
    expect((await page.post(`${AUTH}/revoke-session`, { token })).status).toBe(200)
    expect((await other.get('/inbox/api/me')).json).toEqual({ kind: 'signed-out' })
    expect(await live.next()).toBeNull()
    expect((await page.get('/inbox/api/me')).status).toBe(200)
  })

  test('of a colleague is not ended by knowing its token; an administrator ends them all', async () => {
    const admin = await inbox.administrator()
    const sara = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'])
    const rui = await inbox.member(admin, 'rui@aai.cv', 'agent', ['sal'])
    const [session] = JSON.parse((await sara.get(`${AUTH}/list-sessions`)).text)
    await rui.post(`${AUTH}/revoke-session`, { token: session.token })
    const { id } = await whoAmI(sara)
    expect((await rui.delete(`/inbox/api/staff/${id}/sessions`)).status).toBe(403)
    expect((await admin.delete(`/inbox/api/staff/${id}/sessions`)).status).toBe(200)
    expect((await sara.get('/inbox/api/me')).status).toBe(401)
    expect((await rui.get('/inbox/api/me')).status).toBe(200)
  })

  test('cannot be made up: a cookie that is not signed is nobody', async () => {
    const page = await inbox.administrator()
    for (const [name, value] of page.cookies) page.cookies.set(name, value.replace(/\..*/, '.forged'))
    expect((await page.get('/inbox/api/me')).status).toBe(401)
    expect((await inbox.browser().get('/inbox/api/me')).status).toBe(401)
  })
})
