import { describe, expect, test } from 'vitest'
import { inShare, mixed } from '../../bot/understanding/order.ts'

const SIZES = [1_000, 4_096, 51_344, 51_354]
const PARTS = 8

/** How far counts are from being equal: about their number where only chance is at work. */
const unevenness = (counts: readonly number[]): number => {
  const even = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0)
}

describe.each(SIZES)('an order of %d', (size) => {
  const keys = Int32Array.from({ length: size }, (_, at) => at)
  const order = mixed(keys, 1)

  test('has each once, and is the same every time', () => {
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, at) => at))
    expect(mixed(keys, 1)).toEqual(order)
    expect(mixed(keys, 2)).not.toEqual(order)
  })

  test('goes by the keys: one more in the middle moves none of the others', () => {
    const middle = size >> 1
    const more = Int32Array.from([...keys.subarray(0, middle), size, ...keys.subarray(middle)])
    const keysOf = (list: Int32Array): readonly number[] => [...mixed(list, 1)].map((place) => list[place] as number)
    expect(keysOf(more).filter((key) => key !== size)).toEqual(keysOf(keys))
  })

  test('has no pattern: what stood at every eighth place goes to all places alike', () => {
    const counts = new Array<number>(PARTS * PARTS).fill(0)
    order.forEach((value, at) => {
      const cell = (value % PARTS) * PARTS + (at % PARTS)
      counts[cell] = (counts[cell] ?? 0) + 1
    })
    expect(unevenness(counts)).toBeLessThan(2 * PARTS * PARTS)
  })
})

test('a share is taken evenly, and one more makes no jump', () => {
  const taken = (many: number, share: number): number =>
    Array.from({ length: many }, (_, at) => at).filter((at) => inShare(at, share)).length
  for (const share of [0, 0.1, 0.5, 0.9, 0.999, 1, 1.5])
    for (const many of [100, 1_000, 10_000])
      expect(Math.abs(taken(many, share) - many * Math.min(1, share)), `${share} of ${many}`).toBeLessThan(3)
  expect(taken(60_001, 60_000 / 60_001)).toBeGreaterThan(59_990)
})
