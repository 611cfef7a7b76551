import { describe, expect, test } from 'vitest'
import { decodeSession, newSession } from '../../bot/session.ts'
import { instant } from '../../bot/time.ts'

describe('a saved session', () => {
  const fresh = newSession('fr', instant(1000))

  test('is read as it was written', () =>
    expect(decodeSession(JSON.parse(JSON.stringify(fresh)))).toEqual({ ok: true, value: fresh }))

  test('of an older version is brought up to date', () => {
    const { burst, misses, media, danger, ...old } = fresh
    expect(decodeSession({ ...old, v: 0 })).toEqual({ ok: true, value: { ...fresh, burst, misses, media, danger } })
  })

  test.each([[null], ['text'], [{ v: 99 }], [{ ...fresh, lang: 'xx' }], [{ v: 1 }]])(
    'that is broken is refused: %j',
    (saved) => expect(decodeSession(saved).ok).toBe(false),
  )
})
