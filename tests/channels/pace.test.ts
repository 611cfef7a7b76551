import { describe, expect, it } from 'vitest'
import { createBackoff } from '../../adapters/backoff.ts'
import { createChannelState } from '../../adapters/channel-state.ts'
import { createPace } from '../../adapters/pace.ts'
import { instant } from '../../bot/time.ts'
import { createCountingIds, createTestLog } from '../support/fakes.ts'

describe('pace', () => {
  const at = (ms: number) => instant(1_000_000 + ms)

  it('lets a few messages to one person go at once, then one a second', () => {
    const pace = createPace({ perSecond: 25, burst: 5 }, { perSecond: 1, burst: 3 })
    expect([1, 2, 3, 4, 5].map(() => pace.take('a', at(0)))).toEqual([0, 0, 0, 1_000, 2_000])
    expect(pace.take('a', at(10_000))).toBe(0)
  })

  it('lets so many go in a second to all together, whoever they are', () => {
    const pace = createPace({ perSecond: 25, burst: 5 }, { perSecond: 1, burst: 3 })
    const waits = Array.from({ length: 100 }, (_, index) => pace.take(`chat ${index}`, at(0)))
    for (let second = 0; second < 4; second += 1) {
      const within = waits.filter((wait) => wait >= second * 1_000 && wait < (second + 1) * 1_000)
      expect(within.length).toBeLessThanOrEqual(second === 0 ? 30 : 25)
    }
    expect(Math.max(...waits)).toBe(3_800)
  })

  it('does not hold the others up for one person who is written to a lot', () => {
    const pace = createPace({ perSecond: 25, burst: 5 }, { perSecond: 1, burst: 3 })
    const waits = Array.from({ length: 20 }, () => pace.take('a', at(0)))
    expect(waits.at(-1)).toBe(17_000)
    expect(pace.take('b', at(0))).toBeLessThan(1_000)
  })

  it('pauses for the longest time that was asked for', () => {
    const pace = createPace({ perSecond: 25, burst: 5 }, { perSecond: 1, burst: 3 })
    pace.pause(at(0), 5_000)
    pace.pause(at(0), 1_000)
    expect([0, 4_999, 5_000, 9_000].map((ms) => pace.pausedFor(at(ms)))).toEqual([5_000, 1, 0, 0])
  })

  it('forgets chats that owe nothing', () => {
    const pace = createPace({ perSecond: 1e9, burst: 1 }, { perSecond: 1, burst: 1 })
    for (let chat = 0; chat < 6_000; chat += 1) pace.take(String(chat), at(chat))
    // The sweep must not have freed one that still owes.
    expect(pace.take('5999', at(6_000))).toBeGreaterThan(900)
  })
})

describe('backoff', () => {
  it('doubles up to a limit, shortened by chance by at most a half', () => {
    const backoff = createBackoff(1_000, 8_000, createCountingIds())
    const waits = Array.from({ length: 6 }, () => backoff.next())
    const whole = [1_000, 2_000, 4_000, 8_000, 8_000, 8_000]
    waits.forEach((wait, index) => {
      expect(wait).toBeLessThanOrEqual(whole[index] ?? 0)
      expect(wait).toBeGreaterThanOrEqual((whole[index] ?? 0) / 2)
    })
    backoff.reset()
    expect(backoff.next()).toBeLessThanOrEqual(1_000)
  })
})

describe('the state of a channel', () => {
  it('fails when receiving fails, or sending, and is logged when it changes only', () => {
    const log = createTestLog()
    const state = createChannelState('whatsapp-cloud', log)
    expect(state.health()).toEqual({ state: 'starting', detail: 'not connected yet' })
    state.receiving('receiving')
    state.sending('refused')
    state.sending('refused')
    expect(state.health()).toEqual({ state: 'failing', detail: 'refused' })
    state.sending(null)
    expect(state.health()).toEqual({ state: 'on', detail: 'receiving' })
    state.notReceiving('unreachable')
    expect(state.health()).toEqual({ state: 'failing', detail: 'unreachable' })
    expect(log.lines).toHaveLength(4)
    expect(log.lines.every((line) => line.includes('whatsapp-cloud'))).toBe(true)
  })
})
