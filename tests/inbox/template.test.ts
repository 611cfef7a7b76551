import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { templateList } from '../../adapters/inbox/contract-templates.ts'
import type { TicketId } from '../../bot/ids.ts'
import type { Templates } from '../../bot/ports/templates.ts'
import { fail, ok } from '../../bot/result.ts'
import { DAY } from '../../bot/time.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

const TEMPLATES = [{ name: 'resposta', language: 'pt_PT', body: 'A unidade de {{1}} respondeu.' }]
let reachable = true
const templates: Templates = { list: async () => (reachable ? ok(TEMPLATES) : fail('unreachable')) }

let inbox: TestInbox
let rita: Browser
let other: Browser
let id: TicketId
beforeAll(async () => {
  const options = { requireTwoFactor: [], templates }
  inbox = await startInbox(options)
  const admin = await inbox.administrator()
  rita = await inbox.member(admin, 'rita@aai.cv', 'agent', ['sal'], 'Rita')
  other = await inbox.member(admin, 'boa@aai.cv', 'agent', ['boa-vista'], 'Bia')
  id = await inbox.openCase('sal', '2389912345')
  inbox.clock.advance(DAY)
})
beforeEach(async () => {
  reachable = true
  await rita.post(path('claim'), { over: null })
})
afterAll(() => inbox.stop())

const path = (rest: string) => `/inbox/api/tickets/${id}/${rest}`
const use = (values: readonly unknown[], more = {}) => ({ name: 'resposta', language: 'pt_PT', values, ...more })

it('lists what may be sent, to whoever sees the case', async () => {
  expect(templateList.parse((await rita.get(path('templates'))).json)).toEqual({ templates: TEMPLATES })
  expect((await other.get(path('templates'))).status).toBe(404)
  reachable = false
  expect((await rita.get(path('templates'))).json).toEqual({ templates: null })
})

it('sends one after the window has closed, in one line, and only as it was approved', async () => {
  expect((await rita.post(path('reply'), { text: 'Bom dia', seen: 99 })).json).toEqual({ kind: 'window-closed' })
  const answer = await rita.post(path('template'), use([' Sal \n\n e Boa  Vista ']))
  expect(answer.status).toBe(200)
  expect(answer.text).toContain('A unidade de Sal e Boa Vista respondeu.')
  for (const wrong of [
    use([]),
    use(['a', 'b']),
    use(['']),
    use(['\u200b']),
    use(['a'.repeat(301)]),
    use(['a'], { name: 'another' }),
    use(['a'], { language: 'en' }),
    use([5]),
  ])
    expect((await rita.post(path('template'), wrong)).status).toBe(400)
  reachable = false
  expect((await rita.post(path('template'), use(['Sal']))).status).toBe(502)
})

it('is for whoever holds the case', async () => {
  expect((await other.post(path('template'), use(['Sal']))).status).toBe(404)
  await rita.post(path('hand-back'))
  expect((await rita.post(path('template'), use(['Sal']))).json).toMatchObject({ kind: 'not-yours' })
})
