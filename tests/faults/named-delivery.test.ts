/*
 * Faults that products of this kind had, and where it is proved that this one does not have them:
 *   delivered twice, out of order, lost in a crash, sent twice, retry that sends nothing  named-delivery
 *   bot and human answer at once, hand-off that ends by itself, missed time-outs          named-handoff
 *   danger not seen, unknown language, an answer that is a guess                          named-danger
 *   cases of another unit, guessed codes, words that outlive their erasure                named-privacy
 *   the same against the real program as a process, killed in between                     named-process, telegram-load
 *   forged, oversized and malformed requests                                              bad-input*
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createReceive } from '../../bot/app/receive.ts'
import { SECOND } from '../../bot/time.ts'
import { translator } from '../../locales/translate.ts'
import { EVERYWHERE, medium, openStage, type Stage, text, ZENAIDA } from './stage.ts'

const QUESTION = 'what is the minimum wage'
const OTHER = 'how do I enrol my child in school'
const ANSWER = /minimum wage is/
const OTHER_ANSWER = /school/i

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage.close())

/** How often the person was shown something like that. */
const times = (chat: string, like: RegExp): number => stage.channel.texts(chat).filter((one) => like.test(one)).length

/** The words and media of the person in the thread, in order. */
const written = async (chat: string): Promise<readonly string[]> =>
  (await stage.caseOf(chat)).entries.flatMap(({ change }) => {
    if (change.kind !== 'from-person') return []
    const { body } = change
    return [body.kind === 'text' ? body.text : body.kind === 'media' ? body.media.ref : body.kind]
  })

describe('messages that come in', () => {
  test('the same update delivered twice at once is one message', async () => {
    const message = stage.messageOf('1', text(QUESTION))
    const { receive } = stage.process()
    const got = await Promise.all([receive([message]), receive([message])])
    expect(got.flat().toSorted()).toEqual(['committed', 'duplicate'])
    await stage.settle()
    expect(times('1', ANSWER)).toBe(1)
  })

  test('the same update delivered to two processes at once is one message', async () => {
    const second = await stage.another()
    const message = stage.messageOf('1', text(QUESTION))
    const got = await Promise.all([stage.process().receive([message]), second.receive([message])])
    expect(got.flat().toSorted()).toEqual(['committed', 'duplicate'])
    await stage.settle()
    expect(times('1', ANSWER)).toBe(1)
  })

  test('an update delivered again after a restart is one message', async () => {
    const message = stage.messageOf('1', text(QUESTION))
    await stage.process().receive([message])
    await stage.settle()
    await stage.restart('killed')
    expect(await stage.process().receive([message])).toEqual(['duplicate'])
    await stage.settle()
    expect(times('1', ANSWER)).toBe(1)
  })

  test('a photo and a voice note 200 ms apart are one conversation, in the right order', async () => {
    const photo = stage.messageOf('1', medium('image', 'photo'))
    stage.clock.advance(200)
    const voice = stage.messageOf('1', medium('voice', 'voice'))
    const { receive } = stage.process()
    await Promise.all([receive([photo]), receive([voice])])
    await stage.settle()
    await stage.handsOff('1', OTHER)
    expect(await stage.store().tickets({ scope: EVERYWHERE, limit: 10 })).toHaveLength(1)
    expect((await written('1')).slice(0, 2)).toEqual(['photo', 'voice'])
  })

  test('a photo and then words in one delivery keep their order in the case', async () => {
    await stage.handsOff('1', QUESTION)
    const both = [stage.messageOf('1', medium('image', 'photo')), stage.messageOf('1', text('this is the letter'))]
    await stage.process().receive(both)
    expect((await written('1')).slice(-2)).toEqual(['photo', 'this is the letter'])
  })

  test('a crash after the message was confirmed, before anything was sent, loses nothing', async () => {
    expect(await stage.process().receive([stage.messageOf('1', text(QUESTION))])).toEqual(['committed'])
    await stage.restart('killed')
    expect(stage.channel.texts('1')).toEqual([])
    await stage.settle()
    expect(times('1', ANSWER)).toBe(1)
  })

  test.each(['before', 'after'] as const)(
    'records that fail %s the commit confirm nothing, and the repeat is answered once',
    async (moment) => {
      const { deps } = stage.process()
      let failing = true
      const commit: typeof deps.store.commit = async (one) => {
        if (failing && moment === 'before') throw new Error('disk full')
        const outcome = await deps.store.commit(one)
        if (failing) throw new Error('connection lost')
        return outcome
      }
      const receive = createReceive({ ...deps, store: { ...deps.store, commit } })
      const message = stage.messageOf('1', text(QUESTION))
      await expect(receive([message])).rejects.toThrow()
      failing = false
      expect(await receive([message])).toEqual([moment === 'before' ? 'committed' : 'duplicate'])
      await stage.settle()
      expect(times('1', ANSWER)).toBe(1)
    },
  )
})

describe('messages that go out', () => {
  test('a slow send holds up its own conversation only, and no reply passes another', async () => {
    const underWay = stage.channel.nextSlow()
    await stage.process().receive([stage.messageOf('1', text(QUESTION))])
    const slow = await stage.beginToSend()
    await underWay
    await stage.process().receive([stage.messageOf('1', text(OTHER)), stage.messageOf('2', text(QUESTION))])
    await Promise.all(await stage.beginToSend())
    expect(times('2', ANSWER)).toBe(1)
    expect(stage.channel.texts('1')).toEqual([])
    stage.channel.release()
    await Promise.all(slow)
    stage.clock.advance(10 * SECOND)
    await stage.settle()
    const got = stage.channel.texts('1')
    const first = got.findIndex((one) => ANSWER.test(one))
    const second = got.findIndex((one) => OTHER_ANSWER.test(one))
    expect(first).toBeGreaterThanOrEqual(0)
    expect(second).toBeGreaterThan(first)
  })

  test('the second part of a long reply does not pass a first part that has to wait', async () => {
    const { row } = await stage.handsOff('1', QUESTION)
    await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)
    await stage.settle()
    const before = stage.channel.texts('1').length
    const long = `ONE ${'first part. '.repeat(290)}\n\nTWO ${'second part. '.repeat(20)}`
    stage.channel.next(5 * SECOND)
    await stage.desk().reply(row.id, ZENAIDA, EVERYWHERE, long, null)
    await stage.settle()
    expect(stage.channel.texts('1').slice(before)).toEqual([])
    stage.clock.advance(6 * SECOND)
    await stage.settle()
    const parts = stage.channel.texts('1').slice(before)
    expect(parts).toHaveLength(2)
    expect(parts[0]).toContain('ONE')
    expect(parts[1]).toContain('TWO')
  })

  test('a provider that times out after accepting gets no second call, and the person is told once', async () => {
    stage.channel.next('lost')
    await stage.says('1', QUESTION)
    await stage.restart('killed')
    stage.clock.advance(24 * 3600 * SECOND)
    await stage.settle()
    expect(times('1', ANSWER)).toBe(1)
    const told = stage.channel.texts('1').filter((one) => one === translator('en')('delivery.unknown'))
    expect(told).toHaveLength(1)
  })

  test('a process that dies during a send does not send again, and the state is "unknown" in the thread', async () => {
    const { row } = await stage.handsOff('1', QUESTION)
    await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)
    await stage.settle()
    const underWay = stage.channel.nextSlow()
    await stage.desk().reply(row.id, ZENAIDA, EVERYWHERE, 'come on Monday', null)
    await stage.beginToSend()
    await underWay
    const calls = stage.channel.calls()
    await stage.restart('killed')
    await stage.settle()
    expect(stage.channel.calls()).toBe(calls)
    expect((await stage.caseOf('1')).entries.at(-1)).toMatchObject({
      change: { kind: 'from-staff' },
      delivery: 'unknown',
    })
  })

  test('a danger reply of unknown fate is sent once more, and says so', async () => {
    stage.channel.next('lost')
    await stage.says('1', 'my husband beats me and I am afraid he will kill me')
    const urgent = stage.channel.shown('1').filter((one) => one.urgent === true)
    expect(urgent).toHaveLength(2)
    expect(urgent[1]?.text).toBe(translator('en')('delivery.again', { text: urgent[0]?.text ?? '' }))
  })

  test.each(['rejected', 'lost', 'gone'] as const)(
    'a retry by staff of a message that was %s truly sends again',
    async (fate) => {
      const { row } = await stage.handsOff('1', QUESTION)
      await stage.desk().claim(row.id, ZENAIDA, EVERYWHERE, null)
      await stage.settle()
      stage.channel.next(fate)
      await stage.desk().reply(row.id, ZENAIDA, EVERYWHERE, 'come on Monday', null)
      await stage.settle()
      const failed = (await stage.caseOf('1')).entries.findLast(({ change }) => change.kind === 'from-staff')
      expect(failed?.delivery).toBe({ rejected: 'failed', lost: 'unknown', gone: 'gone' }[fate])
      const calls = stage.channel.calls()
      const done = await stage.desk().retry(row.id, ZENAIDA, EVERYWHERE, failed?.seq ?? 0)
      expect(done).toEqual({ kind: 'done' })
      await stage.settle()
      expect(stage.channel.calls()).toBe(calls + 1)
      expect(stage.channel.texts('1').at(-1)).toContain('come on Monday')
      const again = (await stage.caseOf('1')).entries.find(({ seq }) => seq === failed?.seq)
      expect(again?.delivery).toBe('sent')
      // What has arrived is not sent a second time by a second click.
      expect(await stage.desk().retry(row.id, ZENAIDA, EVERYWHERE, failed?.seq ?? 0)).toEqual({ kind: 'closed' })
    },
  )
})
