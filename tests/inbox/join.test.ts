import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemIds } from '../../adapters/clock.ts'
import { accountAnswer, invitationAnswer, invitePreview, me, staffList } from '../../adapters/inbox/contract.ts'
import { createLinks } from '../../adapters/inbox/links.ts'
import { DAY, HOUR } from '../../bot/time.ts'
import { PASSWORD, startInbox, type TestInbox } from './support.ts'

let inbox: TestInbox
beforeEach(async () => {
  inbox = await startInbox({ requireTwoFactor: [] })
})
afterEach(() => inbox.stop())

const account = (token: string, more = {}) => ({ token, name: 'Ana', email: 'Ana@AAI.cv', password: PASSWORD, ...more })

describe('the link of the first start', () => {
  test('makes one administrator, once', async () => {
    const token = inbox.linkToken(await inbox.inbox.setupLink())
    const tries = await Promise.all([1, 2, 3].map(() => inbox.browser().post('/inbox/api/setup', account(token))))
    expect(tries.map((one) => one.status).sort()).toEqual([200, 410, 410])
    expect(accountAnswer.parse(tries.find((one) => one.status === 200)?.json)).toEqual({ email: 'ana@aai.cv' })
    expect(await inbox.inbox.setupLink()).toBeNull()
    const page = await inbox.signIn('ana@aai.cv')
    expect(me.parse((await page.get('/inbox/api/me')).json)).toMatchObject({ role: 'admin', scope: 'all', lang: null })
  })

  test('of two who use it in the same moment, one does', async () => {
    const links = createLinks(inbox.db, inbox.clock, systemIds)
    const link = await links.find('setup', await links.makeSetup())
    expect(link).not.toBeNull()
    if (link === null) return
    expect((await Promise.all([links.use(link), links.use(link)])).sort()).toEqual([false, true])
  })

  test('is over after a day, and as soon as there is a newer one', async () => {
    const first = inbox.linkToken(await inbox.inbox.setupLink())
    const second = inbox.linkToken(await inbox.inbox.setupLink())
    expect((await inbox.browser().post('/inbox/api/setup', account(first))).json).toEqual({ kind: 'expired' })
    inbox.clock.advance(DAY - HOUR)
    expect((await inbox.browser().post('/inbox/api/setup', account(second, { password: 'short' }))).status).toBe(400)
    inbox.clock.advance(HOUR)
    expect((await inbox.browser().post('/inbox/api/setup', account(second))).status).toBe(410)
  })

  test('is not in the records, nor in the log', async () => {
    const token = inbox.linkToken(await inbox.inbox.setupLink())
    expect(JSON.stringify(await inbox.db.selectFrom('inboxLinks').selectAll().execute())).not.toContain(token)
    await inbox.browser().post('/inbox/api/setup', account(token))
    expect(inbox.log.lines.join('\n')).not.toMatch(/ana/i)
    expect(inbox.log.lines.join('\n')).not.toContain(token)
  })

  test('guessing it is slowed down', async () => {
    const guess = () => inbox.browser().post('/inbox/api/setup', account('a-token-that-is-none'))
    for (let tries = 0; tries < 5; tries += 1) expect((await guess()).status).toBe(410)
    const answer = await guess()
    expect(answer.json).toMatchObject({ kind: 'too-many', after: expect.any(Number) })
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('passwords', () => {
  test.each([
    ['eleven char', 'too short'],
    ['password1234', 'the commonest word with digits'],
    ['123456789012', 'digits in a row'],
    ['qwertyuiopas', 'keys in a row'],
    ['aaaaaaaaaaaaaa', 'one letter'],
    ['abcabcabcabcabc', 'few letters over and over'],
    ['PalavraPasse2026!', 'the commonest word in Portuguese'],
    ['ana@aai.cv2026', 'the own e-mail'],
  ])('%s is refused: %s', async (password) => {
    const token = inbox.linkToken(await inbox.inbox.setupLink())
    const answer = await inbox.browser().post('/inbox/api/setup', account(token, { password }))
    expect(answer.json).toEqual({ kind: 'invalid', fields: ['password'] })
    // The link is not used up by a password that was refused.
    expect((await inbox.browser().post('/inbox/api/setup', account(token))).status).toBe(200)
  })

  test('a long one needs no digits or capitals, and is kept only as a hash', async () => {
    await inbox.administrator()
    const tables = await inbox.db.introspection.getTables()
    for (const { name } of tables) {
      const rows = await inbox.db
        .selectFrom(name as 'inboxUser')
        .selectAll()
        .execute()
      expect(JSON.stringify(rows)).not.toContain(PASSWORD)
    }
  })

  test('a new one is held to the same rules, and ends all other sessions', async () => {
    const page = await inbox.administrator()
    const other = await inbox.signIn('ana@aai.cv')
    const change = (newPassword: string) =>
      page.post('/inbox/auth/change-password', { currentPassword: PASSWORD, newPassword, revokeOtherSessions: true })
    expect((await change('password1234')).status).toBe(400)
    expect((await change('short')).status).toBe(400)
    expect((await change('four large turtles')).status).toBe(200)
    expect((await page.get('/inbox/api/me')).status).toBe(200)
    expect((await other.get('/inbox/api/me')).status).toBe(401)
  })
})

describe('an invitation', () => {
  test('is shown once, says what it is for, works once, and ends after a week', async () => {
    const admin = await inbox.administrator()
    const invite = async (email: string) => {
      const answer = await admin.post('/inbox/api/invitations', { email, role: 'agent', units: ['sal'] })
      return invitationAnswer.parse(answer.json)
    }
    const first = await invite('Sara@aai.cv')
    const again = await invite('sara@aai.cv')
    const late = await invite('late@aai.cv')
    expect((await admin.get('/inbox/api/invitations')).text).not.toContain(inbox.linkToken(first.link))

    const token = inbox.linkToken(first.link)
    const preview = await inbox.browser().get(`/inbox/api/invite?token=${token}`)
    expect(invitePreview.parse(preview.json)).toEqual({ email: 'sara@aai.cv', role: 'agent' })
    const accept = (using: string) =>
      inbox.browser().post('/inbox/api/invite/accept', { token: using, name: 'Sara', password: PASSWORD })
    const tries = await Promise.all([accept(token), accept(token)])
    expect(tries.map((one) => one.status).sort()).toEqual([200, 410])
    // One who has come in needs no second link.
    expect((await accept(inbox.linkToken(again.link))).status).toBe(410)
    expect(
      (await admin.post('/inbox/api/invitations', { email: 'sara@aai.cv', role: 'agent', units: ['sal'] })).json,
    ).toEqual({ kind: 'taken' })

    inbox.clock.advance(7 * DAY)
    expect((await accept(inbox.linkToken(late.link))).json).toEqual({ kind: 'expired' })
  })

  test('is void once withdrawn, and once whoever invited may not any more', async () => {
    const admin = await inbox.administrator()
    const lead = await inbox.member(admin, 'lead@aai.cv', 'lead', ['sal'])
    const [withdrawn, orphaned] = [
      invitationAnswer.parse(
        (await admin.post('/inbox/api/invitations', { email: 'a@aai.cv', role: 'agent', units: ['sal'] })).json,
      ),
      invitationAnswer.parse(
        (await lead.post('/inbox/api/invitations', { email: 'b@aai.cv', role: 'agent', units: ['sal'] })).json,
      ),
    ]
    expect((await admin.delete(`/inbox/api/invitations/${withdrawn.invitation.id}`)).status).toBe(200)
    const { staff } = staffList.parse((await admin.get('/inbox/api/staff')).json)
    const leadId = staff.find((one) => one.email === 'lead@aai.cv')?.id
    expect((await admin.patch(`/inbox/api/staff/${leadId}`, { role: 'agent' })).status).toBe(200)
    for (const { link } of [withdrawn, orphaned]) {
      expect((await inbox.browser().get(`/inbox/api/invite?token=${inbox.linkToken(link)}`)).status).toBe(410)
    }
  })

  test('is the way back into an account that was deactivated: other password, no second factor, the same person', async () => {
    const admin = await inbox.administrator()
    const before = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], 'Sara')
    const id = (await before.get('/inbox/api/me')).json.id
    expect((await admin.patch(`/inbox/api/staff/${id}`, { active: false })).status).toBe(200)
    expect((await before.get('/inbox/api/me')).status).toBe(401)
    const refused = await inbox
      .browser()
      .post('/inbox/auth/sign-in/email', { email: 'sara@aai.cv', password: PASSWORD })
    expect(refused.status).toBe(401)
    const invited = await admin.post('/inbox/api/invitations', { email: 'sara@aai.cv', role: 'agent', units: ['sal'] })
    const token = inbox.linkToken(String(invited.json.link))
    await inbox.browser().post('/inbox/api/invite/accept', { token, name: 'Sara', password: 'another long phrase' })
    const after = await inbox.signIn('sara@aai.cv', 'another long phrase')
    expect((await after.get('/inbox/api/me')).json.id).toBe(id)
  })

  test('names are one line without marks that turn or hide letters', async () => {
    const admin = await inbox.administrator()
    const page = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], ' Sara\u202e\u0007\nda  Luz<script>\u200b ')
    expect((await page.get('/inbox/api/me')).json.name).toBe('Sara da Luz<script>')
    const token = inbox.linkToken(
      String(
        (await admin.post('/inbox/api/invitations', { email: 'x@aai.cv', role: 'agent', units: ['sal'] })).json.link,
      ),
    )
    const nobody = await inbox
      .browser()
      .post('/inbox/api/invite/accept', { token, name: '\u202e\u200b\u0007', password: PASSWORD })
    expect(nobody.json).toEqual({ kind: 'invalid', fields: ['name'] })
  })
})
