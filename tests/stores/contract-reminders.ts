import { describe, expect, test } from 'vitest'
import type { Effect } from '../../bot/effect.ts'
import { messageId, type ReminderId, reminderId, ticketId } from '../../bot/ids.ts'
import type { Reminder } from '../../bot/reminder.ts'
import { DAY, type Instant, MINUTE, after as plus } from '../../bot/time.ts'
import type { Given } from './contract.ts'
import {
  ANY,
  act,
  CASE,
  IN_PRAIA,
  IN_SAL,
  LONG_AGO,
  MARIA,
  NOW,
  on,
  opened,
  person,
  SAL,
  send,
  sendAll,
  takeTexts,
} from './support.ts'

const ANA = person('ana')
const LATER = plus(NOW, MINUTE)
const OTHER = ticketId('case-2')
const TEMPLATE = { name: 'hora', language: 'pt_PT', values: ['Sal', 'às 10'] }

const reminder = (id: string, at: Instant, more: Partial<Reminder> = {}): Reminder => ({
  id: reminderId(id),
  ticket: CASE,
  at,
  by: MARIA,
  unit: SAL,
  text: `words of ${id}`,
  template: null,
  ...more,
})
const remind = (...given: Parameters<typeof reminder>): Effect => ({ kind: 'remind', reminder: reminder(...given) })
const drop = (of: Extract<Effect, { kind: 'drop-reminders' }>['of'], by: typeof MARIA | null = MARIA): Effect => ({
  kind: 'drop-reminders',
  of,
  by,
})
const fired = (id: string) => ({ fired: { reminder: reminderId(id) as ReminderId } })

export const reminderContract = ({ store, again }: Given): void => {
  const dueAt = async (now: Instant, limit = 9) =>
    (await store().dueReminders(now, limit)).map((one) => one.reminder.id)
  const waiting = async (ticket = CASE) => (await store().reminders(ticket, ANY)).map((one) => one.id)
  const changes = async () =>
    ((await store().ticket(CASE, ANY))?.entries ?? []).flatMap(({ change }) =>
      change.kind === 'reminder-dropped' ? [[change.by, change.at]] : [],
    )

  describe('reminders', () => {
    test('several wait in a case, as they were given, the next first, for whoever may see the case', async () => {
      await act(store(), ANA, [opened(CASE), remind('b', LATER), remind('a', NOW, { template: TEMPLATE })])
      const both = [reminder('a', NOW, { template: TEMPLATE }), reminder('b', LATER)]
      expect(await store().reminders(CASE, IN_SAL)).toEqual(both)
      expect(await store().reminders(CASE, IN_PRAIA)).toEqual([])
      expect(await store().reminders(ticketId('none'), ANY)).toEqual([])
      expect(await store().remindersOf(ANA)).toEqual(both)
      expect(await store().remindersOf(person('bia'))).toEqual([])
      expect(await (await again()).reminders(CASE, ANY)).toEqual(both)
    })

    test('each is due at its time, the earliest first', async () => {
      await act(store(), ANA, [opened(CASE), remind('later', LATER), remind('now', NOW)])
      await act(store(), person('bo'), [opened(OTHER), remind('before', plus(NOW, -1), { ticket: OTHER })])
      expect(await dueAt(plus(NOW, -2))).toEqual([])
      expect(await dueAt(LATER)).toEqual(['before', 'now', 'later'])
      expect(await dueAt(LATER, 1)).toEqual(['before'])
      expect((await store().dueReminders(NOW, 1))[0]?.conversation).toBe(person('bo'))
      expect(await store().nextDue(NOW)).toBe(plus(NOW, -1))
    })

    test('one survives the next start and fires once, though two processes have it', async () => {
      await act(store(), ANA, [opened(CASE), remind('a', NOW)])
      await store().close()
      const [one, two] = [await again(), await again()]
      expect(await one.dueReminders(NOW, 9)).toEqual(await two.dueReminders(NOW, 9))
      expect(await act(one, ANA, [send('one')], fired('a'))).toBe('committed')
      expect(await act(two, ANA, [send('two')], fired('a'))).toBe('duplicate')
      expect(await one.dueReminders(NOW, 9)).toEqual([])
      expect(await takeTexts(one)).toEqual(['one'])
    })

    test('one does not fire before its time, and a conflict leaves it as it was', async () => {
      await act(store(), ANA, [opened(CASE), remind('a', LATER, { template: TEMPLATE })])
      expect(await act(store(), ANA, [send('early')], fired('a'))).toBe('duplicate')
      const { version, session } = await store().load(ANA)
      if (session === null) throw new Error('no session')
      const stale = { conversation: ANA, version: version + 1, session, seen: null, effects: [], now: LATER }
      expect(await store().commit({ ...stale, ...fired('a') })).toBe('conflict')
      expect(await store().reminders(CASE, ANY)).toEqual([reminder('a', LATER, { template: TEMPLATE })])
    })

    test('one, those of a case, or all of a person are dropped, and each is a line of its case', async () => {
      await act(store(), ANA, [opened(CASE), opened(OTHER)])
      await act(store(), person('bo'), [opened(ticketId('case-3'))])
      await act(
        store(),
        ANA,
        ['a', 'b', 'c'].map((id) => remind(id, LATER)),
      )
      await act(store(), ANA, [remind('d', NOW, { ticket: OTHER })])
      await act(store(), person('bo'), [remind('of bo', NOW, { ticket: ticketId('case-3') })])

      await act(store(), ANA, [drop({ reminder: reminderId('a') })])
      expect(await waiting()).toEqual(['b', 'c'])
      expect(await changes()).toEqual([[MARIA, LATER]])
      await act(store(), ANA, [drop({ ticket: CASE })])
      expect([await waiting(), await waiting(OTHER)]).toEqual([[], ['d']])
      await act(store(), ANA, [remind('e', LATER), drop('all', null)])
      expect([await waiting(), await waiting(OTHER)]).toEqual([[], []])
      expect((await changes()).map(([by]) => by)).toEqual([MARIA, MARIA, MARIA, null])
      expect(await waiting(ticketId('case-3'))).toEqual(['of bo'])
      // Somebody else's, and one that is not there any more.
      await act(store(), ANA, [drop({ reminder: reminderId('of bo') }), drop({ reminder: reminderId('a') })])
      expect(await waiting(ticketId('case-3'))).toEqual(['of bo'])
      expect(await changes()).toHaveLength(4)
    })

    test('one that was dropped while it was due does not fire', async () => {
      await act(store(), ANA, [opened(CASE), remind('a', NOW)])
      await act(store(), ANA, [drop({ reminder: reminderId('a') })])
      expect(await act(store(), ANA, [send('x')], fired('a'))).toBe('duplicate')
      expect(await takeTexts(store())).toEqual([])
    })

    test('erasure takes them, nothing sets one after it, and the export has those that wait', async () => {
      await act(store(), ANA, [opened(CASE), remind('a', NOW)])
      expect((await store().exportOf(ANA)).reminders).toEqual([reminder('a', NOW)])
      await act(store(), ANA, [{ kind: 'erase' }, remind('b', NOW), drop('all', null), send('goodbye')])
      expect(await dueAt(LATER)).toEqual([])
      expect(await act(store(), ANA, [send('x')], fired('a'))).toBe('duplicate')
      expect(await store().exportOf(ANA)).toEqual({ session: null, tickets: [], reminders: [] })
      expect(await sendAll(store())).toEqual(['goodbye'])
    })

    test('a silent conversation is kept until its reminder has gone out', async () => {
      const before = { conversations: plus(NOW, -30 * DAY), cases: LONG_AGO }
      const closed = on(CASE, { kind: 'closed', by: MARIA, outcome: 'other', topic: null })
      await act(store(), ANA, [opened(CASE), remind('a', NOW), closed], { now: plus(NOW, -31 * DAY) })
      expect(await store().forget(before, NOW)).toEqual({ conversations: 0, cases: 0 })
      await act(store(), ANA, [send('x')], fired('a'))
      expect(await sendAll(store())).toEqual(['x'])
      expect(await store().forget(before, NOW)).toEqual({ conversations: 1, cases: 0 })
    })

    test('they move with their case when a chat joins another conversation', async () => {
      await act(store(), person('bo'), [{ kind: 'join-code', code: 'ABCD-EFGH', until: LATER }])
      const closed = on(CASE, { kind: 'closed', by: MARIA, outcome: 'other', topic: null })
      await act(store(), ANA, [opened(CASE), remind('a', NOW), closed])
      expect(await store().join('ABCD-EFGH', ANA, messageId('telegram', 'join'), NOW)).toMatchObject({ kind: 'joined' })
      expect(await store().dueReminders(NOW, 9)).toMatchObject([{ conversation: person('bo') }])
      expect(await act(store(), person('bo'), [send('x')], fired('a'))).toBe('committed')
    })
  })
}
