import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchReply } from '../../bot/engine/choose.ts'
import { choiceId } from '../../bot/ids.ts'

const offered = ['Renovar a residência', 'Quanto custa', 'Falar com uma pessoa'].map((label, index) => ({
  id: choiceId(`c${index + 1}`),
  label,
}))

describe('a choice that was typed', () => {
  test.each([
    ['2', 'c2'],
    ['2)', 'c2'],
    [' 2. ', 'c2'],
    ['2️⃣', 'c2'],
    ['٢', 'c2'],
    ['２', 'c2'],
    ['quanto custa', 'c2'],
    ['QUANTO CUSTA?', 'c2'],
    ['renovar', 'c1'],
    ['falar com uma', 'c3'],
    ['falar com uma pesoa', 'c3'],
  ])('%s takes %s', (text, id) => expect(matchReply(offered, text)?.id).toBe(id))

  test.each(['I have 2 dogs', '4', '0', '22', 'a', 'quanto custa o passaporte', 'sim', '', '...'])(
    '%s takes nothing',
    (text) => expect(matchReply(offered, text)).toBeNull(),
  )

  test('nothing offered, nothing taken', () => expect(matchReply([], '1')).toBeNull())

  test('any text ends, without a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const taken = matchReply(offered, text)
        return taken === null || offered.includes(taken)
      }),
    )
  })
})
