import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Browser } from '../inbox/browser.ts'
import { openProgram, type ProgramStage, until } from './program-stage.ts'

const QUESTION = 'what is the minimum wage'
const ANSWER = /minimum wage is/
const MARK = 'tarambolazumba'

let stage: ProgramStage
beforeEach(async () => {
  stage = await openProgram()
})
afterEach(() => stage.close())

const list = z.object({ rows: z.array(z.object({ id: z.string(), code: z.string(), status: z.string() })) })
const rowsFor = async (page: Browser, query = 'view=all') =>
  list.parse((await page.get(`/inbox/api/tickets?${query}`)).json).rows

describe('the real program', () => {
  test('is killed while a human has the case: after the start it is still with the human, and the bot is silent', async () => {
    const first = await stage.start()
    const ana = await stage.administrator()
    const visitor = stage.visitor()
    await visitor.handsOff(QUESTION)
    const [row] = await rowsFor(ana)
    expect((await ana.post(`/inbox/api/tickets/${row?.id}/claim`, { over: null })).status).toBe(200)
    await visitor.untilSaid(/The assistant stays silent/)
    await first.kill()

    await stage.start()
    const before = (await visitor.lines()).length
    await visitor.says(QUESTION)
    await visitor.says('hello?')
    const again = await stage.signIn('ana@aai.cv')
    const reply = { text: 'come on Monday', seen: 0, anyway: true }
    expect((await again.post(`/inbox/api/tickets/${row?.id}/reply`, reply)).status).toBe(200)
    const lines = (await visitor.untilSaid(/come on Monday/, before)).slice(before)
    expect(lines.map((line) => line.from)).toEqual(['person', 'person', 'staff'])
    const thread = (await again.get(`/inbox/api/tickets/${row?.id}`)).text
    expect(thread).toContain('hello?')
  })

  test('is off while a time-out falls due: it fires once after the start, and not again after the next', async () => {
    const first = await stage.start()
    const visitor = stage.visitor()
    await visitor.handsOff(QUESTION)
    expect(await first.stop()).toBe(0)
    // A day goes by while it is off.
    const changed = stage.records((db) => db.prepare("update timers set at = at - 90000000 where name = 'late'").run())
    expect(changed.changes).toBe(1)
    const second = await stage.start()
    await visitor.untilSaid(/has not answered case/)
    expect(await second.stop()).toBe(0)
    await stage.start()
    await visitor.says('my case')
    const lines = await visitor.untilSaid(/waiting for a person/)
    expect(lines.filter((line) => /has not answered case/.test(line.text ?? ''))).toHaveLength(1)
  })

  test('is killed right after it confirmed a message: the answer comes once after the start', async () => {
    const first = await stage.start()
    const visitor = stage.visitor()
    await visitor.says(QUESTION)
    await first.kill()
    await stage.start()
    const lines = await visitor.untilSaid(/minimum wage is|do not know whether my last message/)
    expect(lines.filter((line) => ANSWER.test(line.text ?? '')).length).toBeLessThanOrEqual(1)
    expect(lines.filter((line) => line.from === 'person')).toHaveLength(1)
  })

  test('sees a connection flap: streams that ended count for nothing, and a line that is posted five times is one', async () => {
    await stage.start()
    const visitor = stage.visitor()
    const headers = { authorization: visitor.authorization }
    const listen = (signal: AbortSignal) => fetch(`${stage.origin}/chat/events`, { headers, signal })
    // More than a visitor may have open at a time, one after the other.
    for (let n = 0; n < 8; n += 1) {
      const leaving = new AbortController()
      await until(`stream ${n}`, async () => (await listen(leaving.signal)).status === 200)
      leaving.abort()
    }
    const open = new AbortController()
    const stream = await listen(open.signal)
    let heard = ''
    const hearing = (async () => {
      for await (const part of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) heard += part
    })().catch(() => undefined)
    const body = { kind: 'text', text: QUESTION }
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => visitor.post(body, 'the-same-one')))
    expect(answers.map((one) => one.status)).toEqual([202, 202, 202, 202, 202])
    await visitor.untilSaid(ANSWER)
    await visitor.says('my case')
    const lines = await visitor.untilSaid(/no open case/)
    await until('the stream told the last line', async () => heard.includes('no open case'))
    open.abort()
    await hearing
    for (const [what, like] of Object.entries({
      question: /"text":"what is the minimum wage"/g,
      answer: /minimum wage is 1/g,
    })) {
      expect(JSON.stringify(lines).match(like), what).toHaveLength(1)
      expect(heard.match(like), `${what} in the stream`).toHaveLength(1)
    }
  })

  test('shows a member of Sal nothing of a case of Praia: by address, list, search, export or live line', async () => {
    await stage.start()
    const ana = await stage.administrator()
    const zenaida = await stage.agent(ana, 'zenaida@sal.cv', 'sal')
    const live = await zenaida.events('?cursor=0')
    const visitor = stage.visitor()
    await visitor.handsOff(`${QUESTION} ${MARK}`, 'praia')
    await visitor.sendsPhoto(photo(MARK))
    const [row] = await rowsFor(ana)
    const thread = (await ana.get(`/inbox/api/tickets/${row?.id}`)).text
    expect(thread).toContain(MARK)

    const id = row?.id ?? ''
    for (const path of [`/tickets/${id}`, ...[1, 2, 3, 4].map((seq) => `/tickets/${id}/entries/${seq}/media`)]) {
      const answer = await zenaida.get(`/inbox/api${path}`)
      expect([answer.status, answer.text], path).toEqual([404, '{"kind":"not-found"}'])
    }
    const tried = { claim: { over: null }, note: { text: 'x' }, 'hand-back': {}, reopen: {}, read: { seq: 1 } }
    for (const [what, body] of Object.entries(tried))
      expect((await zenaida.post(`/inbox/api/tickets/${id}/${what}`, body)).status, what).toBe(404)
    expect(await rowsFor(zenaida)).toEqual([])
    for (const search of [row?.code ?? '', MARK]) {
      expect(await rowsFor(ana, `view=all&search=${search}`)).toHaveLength(1)
      expect(await rowsFor(zenaida, `view=all&search=${search}`)).toEqual([])
    }
    expect((await ana.get('/inbox/api/export.csv')).text).toContain(row?.code)
    expect((await zenaida.get('/inbox/api/export.csv')).text.trim().split('\n')).toHaveLength(1)

    // A case of her own unit is the first that the live line tells of.
    const own = stage.visitor()
    await own.handsOff(QUESTION, 'sal')
    let told = await live.next()
    while (told !== null && told.event !== 'ticket') told = await live.next()
    expect(told?.data).toMatchObject({ unit: 'sal' })
    live.leave()
  })

  test('erases: the words are in no table, log of the database, media folder, page, search, export or output', async () => {
    const program = await stage.start()
    const ana = await stage.administrator()
    const visitor = stage.visitor()
    await visitor.sendsPhoto(photo(MARK))
    await visitor.handsOff(`${QUESTION} ${MARK}`)
    await visitor.says(`also ${MARK}`)
    const [row] = await rowsFor(ana)
    const id = row?.id ?? ''
    await ana.post(`/inbox/api/tickets/${id}/claim`, { over: null })
    await ana.post(`/inbox/api/tickets/${id}/note`, { text: MARK })
    await ana.post(`/inbox/api/tickets/${id}/reply`, { text: MARK, seen: 0, anyway: true })
    await visitor.untilSaid(new RegExp(MARK))
    expect(await rowsFor(ana, `view=all&search=${MARK}`)).toHaveLength(1)
    expect(stage.filesWith(MARK).length).toBeGreaterThanOrEqual(2)

    await visitor.says('delete my data')
    await visitor.untilSaid(/cannot be undone/)
    await visitor.says('yes')
    const lines = await visitor.untilSaid(/Everything is erased/)
    expect(JSON.stringify(lines)).not.toContain(MARK)
    expect(await rowsFor(ana, `view=all&search=${MARK}`)).toEqual([])
    expect(await rowsFor(ana)).toEqual([])
    expect((await ana.get(`/inbox/api/tickets/${id}`)).status).toBe(404)
    const exported = (await ana.get('/inbox/api/export.csv')).text
    expect(exported).not.toContain(row?.code)
    expect((await ana.get('/inbox/api/tickets?view=all')).text).not.toContain(MARK)
    await until('the goodbye is settled', async () => stage.filesWith(MARK).length === 0)
    expect(await program.stop()).toBe(0)
    expect(stage.filesWith(MARK)).toEqual([])
    expect(stage.output()).not.toContain(MARK)
    expect(stage.output()).not.toContain(row?.code)
  })
})

/** As much of a JPEG as is looked at, with a word in it. */
const photo = (word: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(word), randomBytes(64)]))
