import { describe, expect, test } from 'vitest'
import { openingAt } from '../../bot/hours.ts'
import { instant } from '../../bot/time.ts'

/** Monday to Friday, with a break at noon. */
const hours = Object.fromEntries(
  [1, 2, 3, 4, 5].map((day) => [
    day,
    [
      [480, 720],
      [840, 960],
    ] as const,
  ]),
)
const noHoliday = () => false
/** Cabo Verde is one hour behind UTC. */
const at = (local: string) => instant(Date.parse(`${local}:00-01:00`))

describe('when a unit is open', () => {
  test('in the morning: open until noon', () =>
    expect(openingAt(hours, noHoliday, at('2026-03-02T10:00'))).toEqual({ kind: 'open', until: '12:00' }))
  test('in the break: opens again today', () =>
    expect(openingAt(hours, noHoliday, at('2026-03-02T13:00'))).toEqual({
      kind: 'closed',
      day: '2026-03-02',
      from: '14:00',
    }))
  test('on Friday evening: opens on Monday', () =>
    expect(openingAt(hours, noHoliday, at('2026-03-06T18:00'))).toEqual({
      kind: 'closed',
      day: '2026-03-09',
      from: '08:00',
    }))
  test('late on Sunday by local time, though UTC says Monday', () =>
    expect(openingAt(hours, noHoliday, at('2026-03-01T23:30'))).toEqual({
      kind: 'closed',
      day: '2026-03-02',
      from: '08:00',
    }))
  test('a holiday is skipped', () =>
    expect(openingAt(hours, (day) => day === '2026-03-09', at('2026-03-06T18:00'))).toEqual({
      kind: 'closed',
      day: '2026-03-10',
      from: '08:00',
    }))
  test('hours that nobody confirmed promise nothing', () =>
    expect(openingAt(null, noHoliday, at('2026-03-02T10:00'))).toEqual({ kind: 'unknown' }))
  test('a unit that never opens promises nothing', () =>
    expect(openingAt({}, noHoliday, at('2026-03-02T10:00'))).toEqual({ kind: 'unknown' }))
})
