import { afterEach, beforeEach, expect, test } from 'vitest'
import { ticketEvent, ticketList } from '../../adapters/inbox/contract.ts'
import { conversationId } from '../../bot/ids.ts'
import { newSession } from '../../bot/session.ts'
import type { Browser, LiveEvent } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

let inbox: TestInbox
let admin: Browser
let sara: Browser
beforeEach(async () => {
  inbox = await startInbox({ requireTwoFactor: [] })
  admin = await inbox.administrator()
  sara = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], 'Sara')
})
afterEach(() => inbox.stop())

const take = async (live: { next: () => Promise<LiveEvent | null> }, count: number) => {
  const got: (LiveEvent | null)[] = []
  while (got.length < count) got.push(await live.next())
  return got
}

test('a change is told as it happens, as the list shows it', async () => {
  const live = await sara.events()
  await inbox.openCase('sal', '1')
  const event = await live.next()
  const row = ticketEvent.parse(event?.data)
  expect([event?.event, event?.id]).toEqual(['ticket', String(row.revision)])
  const list = ticketList.parse((await sara.get('/inbox/api/tickets?view=all')).json)
  expect(list.rows).toEqual([row])
  expect(list.revision).toBe(row.revision)
  live.leave()
})

test('after a break nothing is missing and nothing comes twice', async () => {
  const first = await sara.events()
  for (const address of ['1', '2', '3']) await inbox.openCase('sal', address)
  const before = await take(first, 3)
  first.leave()
  for (const address of ['4', '5']) await inbox.openCase('sal', address)
  await inbox.openCase('praia', '6')
  await inbox.writes('1', { kind: 'text', text: 'still there?' })

  const second = await sara.events('?since=0', { 'last-event-id': before.at(-1)?.id ?? '' })
  const after = await take(second, 3)
  second.leave()
  expect(after.map((event) => event?.data.id)).toEqual(['ticket-4', 'ticket-5', 'ticket-1'])
  const revisions = [...before, ...after].map((event) => Number(event?.id))
  expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))

  // From the number of the list, as a page begins.
  const { json } = await sara.get('/inbox/api/tickets?view=all')
  const third = await sara.events(`?since=${ticketList.parse(json).revision}`)
  await inbox.openCase('sal', '7')
  expect((await third.next())?.data.id).toBe('ticket-7')
  third.leave()
})

test('many changes come in pages, in order', async () => {
  for (let index = 0; index < 230; index += 1) await inbox.openCase('sal', String(index))
  const live = await sara.events('?since=0')
  const got = await take(live, 230)
  live.leave()
  expect(new Set(got.map((event) => event?.data.id)).size).toBe(230)
})

test('a case that was passed on or erased is gone, once', async () => {
  const [moved, erased] = [await inbox.openCase('sal', '1'), await inbox.openCase('sal', '2')]
  const live = await sara.events()
  await admin.post(`/inbox/api/tickets/${moved}/transfer`, { to: { unit: 'praia' }, note: '' })
  const gone = await live.next()
  expect([gone?.event, gone?.data]).toEqual(['gone', { id: moved }])
  const conversation = conversationId('whatsapp-cloud', '2')
  const { version } = await inbox.store.load(conversation)
  const now = inbox.clock.now()
  const erase = { conversation, version, session: newSession('en', now), seen: null, fired: null, now }
  expect(await inbox.store.commit({ ...erase, effects: [{ kind: 'erase' }] })).toBe('committed')
  // Nothing rang, as when another process has written: it is looked at all the same.
  expect((await live.next())?.data).toEqual({ id: erased })
  await inbox.openCase('sal', '3')
  expect((await live.next())?.data.id).toBe('ticket-3')
  live.leave()
  const again = await sara.events('', { 'last-event-id': gone?.id ?? '' })
  expect((await again.next())?.event).toBe('ticket')
  expect((await again.next())?.data).toEqual({ id: erased })
  again.leave()
})

test('signing out ends the live line', async () => {
  const live = await sara.events()
  await sara.post('/inbox/auth/sign-out')
  expect(await live.next()).toBeNull()
})

test('the server can stop while lines are open', async () => {
  const live = await sara.events()
  inbox.inbox.close()
  expect(await live.next()).toBeNull()
})
