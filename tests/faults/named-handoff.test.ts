import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { wakeDue } from '../../bot/app/wake.ts'
import { conversationId, ticketId, unitId } from '../../bot/ids.ts'
import { newSession } from '../../bot/session.ts'
import { DAY, HOUR, MINUTE } from '../../bot/time.ts'
import { translator } from '../../locales/translate.ts'
import { EVERYWHERE, medium, openStage, PAULO, type Stage, sticker, text, ZENAIDA } from './stage.ts'

const QUESTION = 'what is the minimum wage'
const ANSWER = /minimum wage is/
const OTHER = 'how do I enrol my child in school'
const t = translator('en')

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

const claim = async (chat: string) => {
  const { row } = await stage.caseOf(chat)
  const done = await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)
  expect(done).toEqual({ kind: 'done' })
  await stage.settle()
  return row
}

/** How many messages the person got from the bot while this happened. */
const botSaid = async (chat: string, happens: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = stage.channel.shown(chat).length
  await happens()
  return stage.channel
    .shown(chat)
    .slice(before)
    .flatMap((one) => (one.voice === 'staff' ? [] : [one.text]))
}

describe('a member of staff takes over while the bot answers', () => {
  test('a reply of the bot that waits in the queue is dropped', async () => {
    await stage.handsOff('1', QUESTION)
    await stage.process().receive([stage.messageOf('1', text(OTHER))])
    expect(await botSaid('1', () => claim('1'))).toEqual([expect.stringContaining('Zenaida, of the Sal unit')])
  })

  test('a reply of the bot that was already taken from the queue, but has not left, is dropped', async () => {
    await stage.handsOff('1', QUESTION)
    await stage.process().receive([stage.messageOf('1', text(OTHER))])
    stage.channel.hold()
    const onItsWay = await stage.beginToSend()
    expect(onItsWay).toHaveLength(1)
    const { row } = await stage.caseOf('1')
    expect(await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)).toEqual({ kind: 'done' })
    const said = await botSaid('1', async () => {
      stage.channel.unhold()
      await Promise.all(onItsWay)
      await stage.settle()
    })
    expect(said).toEqual([expect.stringContaining('Zenaida, of the Sal unit')])
  })

  test('a reply of the bot that waits for its next try is dropped, and the reply of staff comes', async () => {
    await stage.handsOff('1', QUESTION)
    await stage.process().receive([stage.messageOf('1', text(OTHER))])
    stage.channel.next(10 * MINUTE)
    await stage.settle()
    const row = await claim('1')
    await stage.desk().reply(row.id, ZENAIDA, EVERYWHERE, 'come on Monday', null)
    await stage.settle()
    stage.clock.advance(HOUR)
    await stage.settle()
    const last = stage.channel.texts('1').slice(-2)
    expect(last[0]).toContain('Zenaida, of the Sal unit')
    expect(last[1]).toContain('come on Monday')
  })

  test('of two colleagues who claim at once, one gets the case and the other is told who', async () => {
    const { row } = await stage.handsOff('1', QUESTION)
    const second = await stage.another()
    const done = await Promise.all([
      stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null),
      second.desk.claim(row.id, PAULO, EVERYWHERE, null),
    ])
    expect(done.map((one) => one.kind).toSorted()).toEqual(['done', 'lost'])
    const holder = done[0]?.kind === 'done' ? ZENAIDA : PAULO
    expect(done.find((one) => one.kind === 'lost')).toEqual({ kind: 'lost', by: holder.id, name: holder.name })
    expect((await stage.caseOf('1')).row.assignee).toBe(holder.id)
  })
})

describe('with the human it stays', () => {
  test('a hand-off that is older than a day: the bot is still silent and the words reach the thread', async () => {
    await stage.handsOff('1', QUESTION)
    await claim('1')
    stage.clock.advance(9 * DAY)
    await stage.settle()
    expect(await botSaid('1', () => stage.says('1', OTHER, 'ok', '2', 'hello?'))).toEqual([])
    const { row, entries } = await stage.caseOf('1')
    expect(row).toMatchObject({ status: 'assigned', assignee: ZENAIDA.id })
    expect(entries.at(-1)).toMatchObject({ change: { kind: 'from-person', body: { text: 'hello?' } } })
  })

  test('the 1,001st hand-off of a store is a case like every other', async () => {
    const { store } = stage.process()
    for (let n = 1; n <= 1000; n += 1) {
      const id = ticketId(`full-${n}`)
      const now = stage.clock.now()
      const unit = unitId(n % 2 === 0 ? 'sal' : 'praia')
      const code = `FULL-${n}`
      const held = { ticket: id, code, unit, staff: null, staffName: null, toldAt: null, closedAt: null }
      const opened = {
        kind: 'opened',
        code,
        unit,
        topic: null,
        lang: 'en',
        danger: null,
        name: null,
        history: [],
      } as const
      await store.commit({
        conversation: conversationId('telegram', `full-${n}`),
        version: 0,
        session: { ...newSession('en', now), unit, case: held },
        seen: null,
        fired: null,
        effects: [{ kind: 'ticket', ticket: id, change: opened }],
        now,
      })
    }
    await stage.handsOff('1', QUESTION)
    expect(await store.tickets({ scope: EVERYWHERE, limit: 5000 })).toHaveLength(1001)
    await claim('1')
    expect(await botSaid('1', () => stage.says('1', OTHER))).toEqual([])
    expect((await stage.caseOf('1')).row).toMatchObject({ assignee: ZENAIDA.id, status: 'assigned' })
    // And the first of them is as it was.
    const first = await store.ticket(ticketId('full-1'), EVERYWHERE)
    expect(first?.row).toMatchObject({ status: 'open', code: 'FULL-1' })
  })

  test.each(['stopped', 'killed'] as const)('the program was %s in the middle', async (how) => {
    await stage.handsOff('1', QUESTION)
    await claim('1')
    await stage.restart(how)
    expect(await botSaid('1', () => stage.says('1', OTHER))).toEqual([])
    const { row } = await stage.caseOf('1')
    expect(row).toMatchObject({ status: 'assigned', assignee: ZENAIDA.id })
    expect(await stage.desk().reply(row.id, ZENAIDA, EVERYWHERE, 'come on Monday', null)).toEqual({ kind: 'done' })
    await stage.settle()
    expect(stage.channel.shown('1').at(-1)).toMatchObject({
      voice: 'staff',
      text: expect.stringContaining('come on Monday'),
    })
  })

  test('a photo, a voice note, a sticker and a position during the hand-off reach staff, and the bot is silent', async () => {
    await stage.handsOff('1', QUESTION)
    await claim('1')
    const sent = [
      medium('image', 'photo', OTHER),
      medium('voice', 'voice'),
      sticker,
      { kind: 'location', lat: 16.7, lon: -22.9 },
    ] as const
    expect(await botSaid('1', () => stage.says('1', ...sent))).toEqual([])
    const bodies = (await stage.caseOf('1')).entries.slice(-4).map(({ change }) => change)
    expect(bodies).toEqual(sent.map((body) => ({ kind: 'from-person', body, message: expect.any(String) })))
    const { row, entries } = await stage.caseOf('1')
    const photo = entries.find(({ change }) => change.kind === 'from-person' && change.body.kind === 'media')
    expect(await stage.store().media(row.id, photo?.seq ?? 0, EVERYWHERE)).toMatchObject({ media: { ref: 'photo' } })
  })

  test('a voice note sent before the hand-off is in the case as well', async () => {
    await stage.says('1', medium('voice', 'early'))
    await stage.handsOff('1', QUESTION)
    const { entries } = await stage.caseOf('1')
    expect(entries.map(({ change }) => change)).toContainEqual(
      expect.objectContaining({ kind: 'from-person', body: expect.objectContaining({ what: 'voice' }) }),
    )
  })

  test('what was written to the human is not answered by the bot after the hand-back', async () => {
    const { row } = await stage.handsOff('1', QUESTION)
    await claim('1')
    await stage.says('1', OTHER, 'how long is the visa', 'person', 'menu')
    const said = await botSaid('1', async () => {
      await stage.desk().handBack(row.id, ZENAIDA, EVERYWHERE)
      await stage.settle()
      stage.clock.advance(3 * HOUR)
      await stage.settle()
      await stage.restart('stopped')
      await stage.settle()
    })
    expect(said).toEqual([t('case.handedBack', { code: row.code, unit: 'Sal unit' })])
    const next = await botSaid('1', () => stage.says('1', QUESTION))
    expect(next.filter((one) => ANSWER.test(one))).toHaveLength(1)
    expect(next.filter((one) => /school/i.test(one))).toEqual([])
  })
})

describe('a time-out that falls due while the program is off', () => {
  test.each(['stopped', 'killed'] as const)('fires once after it was %s', async (how) => {
    const { row } = await stage.handsOff('1', QUESTION)
    const late = t('promise.late', { code: row.code, place: '' }).slice(0, 40)
    stage.clock.advance(3 * DAY)
    await stage.restart(how)
    const said = await botSaid('1', async () => {
      await stage.settle()
      await stage.restart(how)
      stage.clock.advance(3 * DAY)
      await stage.settle()
    })
    expect(said.filter((one) => one.startsWith(late))).toHaveLength(1)
    expect(said).toHaveLength(1)
  })

  test('fires once with two processes that wake at the same moment', async () => {
    await stage.handsOff('1', QUESTION)
    stage.clock.advance(3 * DAY)
    const second = await stage.another()
    const said = await botSaid('1', async () => {
      await Promise.all([wakeDue(stage.process().deps), wakeDue(second.deps)])
      await stage.settle()
    })
    expect(said).toHaveLength(1)
  })

  test('does not fire where the case was taken meanwhile', async () => {
    await stage.handsOff('1', QUESTION)
    await claim('1')
    stage.clock.advance(3 * DAY)
    await stage.restart('killed')
    expect(await botSaid('1', () => stage.settle())).toEqual([])
  })
})
