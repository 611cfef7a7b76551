import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ticketAnswer, ticketDetail } from '../../adapters/inbox/contract.ts'
import type { Templates } from '../../bot/ports/templates.ts'
import { REMINDER_MAX } from '../../bot/reminder.ts'
import { fail, ok } from '../../bot/result.ts'
import { DAY, HOUR, MINUTE } from '../../bot/time.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

const TEMPLATES = [{ name: 'hora', language: 'pt_PT', body: 'A unidade de {{1}} espera por si.' }]
let reachable = true
const templates: Templates = { list: async () => (reachable ? ok(TEMPLATES) : fail('unreachable')) }

let inbox: TestInbox
let sara: Browser
let rui: Browser
let lina: Browser
let cases = 0
/** A new case at Sal for each test, which Sara holds. */
let address = ''
const path = (rest = '') => `/inbox/api/tickets/ticket-${address}${rest}`

beforeAll(async () => {
  const options = { requireTwoFactor: [], templates }
  inbox = await startInbox(options)
  const admin = await inbox.administrator()
  sara = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], 'Sara')
  rui = await inbox.member(admin, 'rui@aai.cv', 'agent', ['sal'], 'Rui')
  lina = await inbox.member(admin, 'lina@aai.cv', 'agent', ['praia'], 'Lina')
})
afterAll(() => inbox.stop())
beforeEach(async () => {
  reachable = true
  cases += 1
  address = `r${cases}`
  await inbox.openCase('sal', address)
  await sara.post(path('/claim'), { over: null })
})

const inMs = (ms: number) => inbox.clock.now() + ms
const set = (say: unknown = { text: 'Venha às 10.' }, at: unknown = inMs(HOUR), by = sara) =>
  by.post(path('/reminders'), { at, say })
const template = (values: readonly unknown[] = ['Sal'], more = {}) => ({
  template: { name: 'hora', language: 'pt_PT', values, ...more },
})
const detail = async (by = sara) => ticketDetail.parse((await by.get(path())).json)
const waiting = async () => (await detail()).reminders
const cancel = (id: string, by = sara) => by.post(path(`/reminders/${id}/cancel`))
const firstId = async () => (await waiting())[0]?.id ?? 'none'

describe('a reminder', () => {
  it('is set in own words, waits in the case, and is a line of the thread', async () => {
    const at = inMs(HOUR)
    const answer = await set({ text: ' Venha\u0000 às 10. ' }, at)
    expect(answer.status).toBe(200)
    const { ticket } = ticketAnswer.parse(answer.json)
    const by = { id: expect.any(String), name: 'Sara' }
    const one = { id: expect.any(String), at, by, text: 'Venha às 10.', template: false }
    expect(ticket?.reminders).toEqual([one])
    expect(ticket?.entries.at(-1)?.change).toEqual({ kind: 'reminder-set', by, at, text: 'Venha às 10.' })
    expect((await detail(rui)).reminders).toEqual([one])
  })

  it('is one of several, the next first', async () => {
    await set({ text: 'b' }, inMs(2 * HOUR))
    await set({ text: 'a' }, inMs(HOUR))
    expect((await waiting()).map(({ text }) => text)).toEqual(['a', 'b'])
    for (let n = 2; n < 10; n += 1) expect((await set()).status).toBe(200)
    expect((await set()).json).toEqual({ kind: 'reminder', why: 'many' })
  })

  it.each([
    ['is empty', { text: '' }, HOUR],
    ['is empty but for what nobody sees', { text: '\u200b' }, HOUR],
    ['is too long', { text: 'a'.repeat(REMINDER_MAX + 1) }, HOUR],
    ['has no words', {}, HOUR],
    ['has both', { text: 'a', ...template() }, HOUR],
    ['has no time', { text: 'a' }, Number.NaN],
    ['has too many words in a gap', template(['a'.repeat(301)]), HOUR],
    ['has none in a gap', template(['\u200b']), HOUR],
    ['has another number of gaps', template(['a', 'b']), HOUR],
    ['is a template that nobody approved', template(['a'], { name: 'outra' }), HOUR],
  ])('is refused where it %s', async (_, say, ms) => {
    expect((await set(say, Number.isNaN(ms) ? 'tomorrow' : inMs(ms))).status).toBe(400)
    expect(await waiting()).toEqual([])
  })

  it.each([
    ['soon', 4 * MINUTE],
    ['late', 181 * DAY],
  ])('is refused where it is too %s', async (why, ms) => {
    const answer = await set(template(), inMs(ms))
    expect([answer.status, answer.json]).toEqual([422, { kind: 'reminder', why }])
  })

  it('is for whoever holds the case, while it is open and the person wants to be written to', async () => {
    expect((await set(undefined, undefined, lina)).json).toEqual({ kind: 'not-found' })
    expect((await set(undefined, undefined, rui)).json).toMatchObject({ kind: 'not-yours', by: { name: 'Sara' } })
    expect((await inbox.browser().post(path('/reminders'), { at: inMs(HOUR), say: { text: 'a' } })).status).toBe(401)
    await inbox.writes(address, { kind: 'text', text: 'stop' })
    expect((await set()).json).toEqual({ kind: 'reminder', why: 'stopped' })
    await sara.post(path('/close'), { outcome: 'answered', topic: null })
    expect((await set()).json).toEqual({ kind: 'changed' })
  })
})

describe('when the window will have closed', () => {
  it('own words are refused, and the template is checked and spelt out when it is set', async () => {
    const later = inMs(25 * HOUR)
    expect((await set(undefined, later)).json).toEqual({ kind: 'reminder', why: 'template' })
    expect((await set(template([' Sal \n e Boa  Vista ']), later)).status).toBe(200)
    expect(await waiting()).toMatchObject([{ text: 'A unidade de Sal e Boa Vista espera por si.', template: true }])
    reachable = false
    expect((await set(template(), later)).json).toEqual({ kind: 'media', why: 'unreachable' })
  })

  it('counts from the last message of the person', async () => {
    const at = inMs(25 * HOUR)
    inbox.clock.advance(2 * HOUR)
    expect((await set(undefined, at)).json).toEqual({ kind: 'reminder', why: 'template' })
    await inbox.writes(address, { kind: 'text', text: 'hello' })
    expect((await set(undefined, at)).status).toBe(200)
  })
})

describe('a reminder is cancelled', () => {
  it('by whoever holds the case, once, with a line in the thread', async () => {
    await set()
    const id = await firstId()
    expect((await cancel(id, lina)).json).toEqual({ kind: 'not-found' })
    expect((await cancel(id, rui)).json).toMatchObject({ kind: 'not-yours', by: { name: 'Sara' } })
    const { ticket } = ticketAnswer.parse((await cancel(id)).json)
    expect(ticket?.reminders).toEqual([])
    expect(ticket?.entries.at(-1)?.change).toMatchObject({ kind: 'reminder-dropped', by: { name: 'Sara' } })
    expect((await cancel(id)).json).toEqual({ kind: 'changed' })
  })

  it('not by way of another case', async () => {
    await set()
    const id = await firstId()
    const held = address
    address = `other-${held}`
    await inbox.openCase('sal', address)
    await sara.post(path('/claim'), { over: null })
    expect((await cancel(id)).json).toEqual({ kind: 'changed' })
    address = held
    expect(await waiting()).toHaveLength(1)
  })

  it('with the case where staff say so; else it waits on, and can be cancelled there by any of the unit', async () => {
    await set()
    await sara.post(path('/close'), { outcome: 'answered', topic: null })
    expect((await cancel(await firstId(), rui)).status).toBe(200)
    await sara.post(path('/reopen'))
    await set()
    const closed = await sara.post(path('/close'), { outcome: 'answered', topic: null, reminders: 'drop' })
    expect(ticketAnswer.parse(closed.json).ticket?.reminders).toEqual([])
    const odd = { outcome: 'answered', topic: null, reminders: 'some' }
    expect((await sara.post(path('/close'), odd)).status).toBe(400)
  })
})

it('words of reminders are in no log', async () => {
  await set({ text: 'tarambolazumba' })
  await cancel(await firstId())
  expect(inbox.log.lines.join('\n')).not.toContain('tarambolazumba')
  expect(inbox.log.lines.filter((line) => line.includes('remind'))).not.toEqual([])
})
