import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ticketDetail, ticketList } from '../../adapters/inbox/contract.ts'
import type { Browser } from '../inbox/browser.ts'
import { seeded } from '../support/seeded.ts'
import { openProgram, type ProgramStage, until, type Visitor } from './program-stage.ts'

const PEOPLE = 3
const EACH = 10
const KILLS = 5
/** Reminders that become due shortly before a kill. */
const AT_A_TIME = (PEOPLE * EACH) / KILLS
/** Milliseconds from the moment when the first has gone to the kill. */
const MOMENTS = 25

let stage: ProgramStage
beforeEach(async () => {
  stage = await openProgram()
})
afterEach(() => stage.close())

const waiting = (): number => stage.records((db) => Number(db.prepare('select count(*) as n from reminders').get()?.n))

/** The time has come for the next ones. */
const makeDue = (): void =>
  stage.records((db) => {
    const now = Date.now()
    db.prepare(
      'update reminders set at = ? where id in (select id from reminders where at > ? order by id limit ?)',
    ).run(now, now, AT_A_TIME)
  })

const setAll = async (page: Browser, visitors: readonly Visitor[]): Promise<readonly string[]> => {
  for (const visitor of visitors) await visitor.handsOff('what is the minimum wage')
  const { rows } = ticketList.parse((await page.get('/inbox/api/tickets?view=all')).json)
  for (const [person, { id }] of rows.entries()) {
    await page.post(`/inbox/api/tickets/${id}/claim`, { over: null })
    for (let n = 0; n < EACH; n += 1) {
      const say = { text: `reminder ${person}-${n}.` }
      const answer = await page.post(`/inbox/api/tickets/${id}/reminders`, { at: Date.now() + 3_600_000, say })
      expect(answer.status).toBe(200)
    }
  }
  return rows.map(({ id }) => id)
}

test('the program is killed again and again as reminders go out: none is lost, none comes twice', async () => {
  const random = seeded(20261126)
  let program = await stage.start()
  const visitors = Array.from({ length: PEOPLE }, () => stage.visitor())
  const ids = await setAll(await stage.administrator(), visitors)
  expect(waiting()).toBe(PEOPLE * EACH)
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = waiting()
    makeDue()
    // Looked at more closely than `until` does: it is a matter of milliseconds.
    for (let tries = 0; waiting() === before; tries += 1) {
      if (tries > 10_000) throw new Error('no reminder has gone out')
      await wait(1)
    }
    await wait(random(MOMENTS))
    await program.kill()
    // The minute goes by for which a message is leased.
    stage.records((db) => db.exec("update outbox set dueAt = 0 where state = 'leased'"))
    program = await stage.start()
  }
  await until('nothing waits', async () => {
    const health = (await (await fetch(`${stage.origin}/health/ready`)).json()) as { waiting: number }
    return waiting() === 0 && health.waiting === 0
  })

  const page = await stage.signIn('ana@aai.cv')
  const told = (await Promise.all(visitors.map((visitor) => visitor.lines()))).flat()
  const unknown: string[] = []
  for (const id of ids) {
    const { entries } = ticketDetail.parse((await page.get(`/inbox/api/tickets/${id}`)).json)
    const reminded = entries.flatMap(({ change, delivery }) =>
      change.kind === 'reminded' ? [{ text: change.text, delivery }] : [],
    )
    expect(new Set(reminded.map(({ text }) => text)).size).toBe(EACH)
    expect(reminded).toHaveLength(EACH)
    for (const { text, delivery } of reminded) {
      const times = told.filter((line) => line.from === 'staff' && line.text?.includes(text)).length
      if (delivery === 'unknown') unknown.push(text)
      else expect([text, delivery, times]).toEqual([text, 'sent', 1])
      expect(times, text).toBeLessThanOrEqual(1)
    }
  }
  // One at a time for each person is under way when the program dies.
  expect(unknown.length).toBeLessThanOrEqual(KILLS * PEOPLE)
})
