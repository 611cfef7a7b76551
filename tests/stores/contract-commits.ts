import { describe, expect, test } from 'vitest'
import { messageId, ticketId } from '../../bot/ids.ts'
import { newSession, type Session } from '../../bot/session.ts'
import type { Given } from './contract.ts'
import { act, NOW, on, person, send, takeTexts } from './support.ts'

const ANA = person('ana')
const commitOf = (version: number, text: string, seen: string | null = null, who = ANA) => ({
  conversation: who,
  version,
  session: newSession('fr', NOW),
  seen: seen === null ? null : messageId('telegram', seen),
  fired: null,
  effects: [send(text)],
  now: NOW,
})

export const commitContract = ({ store, again }: Given): void => {
  describe('commit', () => {
    test('a conversation that is not there has no session and version 0', async () => {
      expect(await store().load(ANA)).toEqual({ session: null, version: 0 })
    })

    test('a session is read as it was saved, and its version grows', async () => {
      await store().commit(commitOf(0, 'one'))
      const first = await store().load(ANA)
      expect(first.session).toEqual(newSession('fr', NOW))
      await store().commit(commitOf(first.version, 'two'))
      expect((await store().load(ANA)).version).toBe(first.version + 1)
    })

    test('a message that was seen changes nothing, whatever the version', async () => {
      expect(await store().commit(commitOf(0, 'one', '1'))).toBe('committed')
      const { version } = await store().load(ANA)
      expect(await store().commit(commitOf(version, 'two', '1'))).toBe('duplicate')
      expect(await store().commit(commitOf(0, 'three', '1'))).toBe('duplicate')
      expect((await store().load(ANA)).version).toBe(version)
      expect(await store().queue(NOW)).toMatchObject({ waiting: 1 })
    })

    test('an old version is a conflict, changes nothing, and does not use the message up', async () => {
      await store().commit(commitOf(0, 'one'))
      const { version } = await store().load(ANA)
      expect(await store().commit(commitOf(0, 'two', '2'))).toBe('conflict')
      expect(await store().commit(commitOf(version + 1, 'two', '2'))).toBe('conflict')
      expect(await store().queue(NOW)).toMatchObject({ waiting: 1 })
      expect(await store().commit(commitOf(version, 'two', '2'))).toBe('committed')
    })

    test('two processes with the same message: one wins, the other has a duplicate', async () => {
      const other = await again()
      const results = await Promise.all([
        store().commit(commitOf(0, 'one', '1')),
        other.commit(commitOf(0, 'one', '1')),
      ])
      expect([...results].sort()).toEqual(['committed', 'duplicate'])
      expect(await takeTexts(other)).toEqual(['one'])
    })

    test('two processes with the same version: one wins, the other has a conflict', async () => {
      const other = await again()
      for (let round = 0; round < 10; round += 1) {
        const { version } = await store().load(ANA)
        const results = await Promise.all([
          store().commit(commitOf(version, 'a', `a${round}`)),
          other.commit(commitOf(version, 'b', `b${round}`)),
        ])
        expect([...results].sort()).toEqual(['committed', 'conflict'])
      }
      expect(await store().queue(NOW)).toMatchObject({ waiting: 10 })
    })

    test('two at the same time in one process: the same', async () => {
      const results = await Promise.all([
        store().commit(commitOf(0, 'a', '1')),
        store().commit(commitOf(0, 'b', '2')),
        store().commit(commitOf(0, 'c', '1')),
      ])
      expect(results).toEqual(['committed', 'conflict', 'duplicate'])
      expect(await takeTexts(store())).toEqual(['a'])
    })

    test('of many at the same time, one that fails takes no other with it and leaves nothing', async () => {
      const nowhere = on(ticketId('never-opened'), { kind: 'danger', danger: 'sea' })
      const bad = { ...commitOf(0, 'bad', 'bad', person('bad')), effects: [send('bad'), nowhere] }
      const good = Array.from({ length: 20 }, (_, index) =>
        commitOf(0, `good ${index}`, `good ${index}`, person(`good-${index}`)),
      )
      const results = await Promise.allSettled(
        [...good.slice(0, 10), bad, ...good.slice(10)].map((commit) => store().commit(commit)),
      )
      expect(results.map((result) => result.status)).toEqual([
        ...Array(10).fill('fulfilled'),
        'rejected',
        ...Array(10).fill('fulfilled'),
      ])
      expect(await takeTexts(store())).toEqual(good.map((_, index) => `good ${index}`))
      expect(await store().load(person('bad'))).toEqual({ session: null, version: 0 })
      expect(await store().commit(commitOf(0, 'better', 'bad', person('bad')))).toBe('committed')
    })

    test('what was committed is there after the next start', async () => {
      await store().commit(commitOf(0, 'one', '1'))
      await store().close()
      const next = await again()
      expect((await next.load(ANA)).session).toEqual(newSession('fr', NOW))
      expect(await next.commit(commitOf(0, 'one', '1'))).toBe('duplicate')
      expect(await takeTexts(next)).toEqual(['one'])
    })

    test('a session of an older form is read as the newest', async () => {
      const { burst: _, misses: __, ...old } = newSession('kea', NOW)
      await store().commit({ ...commitOf(0, 'x'), session: { ...old, v: 0 } as unknown as Session })
      expect((await store().load(ANA)).session).toEqual(newSession('kea', NOW))
    })

    test('a session that cannot be read is an error that does not say whose', async () => {
      await act(store(), ANA, [], { session: { v: 99 } as unknown as Session })
      const error = await store()
        .load(ANA)
        .catch((thrown: unknown) => String(thrown))
      expect(error).toContain('telegram')
      expect(error).not.toContain('ana')
    })

    test('totals count, by kind and label', async () => {
      const count = (label: string) => ({ kind: 'count' as const, count: { what: 'answer' as const, label } })
      await act(store(), ANA, [count('visa'), count('work')])
      await act(store(), person('bo'), [count('visa')])
      expect(await store().counts()).toEqual([
        { what: 'answer', label: 'visa', total: 2 },
        { what: 'answer', label: 'work', total: 1 },
      ])
    })
  })
}
