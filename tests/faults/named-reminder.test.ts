import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { wakeDue } from '../../bot/app/wake.ts'
import { conversationId, type ReminderId, reminderId, type TicketId } from '../../bot/ids.ts'
import { DAY, HOUR, MINUTE, after as plus } from '../../bot/time.ts'
import { translator } from '../../locales/translate.ts'
import { EVERYWHERE, openStage, PAULO, press, type Stage, ZENAIDA } from './stage.ts'

const WORDS = 'your appointment is on Thursday at 10'
const REMINDED = new RegExp(WORDS)

let stage: Stage
let ticket: TicketId
beforeEach(async () => {
  stage = await openStage()
  ticket = (await stage.handsOff('1', 'what is the minimum wage')).row.id
  await stage.desk().claim(ticket, ZENAIDA, EVERYWHERE, null)
  await stage.settle()
})
afterEach(() => stage.close())

const remind = async (ms = HOUR, text = WORDS): Promise<ReminderId> => {
  const at = plus(stage.clock.now(), ms)
  expect(await stage.desk().remind(ticket, ZENAIDA, EVERYWHERE, { at, text, template: null })).toEqual({ kind: 'done' })
  const waiting = await stage.store().reminders(ticket, EVERYWHERE)
  return waiting.find((one) => one.text === text)?.id ?? reminderId('none')
}
const times = (like = REMINDED): number => stage.channel.texts('1').filter((one) => like.test(one)).length
const lines = async () =>
  (await stage.caseOf('1')).entries.flatMap(({ change, delivery }) =>
    change.kind === 'reminded' || change.kind === 'reminder-dropped' ? [[change.kind, delivery]] : [],
  )
const waitAndSettle = async (ms: number): Promise<void> => {
  stage.clock.advance(ms)
  await stage.settle()
}

describe('a reminder goes out once', () => {
  test('at its time and not before, and its delivery stands in the thread', async () => {
    await remind()
    await waitAndSettle(HOUR - 1)
    expect(times()).toBe(0)
    await waitAndSettle(1)
    expect([times(), await lines()]).toEqual([1, [['reminded', 'sent']]])
    await waitAndSettle(DAY)
    expect(times()).toBe(1)
  })

  test('when two processes find it due at the same moment', async () => {
    const second = await stage.another()
    await remind()
    stage.clock.advance(HOUR)
    await Promise.all([wakeDue(stage.process().deps), wakeDue(second.deps)])
    await stage.settle()
    expect([times(), await lines()]).toEqual([1, [['reminded', 'sent']]])
  })

  test.each(['before', 'after'] as const)('when the process is killed %s the commit', async (moment) => {
    await remind()
    stage.clock.advance(HOUR)
    const { deps } = stage.process()
    const commit: typeof deps.store.commit = async (one) => {
      if (moment === 'after') await deps.store.commit(one)
      throw new Error('killed')
    }
    await expect(wakeDue({ ...deps, store: { ...deps.store, commit } })).rejects.toThrow('killed')
    await stage.restart('killed')
    expect(times()).toBe(0)
    await stage.settle()
    expect([times(), await lines()]).toEqual([1, [['reminded', 'sent']]])
  })

  test('when the person writes in the same moment', async () => {
    await remind()
    stage.clock.advance(HOUR)
    const { deps, receive } = stage.process()
    await Promise.all([wakeDue(deps), receive([stage.messageOf('1', { kind: 'text', text: 'hello?' })])])
    await stage.settle()
    expect(times()).toBe(1)
  })

  test('when the program was off at that time', async () => {
    await remind()
    await stage.restart('stopped')
    stage.clock.advance(3 * DAY)
    await stage.restart('stopped')
    await stage.settle()
    expect(times()).toBe(1)
  })

  test('when it is being sent as the process dies: then nobody knows, and staff see that', async () => {
    await remind()
    stage.clock.advance(HOUR)
    const underWay = stage.channel.nextSlow()
    await wakeDue(stage.process().deps)
    await stage.beginToSend()
    await underWay
    const calls = stage.channel.calls()
    await stage.restart('killed')
    await stage.settle()
    expect(stage.channel.calls()).toBe(calls)
    expect(await lines()).toEqual([['reminded', 'unknown']])
    expect(times(new RegExp(translator('en')('delivery.unknown')))).toBe(0)
  })

  test('each of several, in order, though they are due together', async () => {
    await remind(2 * HOUR, 'second')
    await remind(HOUR, 'first')
    await waitAndSettle(3 * HOUR)
    expect(stage.channel.texts('1').slice(-2)).toEqual([
      expect.stringContaining('first'),
      expect.stringContaining('second'),
    ])
  })
})

describe('a reminder is not lost', () => {
  test('by a colleague who takes the case while it waits to be sent', async () => {
    await remind()
    stage.clock.advance(HOUR)
    await wakeDue(stage.process().deps)
    await stage.desk().claim(ticket, PAULO, EVERYWHERE, ZENAIDA.id)
    await stage.settle()
    expect([times(), await lines()]).toEqual([1, [['reminded', 'sent']]])
  })

  test('by the closing of the case, however long ago, and not in the silence that follows', async () => {
    await remind(100 * DAY)
    await stage.desk().close(ticket, ZENAIDA, EVERYWHERE, 'appointment', null)
    await waitAndSettle(99 * DAY)
    const now = stage.clock.now()
    const before = { conversations: plus(now, -30 * DAY), cases: plus(now, -365 * DAY) }
    expect(await stage.store().forget(before, now)).toEqual({ conversations: 0, cases: 0 })
    await waitAndSettle(DAY)
    expect([times(), await lines()]).toEqual([1, [['reminded', 'sent']]])
  })

  test('by a refusal: it has failed in the thread, and staff send it again', async () => {
    await remind()
    stage.channel.next('rejected')
    await waitAndSettle(HOUR)
    expect([times(), await lines()]).toEqual([0, [['reminded', 'failed']]])
    const failed = (await stage.caseOf('1')).entries.findLast(({ change }) => change.kind === 'reminded')
    expect(await stage.desk().retry(ticket, ZENAIDA, EVERYWHERE, failed?.seq ?? 0)).toEqual({ kind: 'done' })
    await stage.settle()
    expect([times(), await lines()]).toEqual([1, [['reminded', 'sent']]])
  })
})

describe('a reminder does not come', () => {
  /** Something happens, and the reminder is due. */
  const never = async (what: () => Promise<unknown>): Promise<void> => {
    await remind()
    await what()
    await waitAndSettle(2 * HOUR)
    expect(times()).toBe(0)
    await stage.restart('killed')
    await waitAndSettle(DAY)
    expect(times()).toBe(0)
  }

  test('after stop, which staff see; and none can be set until the person starts again', async () => {
    await never(() => stage.says('1', 'stop'))
    expect(await lines()).toEqual([['reminder-dropped', null]])
    const at = plus(stage.clock.now(), HOUR)
    const again = () => stage.desk().remind(ticket, ZENAIDA, EVERYWHERE, { at, text: WORDS, template: null })
    expect(await again()).toEqual({ kind: 'no-reminder', why: 'stopped' })
    await stage.says('1', 'start')
    expect(await again()).toEqual({ kind: 'done' })
  })

  test('after the person withdrew the case', async () => {
    await never(() => stage.says('1', 'withdraw case'))
  })

  test('after the person erased everything: nothing of it is kept', async () => {
    await never(() => stage.says('1', 'delete my data', press('flow:erase:confirm:yes')))
    expect(await stage.store().dueReminders(plus(stage.clock.now(), 200 * DAY), 9)).toEqual([])
  })

  test('to a person who erases everything in the moment when it is due', async () => {
    await remind()
    await stage.says('1', 'delete my data')
    stage.clock.advance(HOUR)
    const { deps, receive } = stage.process()
    await Promise.all([receive([stage.messageOf('1', press('flow:erase:confirm:yes'))]), wakeDue(deps)])
    await stage.settle()
    expect(await stage.store().tickets({ scope: EVERYWHERE, limit: 9 })).toEqual([])
    expect((await stage.store().load(conversationId('telegram', '1'))).session).toBeNull()
    expect(times()).toBe(0)
  })

  test('after staff dropped it; a second time there is nothing to drop', async () => {
    let id = reminderId('none')
    await never(async () => {
      id = (await stage.store().reminders(ticket, EVERYWHERE))[0]?.id ?? id
      expect(await stage.desk().unremind(ticket, PAULO, EVERYWHERE, id)).toMatchObject({ kind: 'not-holder' })
      expect(await stage.desk().unremind(ticket, ZENAIDA, EVERYWHERE, id)).toEqual({ kind: 'done' })
    })
    expect(await stage.desk().unremind(ticket, ZENAIDA, EVERYWHERE, id)).toEqual({ kind: 'closed' })
    expect(await lines()).toEqual([['reminder-dropped', null]])
  })

  test('after the case was closed with its reminders; those that were kept are dropped afterwards', async () => {
    await never(() => stage.desk().close(ticket, ZENAIDA, EVERYWHERE, 'answered', null, 'drop'))
    await stage.desk().reopen(ticket, ZENAIDA, EVERYWHERE)
    const id = await remind()
    await stage.desk().close(ticket, ZENAIDA, EVERYWHERE, 'answered', null)
    expect(await stage.desk().unremind(ticket, PAULO, EVERYWHERE, id)).toEqual({ kind: 'done' })
    await waitAndSettle(2 * HOUR)
    expect(times()).toBe(0)
  })
})

test('only whoever holds an open case sets one, at a time that fits, and no more than ten wait', async () => {
  const set = (by = ZENAIDA, ms = HOUR) =>
    stage.desk().remind(ticket, by, EVERYWHERE, { at: plus(stage.clock.now(), ms), text: WORDS, template: null })
  expect(await set(PAULO)).toMatchObject({ kind: 'not-holder' })
  expect(await set(ZENAIDA, 4 * MINUTE)).toEqual({ kind: 'no-reminder', why: 'soon' })
  expect(await set(ZENAIDA, 181 * DAY)).toEqual({ kind: 'no-reminder', why: 'late' })
  for (let n = 0; n < 10; n += 1) expect(await set()).toEqual({ kind: 'done' })
  expect(await set()).toEqual({ kind: 'no-reminder', why: 'many' })
  await stage.desk().close(ticket, ZENAIDA, EVERYWHERE, 'answered', null, 'drop')
  expect(await set()).toEqual({ kind: 'closed' })
  const nowhere = { units: [] }
  expect(await stage.desk().unremind(ticket, ZENAIDA, nowhere, reminderId('none'))).toEqual({ kind: 'not-found' })
})
