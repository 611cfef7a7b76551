import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { me, ticketAnswer, ticketDetail, ticketList } from '../../adapters/inbox/contract.ts'
import { DAY } from '../../bot/time.ts'
import type { Answer, Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

let inbox: TestInbox
let admin: Browser
let sara: Browser
let rui: Browser
let cases = 0
/** A new case at Sal for each test. */
let address = ''
const path = (rest = '') => `/inbox/api/tickets/ticket-${address}${rest}`

beforeAll(async () => {
  inbox = await startInbox({ requireTwoFactor: [] })
  admin = await inbox.administrator()
  sara = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], 'Sara')
  rui = await inbox.member(admin, 'rui@aai.cv', 'agent', ['sal'], 'Rui')
})
afterAll(() => inbox.stop())
beforeEach(async () => {
  cases += 1
  address = `a${cases}`
  await inbox.openCase('sal', address)
})

const detail = async (page = sara) => ticketDetail.parse((await page.get(path())).json)
const idOf = async (page: Browser) => me.parse((await page.get('/inbox/api/me')).json).id
const kinds = async () => (await detail()).entries.map(({ change }) => change.kind)
const writes = (text: string) => inbox.writes(address, { kind: 'text', text })
const claim = (page: Browser) => page.post(path('/claim'), { over: null })

test('of ten who claim at once one gets the case, and all others the name', async () => {
  const pages = [sara, rui]
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => claim(pages[index % 2] ?? sara)))
  const { row } = await detail()
  const holder = row.assignee?.name
  expect(['Sara', 'Rui']).toContain(holder)
  answers.forEach((answer, index) => {
    if ((index % 2 === 0 ? 'Sara' : 'Rui') === holder)
      expect(ticketAnswer.parse(answer.json).ticket?.row.status).toBe('assigned')
    else expect(answer.json).toMatchObject({ kind: 'lost', by: { name: holder }, at: expect.any(Number) })
  })
  expect((await kinds()).filter((kind) => kind === 'claimed')).toHaveLength(1)
})

test('a case is taken over from the colleague who is named, and from nobody else', async () => {
  await claim(sara)
  const lina = await inbox.member(admin, `over${cases}@aai.cv`, 'agent', ['sal'], 'Lina')
  const over = async (page: Browser, holder: Browser) => page.post(path('/claim'), { over: await idOf(holder) })
  expect((await over(rui, sara)).status).toBe(200)
  const late = await over(lina, sara)
  expect([late.status, late.json]).toMatchObject([409, { kind: 'lost', by: { name: 'Rui' } }])
  expect((await detail()).row.assignee?.name).toBe('Rui')
})

test('only who holds a case replies; everybody in the unit may note', async () => {
  expect((await rui.post(path('/reply'), { text: 'hello', seen: 9 })).json).toEqual({ kind: 'not-yours', by: null })
  await claim(sara)
  const refused = await rui.post(path('/reply'), { text: 'hello', seen: 99 })
  expect(refused.json).toEqual({ kind: 'not-yours', by: { id: await idOf(sara), name: 'Sara' } })
  expect((await rui.post(path('/note'), { text: 'known to me' })).status).toBe(200)
  const { row } = await detail()
  const replied = await sara.post(path('/reply'), { text: 'Come on Monday', seen: row.lastEntry })
  const { ticket } = ticketAnswer.parse(replied.json)
  expect(ticket?.entries.at(-1)).toMatchObject({
    change: { kind: 'from-staff', by: { name: 'Sara' }, text: 'Come on Monday' },
    delivery: 'queued',
  })
  expect(ticket?.row.waitingSince).toBeNull()
})

test('a reply to a thread that has moved on is held back until it is confirmed', async () => {
  await claim(sara)
  const seen = (await detail()).row.lastEntry
  await writes('I found it, thank you')
  const held = await sara.post(path('/reply'), { text: 'Where is it?', seen })
  expect([held.status, held.json]).toEqual([409, { kind: 'stale', lastEntry: (await detail()).row.lastEntry }])
  expect((await sara.post(path('/reply'), { text: 'Good', seen, anyway: true })).status).toBe(200)
  expect((await kinds()).filter((kind) => kind === 'from-staff')).toHaveLength(1)
})

test('the same reply twice, at once or after a lost connection, is one reply', async () => {
  await claim(sara)
  const reply = { text: 'Come on Monday', seen: (await detail()).row.lastEntry }
  const answers = await Promise.all([1, 2, 3].map(() => sara.post(path('/reply'), reply)))
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
  expect((await sara.post(path('/reply'), reply)).json).toMatchObject({ kind: 'stale' })
  expect((await kinds()).filter((kind) => kind === 'from-staff')).toHaveLength(1)
})

test('after the window of WhatsApp nothing can be written freely', async () => {
  await claim(sara)
  const { replyUntil, row } = await detail()
  expect(replyUntil).toBe((row.openedAt as number) + DAY)
  inbox.clock.advance(DAY)
  const answer = await sara.post(path('/reply'), { text: 'hello', seen: row.lastEntry })
  expect([answer.status, answer.json]).toEqual([409, { kind: 'window-closed' }])
  expect((await sara.post(path('/note'), { text: 'too late' })).status).toBe(200)
})

test('close, reopen, hand back', async () => {
  await claim(sara)
  expect((await sara.post(path('/close'), { outcome: 'answered', topic: 'no such topic' })).json).toEqual({
    kind: 'invalid',
    fields: ['topic'],
  })
  expect((await sara.post(path('/close'), { outcome: 'answered', topic: null })).status).toBe(200)
  expect((await detail()).row).toMatchObject({ status: 'closed', outcome: 'answered' })
  expect((await sara.post(path('/reply'), { text: 'one more', seen: 99 })).json).toEqual({ kind: 'changed' })
  expect((await rui.post(path('/reopen'))).status).toBe(200)
  expect((await detail()).row).toMatchObject({ status: 'assigned', assignee: { name: 'Rui' } })
  expect((await sara.post(path('/hand-back'))).json).toMatchObject({ kind: 'not-yours' })
  expect((await rui.post(path('/hand-back'))).status).toBe(200)
  expect((await detail()).row).toMatchObject({ status: 'open', assignee: null })
})

test('a case goes to another unit and out of sight; only to people who may see it', async () => {
  const lina = await inbox.member(admin, `lina${cases}@aai.cv`, 'agent', ['praia'], 'Lina')
  await claim(sara)
  const transfer = (to: object) => sara.post(path('/transfer'), { to, note: 'please' })
  const invalid = { kind: 'invalid', fields: ['to'] }
  expect((await transfer({ staff: await idOf(lina) })).json).toEqual(invalid)
  expect((await transfer({ staff: 'nobody' })).json).toEqual(invalid)
  expect((await transfer({ unit: 'atlantis' })).json).toEqual(invalid)
  expect((await transfer({ staff: await idOf(rui) })).status).toBe(200)
  expect((await detail()).row.assignee?.name).toBe('Rui')
  const moved = await rui.post(path('/transfer'), { to: { unit: 'praia' }, note: 'she lives in Praia now' })
  expect(ticketAnswer.parse(moved.json)).toEqual({ ticket: null })
  expect((await rui.get(path())).status).toBe(404)
  expect((await detail(lina)).entries.map(({ change }) => change)).toContainEqual(
    expect.objectContaining({ kind: 'transferred', to: { unit: 'praia' }, note: 'she lives in Praia now' }),
  )
})

test('what rings: danger that nobody has, and danger in an own case that is unread; never a closed case', async () => {
  const rings = async (page: Browser) =>
    ticketList
      .parse((await page.get('/inbox/api/tickets?view=mine&search=nothing')).json)
      .alarms.some((row) => row.id === `ticket-${address}`)
  const both = async () => [await rings(sara), await rings(rui)]
  const read = (page: Browser) => page.post(path('/read'), { seq: 9999 })
  const lina = await inbox.member(admin, `rings${cases}@aai.cv`, 'agent', ['praia'], 'Lina')
  expect(await both()).toEqual([false, false])
  await inbox.becomesDanger(address, 'violence')
  expect(await both()).toEqual([true, true])
  expect(await rings(lina)).toBe(false)
  await read(sara)
  expect(await both()).toEqual([true, true])
  await claim(sara)
  expect(await both()).toEqual([false, false])
  await inbox.becomesDanger(address, 'medical')
  expect(await both()).toEqual([true, false])
  await read(sara)
  expect(await both()).toEqual([false, false])
  await sara.post(path('/hand-back'))
  expect(await both()).toEqual([true, true])
  await sara.post(path('/close'), { outcome: 'answered', topic: null })
  expect(await both()).toEqual([false, false])
})

describe('unread', () => {
  const row = async (page: Browser, view: string) => {
    const list = ticketList.parse((await page.get(`/inbox/api/tickets?view=${view}&search=CODE-${address}`)).json)
    return list.rows[0]
  }

  test('each has their own marks, which only go forward', async () => {
    const { lastEntry } = (await detail()).row
    expect((await row(sara, 'unit'))?.unread).toBe(lastEntry)
    expect((await sara.post(path('/read'), { seq: 9999 })).status).toBe(200)
    expect((await sara.post(path('/read'), { seq: 0 })).status).toBe(200)
    expect((await row(sara, 'unit'))?.unread).toBe(0)
    expect((await row(rui, 'unit'))?.unread).toBe(lastEntry)
    await writes('still there?')
    expect((await row(sara, 'unit'))?.unread).toBeGreaterThan(0)
  })

  test('views', async () => {
    expect(await row(sara, 'unassigned')).toBeDefined()
    expect(await row(sara, 'mine')).toBeUndefined()
    await claim(sara)
    expect(await row(sara, 'unassigned')).toBeUndefined()
    expect(await row(sara, 'mine')).toBeDefined()
    expect(await row(rui, 'mine')).toBeUndefined()
    await sara.post(path('/close'), { outcome: 'answered', topic: null })
    expect(await row(sara, 'unit')).toBeUndefined()
    expect((await row(sara, 'all'))?.status).toBe('closed')
  })
})

test('what somebody writes stays text, whole and as it is; what cannot be seen is left out', async () => {
  const script = '<script>alert(1)</script> <img src=x onerror=alert(1)> "\'& \u202eevil'
  await sara.post(path('/note'), { text: `${script}\u0000\u200b` })
  const answer = await sara.get(path())
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await detail()).entries.at(-1)?.change).toMatchObject({ kind: 'note', text: script })
  const empty = await sara.post(path('/note'), { text: '\u0000\u200b' })
  expect([empty.status, empty.json]).toEqual([400, { kind: 'invalid', fields: ['text'] }])
})

test("the platform's name of the chat and words of people are in no list, and nothing of them in the log", async () => {
  await writes('my word is moonflower')
  await claim(sara)
  await sara.post(path('/reply'), { text: 'sunflower', seen: 99 })
  for (const answer of [await sara.get('/inbox/api/tickets?view=all'), await sara.get(path())] satisfies Answer[]) {
    expect(answer.text).not.toContain('whatsapp-cloud:')
  }
  expect(inbox.log.lines.length).toBeGreaterThan(0)
  expect(inbox.log.lines.join('\n')).not.toMatch(/flower|Moussa|Sara|@aai|whatsapp-cloud:/)
})
