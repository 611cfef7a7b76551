import { describe, expect, test } from 'vitest'
import type { TimerName } from '../../bot/event.ts'
import { messageId } from '../../bot/ids.ts'
import { type Instant, MINUTE, after as plus } from '../../bot/time.ts'
import type { Given } from './contract.ts'
import { act, NOW, person, send, takeTexts } from './support.ts'

const ANA = person('ana')
const LATER = plus(NOW, MINUTE)
const timer = (name: TimerName, at: Instant | null) => ({ kind: 'timer' as const, name, at })

export const timerContract = ({ store, again }: Given): void => {
  describe('timers', () => {
    test('one is due at its time, the earliest first', async () => {
      await act(store(), ANA, [timer('late', LATER), timer('burst', NOW)])
      await act(store(), person('bo'), [timer('burst', plus(NOW, -1))])
      expect(await store().dueTimers(plus(NOW, -2), 9)).toEqual([])
      expect(await store().dueTimers(LATER, 9)).toEqual([
        { conversation: person('bo'), name: 'burst' },
        { conversation: ANA, name: 'burst' },
        { conversation: ANA, name: 'late' },
      ])
      expect(await store().dueTimers(LATER, 1)).toHaveLength(1)
      expect(await store().nextDue(NOW)).toBe(plus(NOW, -1))
    })

    test('a name is there once: set again it moves, null cancels it', async () => {
      await act(store(), ANA, [timer('burst', NOW)])
      await act(store(), ANA, [timer('burst', LATER)])
      expect(await store().dueTimers(NOW, 9)).toEqual([])
      expect(await store().dueTimers(LATER, 9)).toHaveLength(1)
      await act(store(), ANA, [timer('burst', null)])
      expect(await store().dueTimers(LATER, 9)).toEqual([])
    })

    test('one survives the next start and fires once, though two processes have it', async () => {
      await act(store(), ANA, [timer('burst', NOW)])
      await store().close()
      const [one, two] = [await again(), await again()]
      expect(await one.dueTimers(NOW, 9)).toEqual(await two.dueTimers(NOW, 9))
      expect(await act(one, ANA, [send('one')], { fired: 'burst' })).toBe('committed')
      expect(await act(two, ANA, [send('two')], { fired: 'burst' })).toBe('duplicate')
      expect(await one.dueTimers(NOW, 9)).toEqual([])
      expect(await takeTexts(one)).toEqual(['one'])
    })

    test('one that was set to a later time meanwhile does not fire', async () => {
      await act(store(), ANA, [timer('burst', NOW)])
      await act(store(), ANA, [timer('burst', LATER)])
      expect(await act(store(), ANA, [send('early')], { fired: 'burst' })).toBe('duplicate')
      expect(await store().dueTimers(LATER, 9)).toHaveLength(1)
    })

    test('a conflict leaves the timer as it was', async () => {
      await act(store(), ANA, [timer('burst', NOW)])
      const { version, session } = await store().load(ANA)
      if (session === null) throw new Error('no session')
      const stale = {
        conversation: ANA,
        version: version + 1,
        session,
        seen: null,
        fired: 'burst',
        effects: [],
      } as const
      expect(await store().commit({ ...stale, now: LATER })).toBe('conflict')
      expect(await store().nextDue(NOW)).toBe(NOW)
    })

    test('a timer that fires can set itself again', async () => {
      await act(store(), ANA, [timer('burst', NOW)])
      await act(store(), ANA, [timer('burst', LATER)], { fired: 'burst', seen: messageId('telegram', 't') })
      expect(await store().nextDue(NOW)).toBe(LATER)
    })
  })
}
