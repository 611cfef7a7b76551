import { describe, expect, test } from 'vitest'
import { conversationId, type OutboxId } from '../../bot/ids.ts'
import type { OutboxItem, Store } from '../../bot/ports/store.ts'
import { MINUTE, after as plus } from '../../bot/time.ts'
import type { Given } from './contract.ts'
import { ANY, act, CASE, LEASE, NOW, opened, person, said, send, sendAll, TELEGRAM, takeTexts } from './support.ts'

const ANA = person('ana')
const BO = person('bo')

const takeOne = async (store: Store, now = NOW): Promise<OutboxItem> => {
  const [item] = await store.takeOutbox(now, 1, LEASE, TELEGRAM)
  if (!item) throw new Error('nothing to take')
  return item
}

const begun = async (store: Store, now = NOW): Promise<OutboxId> => {
  const { id } = await takeOne(store, now)
  expect(await store.begin(id, now)).toBe(true)
  return id
}

const deliveries = async (store: Store) =>
  (await store.ticket(CASE, ANY))?.entries.map((entry) => [entry.delivery, entry.failure])

export const outboxContract = ({ store, again }: Given): void => {
  describe('outbox', () => {
    test('each conversation gives its oldest message only, and the next after that is settled', async () => {
      await act(store(), ANA, [send('a1'), send('a2')])
      await act(store(), BO, [send('b1')])
      expect(await takeTexts(store())).toEqual(['a1', 'b1'])
      expect(await takeTexts(store())).toEqual([])
    })

    test('messages leave in the order in which they were said', async () => {
      await act(store(), ANA, [send('1'), send('2')])
      await act(store(), ANA, [send('3')])
      expect(await sendAll(store())).toEqual(['1', '2', '3'])
    })

    test('the item carries the whole message', async () => {
      const message = {
        text: 'Olá\n👋🏽',
        choices: [{ id: 'x' as never, label: 'Sim' }],
        urgent: true,
        voice: 'bot',
      } as const
      await act(store(), ANA, [{ kind: 'send', message, thread: null }])
      const [item] = await store().takeOutbox(NOW, 1, LEASE, TELEGRAM)
      expect(item).toMatchObject({ conversation: ANA, message, attempts: 0 })
    })

    test('urgent comes before everything, in its conversation and overall', async () => {
      await act(store(), BO, [send('b1')], { now: plus(NOW, -MINUTE) })
      await act(store(), ANA, [send('a1'), send('a2'), send('call 132', { urgent: true })])
      expect(await takeTexts(store(), NOW, 1)).toEqual(['call 132'])
      expect(await sendAll(store(), plus(NOW, LEASE))).toEqual(['call 132', 'b1', 'a1', 'a2'])
    })

    test('while a message is being sent, not even an urgent one is given', async () => {
      await act(store(), ANA, [send('a1')])
      const id = await begun(store())
      await act(store(), ANA, [send('call 132', { urgent: true })])
      expect(await takeTexts(store(), plus(NOW, 10 * LEASE))).toEqual([])
      await store().settle(id, { kind: 'sent', provider: 'p' }, NOW)
      expect(await takeTexts(store())).toEqual(['call 132'])
    })

    test('what was leased but not begun gives way to what became urgent', async () => {
      await act(store(), ANA, [send('a1')])
      const { id } = await takeOne(store())
      await act(store(), ANA, [send('call 132', { urgent: true })])
      expect(await store().begin(id, NOW)).toBe(false)
      expect(await sendAll(store())).toEqual(['call 132', 'a1'])
    })

    test('only the named channels give', async () => {
      await act(store(), conversationId('web', 'w'), [send('w1')])
      expect(await store().takeOutbox(NOW, 9, LEASE, TELEGRAM)).toEqual([])
      expect(await store().takeOutbox(NOW, 9, LEASE, [])).toEqual([])
      expect(await store().takeOutbox(NOW, 9, LEASE, ['web', 'telegram'])).toHaveLength(1)
    })

    test('a lease that ran out is given again, and only one of the two may begin', async () => {
      await act(store(), ANA, [send('a1')])
      const first = await takeOne(store())
      expect(await takeTexts(store(), plus(NOW, LEASE - 1))).toEqual([])
      const other = await again()
      const second = await takeOne(other, plus(NOW, LEASE))
      expect(second.id).toBe(first.id)
      expect(await other.begin(second.id, plus(NOW, LEASE))).toBe(true)
      expect(await store().begin(first.id, plus(NOW, LEASE))).toBe(false)
    })

    test('two processes never take the same message', async () => {
      for (let index = 0; index < 30; index += 1) await act(store(), person(`p${index}`), [send(`${index}`)])
      const other = await again()
      const taken = await Promise.all([takeTexts(store(), NOW, 20), takeTexts(other, NOW, 20)])
      expect(new Set(taken.flat()).size).toBe(30)
      expect(taken.flat()).toHaveLength(30)
    })

    test('a retry waits for its time, holds its conversation up, and counts', async () => {
      await act(store(), ANA, [send('a1'), send('a2')])
      const id = await begun(store())
      await store().settle(id, { kind: 'retry', at: plus(NOW, MINUTE), reason: 'flood' }, NOW)
      expect(await takeTexts(store(), plus(NOW, MINUTE - 1))).toEqual([])
      expect(await store().nextDue(NOW)).toBe(plus(NOW, MINUTE))
      expect(await takeOne(store(), plus(NOW, MINUTE))).toMatchObject({ id, attempts: 1 })
    })

    test('what failed for good does not hold the next one up', async () => {
      for (const outcome of [
        { kind: 'rejected', code: '400' },
        { kind: 'gone', code: '403' },
        { kind: 'unknown', code: 'timeout' },
      ] as const) {
        await act(store(), ANA, [send(outcome.kind)])
        await store().settle(await begun(store()), outcome, NOW)
      }
      await act(store(), ANA, [send('next')])
      expect(await takeTexts(store())).toEqual(['next'])
      expect(await store().queue(NOW)).toEqual({ waiting: 1, oldest: NOW, failed: 2 })
    })

    test('drop-unsent drops what the bot has not begun to send, and neither staff nor urgent words', async () => {
      await act(store(), ANA, [send('being sent')])
      const sending = await begun(store())
      await act(store(), ANA, [send('bot'), send('staff', { staff: true }), send('urgent', { urgent: true })])
      await act(store(), BO, [send('somebody else')], { now: plus(NOW, MINUTE) })
      await act(store(), ANA, [{ kind: 'drop-unsent' }, send('after')], { now: plus(NOW, 2 * MINUTE) })
      await store().settle(sending, { kind: 'sent', provider: null }, NOW)
      expect(await sendAll(store(), plus(NOW, LEASE))).toEqual(['urgent', 'staff', 'somebody else', 'after'])
    })

    test('what was dropped after the lease cannot begin', async () => {
      await act(store(), ANA, [send('bot')])
      const { id } = await takeOne(store())
      await act(store(), ANA, [{ kind: 'drop-unsent' }])
      expect(await store().begin(id, NOW)).toBe(false)
      expect(await store().begin('no-such-row' as OutboxId, NOW)).toBe(false)
    })

    test('after a crash what was being sent is unknown and never sent again; what was leased is at once', async () => {
      await act(store(), ANA, [send('begun'), send('behind')])
      await act(store(), BO, [send('leased')])
      const id = await begun(store())
      await takeOne(store())
      await store().close()

      const next = await again()
      const later = plus(NOW, 1)
      expect(await next.recoverOutbox(later)).toMatchObject([{ id, conversation: ANA, message: { text: 'begun' } }])
      expect(await next.recoverOutbox(later)).toEqual([])
      expect(await sendAll(next, later)).toEqual(['behind', 'leased'])
    })

    test('staff see how far each message of a thread has come, and may send a failed one again', async () => {
      await act(store(), ANA, [opened(CASE), said(CASE, 'ajuda'), send('reply', { staff: true, ticket: CASE })])
      expect(await deliveries(store())).toEqual([
        [null, null],
        [null, null],
        ['queued', null],
      ])
      const before = await store().revision()
      const id = await begun(store())
      expect((await deliveries(store()))?.[2]).toEqual(['sending', null])
      expect(await store().retryOutbox(id, NOW)).toBe(false)
      await store().settle(id, { kind: 'rejected', code: '131026' }, NOW)
      expect((await deliveries(store()))?.[2]).toEqual(['failed', '131026'])
      expect(await store().changesSince(before, ANY, 9)).toMatchObject([{ id: CASE, lastEntry: 3 }])

      await act(store(), ANA, [send('meanwhile')])
      expect(await store().retryOutbox(id, NOW)).toBe(true)
      expect((await deliveries(store()))?.[2]).toEqual(['queued', null])
      expect(await sendAll(store())).toEqual(['meanwhile', 'reply'])
      expect((await deliveries(store()))?.[2]).toEqual(['sent', null])
      expect(await store().retryOutbox(id, NOW)).toBe(false)
    })

    test('a late answer of the platform makes unknown sent, and never brings a message back', async () => {
      await act(store(), ANA, [opened(CASE), send('reply', { staff: true, ticket: CASE })])
      const id = await begun(store())
      await store().settle(id, { kind: 'unknown', code: 'timeout' }, NOW)
      await store().settle(id, { kind: 'retry', at: NOW, reason: 'late' }, NOW)
      expect(await takeTexts(store())).toEqual([])
      await store().settle(id, { kind: 'sent', provider: 'p' }, NOW)
      expect((await deliveries(store()))?.[1]).toEqual(['sent', null])
    })

    describe('what the platform tells later', () => {
      const reply = async (): Promise<OutboxId> => {
        await act(store(), ANA, [opened(CASE), send('reply', { staff: true, ticket: CASE })])
        return begun(store())
      }
      const state = async () => (await deliveries(store()))?.[1]
      const arrived = { kind: 'sent', provider: 'p' } as const
      const refused = { kind: 'rejected', code: '131047', provider: 'p' } as const

      test('ends what is unknown, once, and live threads see it', async () => {
        const id = await reply()
        await store().settle(id, { kind: 'unknown', code: 'timeout' }, NOW)
        const before = await store().revision()
        expect(await store().confirm(id, arrived, NOW)).toMatchObject({ conversation: ANA, message: { text: 'reply' } })
        expect(await state()).toEqual(['sent', null])
        expect(await store().changesSince(before, ANY, 9)).toMatchObject([{ id: CASE }])
        expect(await store().confirm(id, arrived, NOW)).toBeNull()
        expect(await store().settle(id, { kind: 'unknown', code: 'timeout' }, NOW)).toBe(false)
        expect(await state()).toEqual(['sent', null])
      })

      test('ends what is unknown by a refusal, after which staff may send it again', async () => {
        const id = await reply()
        await store().settle(id, { kind: 'unknown', code: 'timeout' }, NOW)
        expect(await store().confirm(id, refused, NOW)).toMatchObject({ message: { voice: 'staff' } })
        expect(await state()).toEqual(['failed', '131047'])
        expect(await store().confirm(id, arrived, NOW)).toBeNull()
        expect(await store().retryOutbox(id, NOW)).toBe(true)
        expect(await takeTexts(store())).toEqual(['reply'])
      })

      test('may come before the answer of the platform, and lets the next message go', async () => {
        const id = await reply()
        await act(store(), ANA, [send('next')])
        expect(await store().confirm(id, arrived, NOW)).not.toBeNull()
        expect(await takeTexts(store())).toEqual(['next'])
        expect(await store().settle(id, arrived, NOW)).toBe(false)
      })

      test('keeps from a second try what had arrived although the platform said otherwise', async () => {
        const id = await reply()
        await store().settle(id, { kind: 'retry', at: plus(NOW, MINUTE), reason: '500' }, NOW)
        expect(await store().confirm(id, refused, NOW)).toBeNull()
        expect(await store().confirm(id, arrived, NOW)).not.toBeNull()
        expect(await takeTexts(store(), plus(NOW, MINUTE))).toEqual([])
      })

      test('takes back what was sent, with its words, and only under its own name', async () => {
        const id = await reply()
        expect(await store().settle(id, arrived, NOW)).toBe(true)
        expect(await store().confirm(id, { ...refused, provider: 'another' }, NOW)).toBeNull()
        expect(await store().confirm(id, { ...refused, provider: null }, NOW)).toBeNull()
        expect(await state()).toEqual(['sent', null])
        expect(await store().confirm(id, refused, NOW)).toMatchObject({ message: { text: 'reply' } })
        expect(await store().confirm(id, refused, NOW)).toBeNull()
        expect(await state()).toEqual(['failed', '131047'])
        expect(await store().retryOutbox(id, NOW)).toBe(true)
        expect(await sendAll(store())).toEqual(['reply'])
      })

      test('tells of somebody who is gone', async () => {
        const id = await reply()
        await store().settle(id, arrived, NOW)
        await store().confirm(id, { kind: 'gone', code: '131026', provider: 'p' }, NOW)
        expect(await state()).toEqual(['gone', '131026'])
      })

      test('brings no words back that are not kept, and nothing that was never tried', async () => {
        await act(store(), ANA, [send('outside of a case')])
        const [item] = await store().takeOutbox(NOW, 1, LEASE, TELEGRAM)
        const id = item?.id as OutboxId
        expect(await store().confirm(id, arrived, NOW)).toBeNull()
        expect(await store().begin(id, NOW)).toBe(true)
        await store().settle(id, arrived, NOW)
        expect(await store().confirm(id, refused, NOW)).toEqual({ conversation: ANA, message: null })
        expect(await store().confirm('no-such-row' as OutboxId, arrived, NOW)).toBeNull()
      })
    })

    test('what waits behind another, or on a channel that is off, does not make nextDue come early', async () => {
      expect(await store().nextDue(NOW)).toBeNull()
      await act(store(), conversationId('web', 'w'), [send('w1')])
      await takeTexts(store())
      expect(await store().nextDue(NOW)).toBeNull()
      await act(store(), ANA, [send('a1'), send('a2')])
      expect(await store().nextDue(NOW)).toBe(NOW)
      await takeTexts(store())
      expect(await store().nextDue(NOW)).toBe(plus(NOW, LEASE))
    })
  })
}
