import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTable, keysByValue, lookUp } from '../../bot/understanding/table.ts'

const number = fc.nat({ max: 2 ** 31 - 1 })
/** Keys that differ in their lower or their upper bits alone come close to each other in a bad table. */
const key = fc.oneof(
  number,
  fc.nat({ max: 200 }),
  fc.nat({ max: 2 ** 15 - 1 }).map((upper) => upper * 2 ** 16),
)

it('gives what was put in last under each key, and -1 for every other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, number), { maxLength: 3_000 }), fc.array(key), (pairs, others) => {
      const { get, set, all } = createTable()
      for (const [each, value] of pairs) set(each, value)
      const map = new Map(pairs)
      for (const each of [...map.keys(), ...others]) {
        expect(get(each)).toBe(map.get(each) ?? -1)
        expect(lookUp(all(), each)).toBe(map.get(each) ?? -1)
      }
    }),
  )
})

it('tells which key has which value', () => {
  const { set, all } = createTable()
  set(77, 0)
  set(2 ** 31 - 1, 2)
  expect([...keysByValue(all(), 4)]).toEqual([77, -1, 2 ** 31 - 1, -1])
})
