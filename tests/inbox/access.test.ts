import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { colleagues, me, type Role, staffList, ticketDetail, ticketList } from '../../adapters/inbox/contract.ts'
import type { Body } from '../../bot/message.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

/**
 * Everybody against everything. Cases: one in Sal, one in Praia. `sees`: the cases within the scope; all else answers as if
 * it were not there, and not a word of it is in any answer.
 */
const PEOPLE = [
  { who: 'admin', role: 'admin', units: [], sees: ['sal', 'praia'] },
  { who: 'lead of Sal', role: 'lead', units: ['sal'], sees: ['sal'] },
  { who: 'agent of Sal', role: 'agent', units: ['sal'], sees: ['sal'] },
  { who: 'agent of Praia', role: 'agent', units: ['praia'], sees: ['praia'] },
  { who: 'agent of both', role: 'agent', units: ['sal', 'praia'], sees: ['sal', 'praia'] },
  { who: 'agent of Boa Vista', role: 'agent', units: ['boa-vista'], sees: [] },
] as const satisfies readonly { who: string; role: Role; units: readonly string[]; sees: readonly string[] }[]

const SECRET = { sal: 'moonflower', praia: 'sunflower' } as const
const UNITS = ['sal', 'praia'] as const
const photo: Body = {
  kind: 'media',
  what: 'image',
  media: { ref: 'photo', mime: 'image/jpeg', size: 3, name: null, seconds: null },
  caption: '',
}

let inbox: TestInbox
const pages = new Map<string, Browser>()
const page = (who: string): Browser => pages.get(who) ?? inbox.browser()
const idOf = async (who: string) => me.parse((await page(who).get('/inbox/api/me')).json).id

beforeAll(async () => {
  inbox = await startInbox({ requireTwoFactor: [] })
  const admin = await inbox.administrator()
  pages.set('admin', admin)
  for (const { who, role, units } of PEOPLE.slice(1)) {
    pages.set(who, await inbox.member(admin, `${who.toLowerCase().replaceAll(' ', '-')}@aai.cv`, role, units, who))
  }
  inbox.files.set('photo', { bytes: new Uint8Array([1, 2, 3]), mime: 'image/jpeg', name: null })
  for (const unit of UNITS) {
    await inbox.openCase(unit, unit, { words: `my word is ${SECRET[unit]}`, name: `Name ${SECRET[unit]}` })
    await inbox.writes(unit, photo)
  }
})
afterAll(() => inbox.stop())

/** The number of the line that holds the photo. */
const photoSeq = async (unit: string): Promise<number> => {
  const { json } = await page('admin').get(`/inbox/api/tickets/ticket-${unit}`)
  return ticketDetail.parse(json).entries.find(({ change }) => change.kind === 'from-person')?.seq ?? 0
}

describe.each(PEOPLE)('$who', ({ who, units, sees }) => {
  const seesUnit = (unit: string) => (sees as readonly string[]).includes(unit)
  const expectNothingOf = (text: string) => {
    for (const unit of UNITS) if (!seesUnit(unit)) expect(text).not.toContain(SECRET[unit])
  }

  test('lists, counts and search', async () => {
    const answer = await page(who).get('/inbox/api/tickets?view=all')
    const list = ticketList.parse(answer.json)
    expect(list.rows.map((row) => row.unit).sort()).toEqual([...sees].sort())
    expect(list.counts.all).toBe(sees.length)
    expectNothingOf(answer.text)
    for (const unit of UNITS) {
      for (const search of [SECRET[unit], `CODE-${unit}`, `Name ${SECRET[unit]}`]) {
        const found = await page(who).get(`/inbox/api/tickets?view=all&search=${encodeURIComponent(search)}`)
        expect(ticketList.parse(found.json).rows.map((row) => row.unit)).toEqual(seesUnit(unit) ? [unit] : [])
      }
    }
  })

  test('a case, its photo, and the log of who looked', async () => {
    for (const unit of UNITS) {
      const one = await page(who).get(`/inbox/api/tickets/ticket-${unit}`)
      const media = await page(who).get(`/inbox/api/tickets/ticket-${unit}/entries/${await photoSeq(unit)}/media`)
      expect([one.status, media.status]).toEqual(seesUnit(unit) ? [200, 200] : [404, 404])
      expectNothingOf(one.text)
      const missing = await page(who).get('/inbox/api/tickets/ticket-none')
      if (!seesUnit(unit)) expect([one.text, media.text]).toEqual([missing.text, missing.text])
      const looks = await inbox.db
        .selectFrom('inboxAccess')
        .select('ticket')
        .where('staff', '=', await idOf(who))
        .execute()
      expect(looks.some((look) => look.ticket === `ticket-${unit}`)).toBe(seesUnit(unit))
    }
  })

  test('the file of cases', async () => {
    const { text } = await page(who).get('/inbox/api/export.csv')
    const lines = text.trim().split('\r\n').slice(1)
    expect(lines.map((line) => line.split(',')[1]).sort()).toEqual([...sees].sort())
    expect(text).not.toMatch(/flower/)
  })

  test('the live line from the beginning', async () => {
    const live = await page(who).events('?since=0')
    const got = new Set<unknown>()
    while (got.size < sees.length) got.add((await live.next())?.data.unit)
    expect([...got].sort()).toEqual([...sees].sort())
    // What comes next is the next change of what one may see, and nothing else.
    for (const unit of UNITS) await inbox.writes(unit, { kind: 'text', text: `more ${SECRET[unit]}` })
    const next: string[] = []
    for (const _ of sees) next.push(JSON.stringify(await live.next()))
    live.leave()
    expectNothingOf(next.join())
    expect(next.filter((event) => event.includes('more')).length).toBe(sees.length)
  })

  test('colleagues are those who share a unit', async () => {
    const { people } = colleagues.parse((await page(who).get('/inbox/api/colleagues')).json)
    const shares = PEOPLE.filter(
      (one) =>
        who === 'admin' ||
        one.role === 'admin' ||
        one.units.some((unit) => (units as readonly string[]).includes(unit)),
    )
    expect(people.map((one) => one.name).sort()).toEqual(
      shares.map((one) => (one.who === 'admin' ? 'Ana Admin' : one.who)).sort(),
    )
  })
})

const ACTIONS = [
  ['claim', { over: null }],
  ['reply', { text: 'hello', seen: 0 }],
  ['note', { text: 'a note' }],
  ['transfer', { to: { unit: 'sal' }, note: '' }],
  ['hand-back', {}],
  ['close', { outcome: 'answered', topic: null }],
  ['reopen', {}],
  ['read', { seq: 1 }],
  ['entries/1/retry', {}],
] as const
const HIDDEN = PEOPLE.flatMap(({ who, sees }) =>
  UNITS.filter((unit) => !(sees as readonly string[]).includes(unit)).map((unit) => [who, unit] as const),
)

describe.each(HIDDEN)('%s, with a case of %s by its address', (who, unit) => {
  test.each(ACTIONS)('%s does nothing and answers as if there were no such case', async (action, body) => {
    const all = () => inbox.store.tickets({ scope: { units: 'all' }, limit: 9 })
    const before = await all()
    const answer = await page(who).post(`/inbox/api/tickets/ticket-${unit}/${action}`, body)
    const missing = await page(who).post(`/inbox/api/tickets/ticket-none/${action}`, body)
    expect([answer.status, answer.text]).toEqual([404, JSON.stringify({ kind: 'not-found' })])
    expect([missing.status, missing.text]).toEqual([answer.status, answer.text])
    expect(await all()).toEqual(before)
  })
})

describe('staff', () => {
  const staffOf = async (who: string) => {
    const { json, status } = await page(who).get('/inbox/api/staff')
    return status === 200
      ? staffList
          .parse(json)
          .staff.map((one) => one.name)
          .filter((name) => name !== 'mover')
          .sort()
      : status
  }
  const change = async (by: string, whom: string, patch: object) =>
    (await page(by).patch(`/inbox/api/staff/${await idOf(whom)}`, patch)).status

  test('are seen by who may', async () => {
    expect(await staffOf('admin')).toHaveLength(PEOPLE.length)
    expect(await staffOf('lead of Sal')).toEqual(['agent of Sal', 'agent of both', 'lead of Sal'])
    expect(await staffOf('agent of Sal')).toBe(403)
  })

  test.each([
    ['agent of Sal', 'agent of Praia', { active: false }, 403],
    ['agent of Sal', 'agent of Sal', { role: 'admin' }, 403],
    ['lead of Sal', 'agent of Praia', { active: false }, 404],
    ['lead of Sal', 'admin', { active: false }, 404],
    ['lead of Sal', 'agent of both', { active: false }, 403],
    ['lead of Sal', 'agent of both', { role: 'lead' }, 403],
    ['lead of Sal', 'agent of both', { units: ['sal'] }, 403],
    ['lead of Sal', 'agent of Sal', { units: ['sal', 'praia'] }, 403],
    ['lead of Sal', 'agent of Sal', { role: 'admin' }, 403],
    ['lead of Sal', 'lead of Sal', { role: 'admin' }, 403],
    ['lead of Sal', 'lead of Sal', { units: ['sal', 'praia'] }, 403],
    ['admin', 'admin', { role: 'agent', units: ['sal'] }, 403],
    ['admin', 'admin', { active: false }, 403],
    ['admin', 'agent of Sal', { units: ['atlantis'] }, 400],
    ['admin', 'agent of Sal', { units: [] }, 400],
    ['admin', 'agent of Sal', { role: 'emperor' }, 400],
    ['lead of Sal', 'agent of Sal', { role: 'agent' }, 200],
    ['admin', 'agent of Sal', { units: ['sal'] }, 200],
  ])('%s changes %s: %o gives %i', async (by, whom, patch, status) => {
    const before = (await page('admin').get('/inbox/api/staff')).json
    expect(await change(by, whom, patch)).toBe(status)
    const without = (json: unknown) => JSON.stringify(json).replace(/"lastSeenAt":(\d+|null)/g, '')
    expect(without((await page('admin').get('/inbox/api/staff')).json)).toBe(without(before))
  })

  test.each([
    ['agent of Sal', 'agent', ['sal'], 403],
    ['lead of Sal', 'admin', [], 403],
    ['lead of Sal', 'agent', ['praia'], 403],
    ['lead of Sal', 'agent', ['sal', 'praia'], 403],
    ['lead of Sal', 'agent', [], 400],
    ['admin', 'agent', ['atlantis'], 400],
    ['lead of Sal', 'lead', ['sal'], 200],
    ['admin', 'admin', [], 200],
  ])('%s invites a new %s of %o: %i', async (by, role, units, status) => {
    const email = `new-${Math.abs(status)}-${role}-${units.length}@aai.cv`
    expect((await page(by).post('/inbox/api/invitations', { email, role, units })).status).toBe(status)
  })

  test('a lead sees and withdraws the invitations to the own units only', async () => {
    const made = await page('admin').post('/inbox/api/invitations', {
      email: 'p@aai.cv',
      role: 'agent',
      units: ['praia'],
    })
    const { id } = made.json.invitation as { id: string }
    expect((await page('lead of Sal').get('/inbox/api/invitations')).text).not.toContain('p@aai.cv')
    expect((await page('lead of Sal').delete(`/inbox/api/invitations/${id}`)).status).toBe(404)
    expect((await page('admin').get('/inbox/api/invitations')).text).toContain('p@aai.cv')
  })

  test('another unit counts at once, also for a live line that is open', async () => {
    const mover = await inbox.member(page('admin'), 'mover@aai.cv', 'agent', ['sal'], 'mover')
    pages.set('mover', mover)
    const live = await mover.events()
    expect((await mover.get('/inbox/api/tickets/ticket-sal')).status).toBe(200)
    expect(await change('admin', 'mover', { units: ['praia'] })).toBe(200)
    expect((await mover.get('/inbox/api/tickets/ticket-sal')).status).toBe(404)
    expect((await mover.get('/inbox/api/tickets/ticket-praia')).status).toBe(200)
    expect(await live.next()).toBeNull()

    const again = await mover.events()
    const id = await idOf('mover')
    await page('admin').patch(`/inbox/api/staff/${id}`, { active: false })
    expect((await mover.get('/inbox/api/tickets?view=all')).status).toBe(401)
    expect(await again.next()).toBeNull()
  })
})
