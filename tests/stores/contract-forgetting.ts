import { describe, expect, test } from 'vitest'
import { messageId, ticketId } from '../../bot/ids.ts'
import { newSession } from '../../bot/session.ts'
import { DAY, MINUTE, after as plus } from '../../bot/time.ts'
import type { Given } from './contract.ts'
import {
  ANY,
  act,
  CASE,
  LEASE,
  LONG_AGO,
  MARIA,
  NOW,
  on,
  opened,
  person,
  SAL,
  said,
  send,
  sendAll,
  TELEGRAM,
  takeTexts,
} from './support.ts'

const ANA = person('ana')
const ERASE = { kind: 'erase' } as const
const closed = (ticket = CASE) => on(ticket, { kind: 'closed', by: MARIA, outcome: 'other', topic: null })

export const forgettingContract = ({ store }: Given): void => {
  describe('erasure', () => {
    test('takes everything of the conversation, nothing of another, and the goodbye still leaves', async () => {
      const other = ticketId('case-2')
      await act(store(), person('bo'), [opened(other), send('b1')])
      await act(store(), ANA, [
        opened(CASE),
        said(CASE, 'palavra'),
        send('waiting'),
        { kind: 'timer', name: 'late', at: NOW },
      ])
      await store().markRead(MARIA, CASE, 1)
      const seen = messageId('telegram', 'erase-me')
      expect(await act(store(), ANA, [send('before'), ERASE, send('goodbye')], { seen })).toBe('committed')

      expect(await store().load(ANA)).toEqual({ session: null, version: 0 })
      expect(await store().ticket(CASE, ANY)).toBeNull()
      expect(await store().conversationOf(CASE, ANY)).toBeNull()
      expect(await store().tickets({ scope: ANY, limit: 9 })).toMatchObject([{ id: other }])
      expect(await store().tickets({ scope: ANY, limit: 9, search: 'palavra' })).toEqual([])
      expect((await store().changesSince(0, ANY, 9)).map((row) => row.id)).toEqual([other])
      expect(await store().exportOf(ANA)).toEqual({ session: null, tickets: [], reminders: [] })
      expect(await store().dueTimers(NOW, 9)).toEqual([])
      expect(await sendAll(store())).toEqual(['b1', 'goodbye'])
      expect(await store().queue(NOW)).toEqual({ waiting: 0, oldest: null, failed: 0 })

      // The mark is gone with the case: one of the same name is unread.
      await act(store(), ANA, [opened(CASE)])
      expect((await store().unread(MARIA, ANY)).get(CASE)).toBe(1)
    })

    test('asked for once, it works once: the message is still known', async () => {
      const seen = messageId('telegram', 'erase-me')
      await act(store(), ANA, [ERASE, send('goodbye')], { seen })
      expect(await act(store(), ANA, [ERASE, send('goodbye')], { seen })).toBe('duplicate')
      expect(await takeTexts(store())).toEqual(['goodbye'])
    })

    test('a step that began before it does not bring anything back, even when a new talk has begun', async () => {
      await act(store(), ANA, [send('x')])
      const { version } = await store().load(ANA)
      await act(store(), ANA, [ERASE])
      const stale = { conversation: ANA, version, session: newSession('pt', NOW), seen: null, fired: null, now: NOW }
      expect(await store().commit({ ...stale, effects: [] })).toBe('conflict')
      await act(store(), ANA, [send('hello again')])
      expect(await store().commit({ ...stale, effects: [] })).toBe('conflict')
      expect(await store().commit({ ...stale, version: 0, effects: [ERASE] })).toBe('conflict')
      expect(await takeTexts(store())).toEqual(['hello again'])
    })

    test('what belongs to a case or a timer after it is not kept', async () => {
      await act(store(), ANA, [opened(CASE)])
      await act(store(), ANA, [
        ERASE,
        on(CASE, { kind: 'note', by: MARIA, text: 'x' }),
        { kind: 'timer', name: 'burst', at: NOW },
        send('goodbye', { ticket: CASE }),
      ])
      expect(await store().ticket(CASE, ANY)).toBeNull()
      expect(await store().dueTimers(NOW, 9)).toEqual([])
      expect(await takeTexts(store())).toEqual(['goodbye'])
    })

    test('a message that is being sent meanwhile is settled without harm', async () => {
      await act(store(), ANA, [send('x')])
      const [item] = await store().takeOutbox(NOW, 1, LEASE, TELEGRAM)
      if (!item) throw new Error('nothing to take')
      await store().begin(item.id, NOW)
      await act(store(), ANA, [ERASE, send('goodbye')])
      await store().settle(item.id, { kind: 'retry', at: NOW, reason: 'flood' }, NOW)
      expect(await sendAll(store())).toEqual(['goodbye'])
    })

    test('one case can be erased alone', async () => {
      await act(store(), ANA, [opened(CASE), send('reply', { staff: true, ticket: CASE })])
      const before = await store().revision()
      await act(store(), ANA, [on(CASE, { kind: 'erased' })])
      expect(await store().ticket(CASE, ANY)).toBeNull()
      expect(await takeTexts(store())).toEqual([])
      expect(await store().revision()).toBeGreaterThan(before)
      expect((await store().load(ANA)).session).not.toBeNull()
    })
  })

  describe('forget', () => {
    const before = { conversations: plus(NOW, -30 * DAY), cases: plus(NOW, -365 * DAY) }
    const silent = { now: plus(NOW, -31 * DAY) }
    const ago = { session: { lastInboundAt: plus(NOW, -31 * DAY) } }

    test('takes conversations that were silent, unless a case is open', async () => {
      await act(store(), person('silent'), [send('x'), { kind: 'timer', name: 'late', at: NOW }], silent)
      await act(store(), person('waits'), [opened(CASE)], silent)
      await act(store(), person('lively'), [])
      expect(await store().forget(before, NOW)).toEqual({ conversations: 1, cases: 0 })
      expect((await store().load(person('silent'))).session).toBeNull()
      expect((await store().load(person('waits'))).session).not.toBeNull()
      expect((await store().load(person('lively'))).session).not.toBeNull()
      expect(await store().queue(NOW)).toMatchObject({ waiting: 0 })
      expect(await store().nextDue(NOW)).toBeNull()
    })

    test('keeps a closed case for its own time', async () => {
      await act(store(), ANA, [opened(CASE), said(CASE, 'x'), closed()], silent)
      expect(await store().forget(before, NOW)).toEqual({ conversations: 1, cases: 0 })
      expect((await store().ticket(CASE, ANY))?.entries).toHaveLength(3)
    })

    test('takes cases closed long ago, and their conversation forgets them too', async () => {
      const openCase = { ticket: CASE, code: 'x', unit: SAL, staff: null, staffName: null, toldAt: null, closedAt: NOW }
      await act(store(), ANA, [opened(CASE), send('x', { ticket: CASE }), closed()], { now: LONG_AGO })
      await act(store(), ANA, [], { session: { case: openCase, lastInboundAt: NOW } })
      const { version } = await store().load(ANA)
      expect(await store().forget(before, NOW)).toEqual({ conversations: 0, cases: 1 })
      expect(await store().ticket(CASE, ANY)).toBeNull()
      const loaded = await store().load(ANA)
      expect(loaded.session?.case).toBeNull()
      expect(loaded.version).not.toBe(version)
      expect(await takeTexts(store())).toEqual([])
    })

    test('takes more than one portion', async () => {
      for (let index = 0; index < 120; index += 1) await act(store(), person(`p${index}`), [], silent)
      expect(await store().forget(before, NOW)).toEqual({ conversations: 120, cases: 0 })
    })

    test('ids of messages are known for eight days', async () => {
      const seen = messageId('telegram', '1')
      await act(store(), ANA, [], { seen })
      await store().forget(before, plus(NOW, 8 * DAY))
      expect(await act(store(), ANA, [], { seen })).toBe('duplicate')
      await store().forget(before, plus(NOW, 8 * DAY + MINUTE))
      expect(await act(store(), ANA, [], { seen, ...ago })).toBe('committed')
    })
  })

  describe('export', () => {
    test('gives session and cases of one person', async () => {
      await act(store(), ANA, [opened(CASE), said(CASE, 'x')])
      await act(store(), person('bo'), [opened(ticketId('case-2'))])
      const exported = await store().exportOf(ANA)
      expect(exported.session).toEqual(newSession('pt', NOW))
      expect(exported.tickets).toEqual([await store().ticket(CASE, ANY)])
    })
  })
}
