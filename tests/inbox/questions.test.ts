import { chmodSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { entryList, questionList } from '../../adapters/inbox/contract-questions.ts'
import { entryId } from '../../bot/ids.ts'
import { addExample } from '../../knowledge/add-example.ts'
import { type QuestionsInbox, startQuestions } from '../support/inbox-questions.ts'
import { asNobody } from '../support/nobody.ts'
import type { Browser } from './browser.ts'

const API = '/inbox/api/questions'
const FEES = 'residence/residence-fees'

let inbox: QuestionsInbox
let admin: Browser
let lead: Browser
let agent: Browser
beforeAll(async () => {
  inbox = await startQuestions()
  admin = await inbox.administrator()
  lead = await inbox.member(admin, 'lead@aai.cv', 'lead', ['sal'])
  agent = await inbox.member(admin, 'agent@aai.cv', 'agent', ['sal', 'praia', 'boa-vista'])
})
afterEach(async () => {
  inbox.instead(null)
  for (const { id } of await inbox.store.questions(999)) await inbox.store.dropQuestion(id)
})
afterAll(() => inbox.stop())

const list = async (query = '', by = lead) => questionList.parse((await by.get(`${API}${query}`)).json)
const add = (id: string, words: string, more: object = {}, by = lead) =>
  by.post(`${API}/${id}/add`, { entry: 'residence-fees', lang: 'pt', words, ...more })
const kept = async (): Promise<readonly string[]> => (await inbox.store.questions(999)).map(({ text }) => text)
const logged = () => inbox.db.selectFrom('inboxAccess').selectAll().where('what', '=', 'example').execute()

describe('the list', () => {
  it('is the same for administrators and leads: most frequent first, with what was given and what is likeliest', async () => {
    await inbox.asked({ text: 'quanto custa o … azul', how: 'unknown', entry: null }, 2)
    await inbox.asked({ text: 'preço da residência' }, 3)
    await inbox.asked({ text: 'how much is the residence card', lang: 'en', how: 'chosen' })
    const { questions, counts, writable } = await list()
    expect(await list('', admin)).toEqual({ questions, counts, writable })
    expect(questions.map(({ words, times, how, entry }) => [words, times, how, entry])).toEqual([
      ['preço da residência', 3, 'useful', 'residence-fees'],
      ['quanto custa o … azul', 2, 'unknown', null],
      ['how much is the residence card', 1, 'chosen', 'residence-fees'],
    ])
    expect([counts, writable]).toEqual([{ all: 3, useful: 1, chosen: 1, unknown: 1 }, true])
    for (const { entry, likely, lastDay } of questions) {
      expect(likely.length).toBeGreaterThan(0)
      expect(likely).not.toContain(entry)
      expect(lastDay).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
    const { entries } = entryList.parse((await lead.get(`${API}/entries`)).json)
    expect(entries.length).toBeGreaterThan(100)
    const ids = new Set(entries.map(({ id }) => id))
    for (const id of questions.flatMap(({ likely }) => likely)) expect(ids).toContain(id)
    expect(entries.find(({ id }) => id === 'residence-fees')).toMatchObject({
      topic: 'residence',
      title: { pt: expect.stringMatching(/\w/), en: expect.stringMatching(/\w/), kea: expect.stringMatching(/\w/) },
    })
  })

  it('is narrowed by language and by how, and by so many as are asked for', async () => {
    await inbox.asked({ text: 'um' }, 3)
    await inbox.asked({ text: 'dois', how: 'unknown', entry: null }, 2)
    await inbox.asked({ text: 'one', lang: 'en', how: 'unknown', entry: null })
    const words = async (query: string) => (await list(query)).questions.map((question) => question.words)
    expect(await words('?lang=pt')).toEqual(['um', 'dois'])
    expect(await words('?how=unknown')).toEqual(['dois', 'one'])
    expect(await words('?lang=en&how=unknown')).toEqual(['one'])
    expect(await words('?lang=kea')).toEqual([])
    expect(await words('?most=2')).toEqual(['um', 'dois'])
    expect((await list('?lang=pt&how=unknown&most=1')).counts).toEqual({ all: 2, useful: 1, chosen: 0, unknown: 1 })
    for (const [query, field] of [
      ['?lang=de', 'lang'],
      ['?how=wrong', 'how'],
      ['?most=0', 'most'],
      ['?most=many', 'most'],
    ]) {
      const answer = await lead.get(`${API}${query}`)
      expect([answer.status, answer.json]).toEqual([400, { kind: 'invalid', fields: [field] }])
    }
  })
})

it('agents, those who are not signed in, and pages of others get nothing and change nothing', async () => {
  const id = await inbox.asked({ text: 'a pergunta escondida' })
  const before = inbox.file(FEES, 'pt')
  for (const [by, status] of [
    [agent, 403],
    [inbox.browser(), 401],
  ] as const) {
    for (const answer of [
      await by.get(API),
      await by.get(`${API}/entries`),
      await add(id, 'a pergunta que ninguém vê', {}, by),
      await by.post(`${API}/${id}/drop`),
    ]) {
      expect(answer.status).toBe(status)
      expect(answer.text).not.toMatch(/escondida|residence/)
    }
  }
  const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
  expect((await lead.post(`${API}/${id}/drop`, {}, foreign)).status).toBe(403)
  expect((await lead.post(`${API}/${id}/drop`, {}, { 'x-inbox': '0' })).status).toBe(403)
  expect([await kept(), inbox.file(FEES, 'pt')]).toEqual([['a pergunta escondida'], before])
})

it('adds what a person wrote to the entry and language they chose, and writes down who, without the words', async () => {
  const id = await inbox.asked({ text: 'quanto … azul', how: 'unknown', entry: null })
  const before = inbox.file(FEES, 'en')
  const words = 'how dear is the blue cardboard thing'
  const answer = await add(id, `  ${words} `, { lang: 'en' })
  expect([answer.status, answer.json]).toEqual([200, { ok: true }])
  expect(inbox.file(FEES, 'en')).toBe(`${before}- ${words}\n`)
  expect(await kept()).toEqual([])
  const me = await lead.get('/inbox/api/me')
  const looks = (await logged()).filter(({ about }) => about === 'residence-fees en')
  expect(looks).toEqual([expect.objectContaining({ staff: me.json.id, ticket: null, seq: null })])
  expect(JSON.stringify(await logged())).not.toContain('cardboard')
  expect(inbox.log.lines.join('\n')).not.toMatch(/cardboard|azul/)
  expect(inbox.log.lines.join('\n')).toContain('a question was reviewed')
})

it('refuses in words and leaves file, list and access log as they were', async () => {
  const id = await inbox.asked({ text: 'quanto … azul', how: 'unknown', entry: null })
  const before = inbox.file(FEES, 'pt')
  const [, known = ''] = before.match(/^- (.+)$/m) ?? []
  const [, theirs = ''] = inbox.file('arrival/visa-types', 'pt').match(/^- (.+)$/m) ?? []
  const writtenBefore = await logged()
  const refused = async (words: string) => {
    const answer = await add(id, words)
    expect(answer.status).toBe(422)
    expect(answer.json.kind).toBe('example')
    return answer.json
  }
  expect(await refused('quanto … azul')).toMatchObject({ why: 'masked', entry: null })
  expect(await refused('?!')).toMatchObject({ why: 'empty' })
  expect(await refused('muito '.repeat(120))).toMatchObject({ why: 'too-long' })
  expect(await refused(known)).toMatchObject({ why: 'known', detail: [] })
  expect(await refused(theirs)).toMatchObject({ why: 'elsewhere', entry: 'visa-types' })
  inbox.knowledge.edit('topics.yaml', 'residence-fees', 'residence-none')
  expect(await refused('o azul sai por quanto')).toMatchObject({
    why: 'not-in-order',
    detail: expect.arrayContaining([expect.stringContaining('topics.yaml:1:')]),
  })
  inbox.knowledge.edit('topics.yaml', 'residence-none', 'residence-fees')
  expect([inbox.file(FEES, 'pt'), await kept(), await logged()]).toEqual([before, ['quanto … azul'], writtenBefore])
})

it.each([
  ['no words', { words: '' }, 'words'],
  ['words that are none', { words: 7 }, 'words'],
  ['a book', { words: 'a'.repeat(2_001) }, 'words'],
  ['a language that is not spoken', { lang: 'de' }, 'lang'],
  ['an entry that does not exist', { entry: 'residence-nothing' }, 'entry'],
  ['a path', { entry: '../residence/residence-fees' }, 'entry'],
  ['no entry', { entry: null }, 'entry'],
])('does not understand %s', async (_, more, field) => {
  const id = await inbox.asked({ text: 'uma pergunta' })
  const before = inbox.file(FEES, 'pt')
  const answer = await add(id, 'palavras que servem', more)
  expect([answer.status, answer.json]).toEqual([400, { kind: 'invalid', fields: [field] }])
  expect([inbox.file(FEES, 'pt'), await kept()]).toEqual([before, ['uma pergunta']])
})

it('says where the folder cannot be written, in the list and when somebody adds all the same', async () => {
  const id = await inbox.asked({ text: 'uma pergunta' })
  const before = inbox.file(FEES, 'pt')
  chmodSync(inbox.knowledge.dir, 0o555)
  inbox.instead({
    writable: async () => false,
    add: async (example) => asNobody(() => addExample(inbox.knowledge.dir, example)),
  })
  expect((await list()).writable).toBe(false)
  const answer = await add(id, 'o azulinho sai por quanto')
  chmodSync(inbox.knowledge.dir, 0o755)
  expect([answer.status, answer.json]).toEqual([422, { kind: 'example', why: 'not-writable', entry: null, detail: [] }])
  expect([inbox.file(FEES, 'pt'), await kept()]).toEqual([before, ['uma pergunta']])
  expect((await lead.post(`${API}/${id}/drop`)).status).toBe(200)
})

it('two people with the same question: one adds, the other is told that it is gone', async () => {
  const id = await inbox.asked({ text: 'uma pergunta' })
  const before = inbox.file(FEES, 'pt')
  const answers = await Promise.all([
    add(id, 'o cartãozinho custa muito'),
    add(id, 'é caro o tal cartãozinho', {}, admin),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  expect(inbox.file(FEES, 'pt').slice(before.length).trim().split('\n')).toHaveLength(1)
  expect((await lead.post(`${API}/${id}/drop`)).status).toBe(404)
  expect((await add('nothing-like-it', 'o azul sai por quanto')).status).toBe(404)
})

it('several people with several questions at once: all are added, and none is lost', async () => {
  const words = ['o papelucho custa quanto', 'papelada azul, que preço tem', 'vou gastar muito com a tarjeta']
  const ids = await Promise.all(words.map((text) => inbox.asked({ text: `${text} …` })))
  const before = inbox.file(FEES, 'pt')
  const answers = await Promise.all(ids.map((id, at) => add(id, words[at] ?? '', {}, at === 1 ? admin : lead)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  const lines = inbox.file(FEES, 'pt').slice(before.length).trim().split('\n')
  expect(lines.sort()).toEqual(words.map((line) => `- ${line}`).sort())
  expect(await kept()).toEqual([])
})

it('puts aside, for good, without a trace in the knowledge', async () => {
  const id = await inbox.asked({ text: 'quero ouvir uma piada', how: 'unknown', entry: null })
  const before = inbox.file(FEES, 'pt')
  const looks = await logged()
  expect((await lead.post(`${API}/${id}/drop`)).json).toEqual({ ok: true })
  expect([await kept(), inbox.file(FEES, 'pt'), await logged()]).toEqual([[], before, looks])
})

it('tells of a fault of ours without the words, and keeps the question', async () => {
  const id = await inbox.asked({ text: 'uma pergunta' })
  inbox.instead({
    writable: async () => true,
    add: async ({ words }) => {
      throw new Error(`cannot add ${words}`)
    },
  })
  const answer = await add(id, 'borogodo azul por quanto')
  expect([answer.status, answer.json.kind]).toEqual([500, 'trouble'])
  expect(inbox.log.lines.join('\n')).not.toContain('borogodo')
  expect(await kept()).toEqual(['uma pergunta'])
})

it('offers nothing that it does not know: an entry of an older release keeps its id', async () => {
  await inbox.asked({ text: 'uma pergunta', entry: entryId('long-gone') })
  const { questions } = await list()
  expect(questions[0]?.entry).toBe('long-gone')
})
