import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../bot/time.ts'
import { addressOfAna, ana, PNG, visitedByAna, world } from './webchat-visited.ts'
import { readEvents, visitor } from './webchat-world.ts'

visitedByAna()

describe('forgetting', () => {
  test('log, files and visitor are gone, and the open page is told', async () => {
    await ana.say('message-1', 'one')
    await ana.upload('upload-01', PNG)
    const address = addressOfAna()
    const { cursor } = await ana.history()
    const abort = new AbortController()
    const reading = readEvents(await ana.events(cursor, abort.signal), 2)
    await world.channel.forget(address)
    await world.send(address, { text: 'all is erased', choices: [] })
    const events = await reading
    abort.abort()
    expect(events.map((one) => one.event)).toEqual(['reset', 'line'])
    expect(existsSync(join(world.mediaDir, address))).toBe(false)
    const page = await ana.history(cursor)
    expect(page.reset).toBe(true)
    expect(page.lines.map((line) => line.text)).toEqual(['all is erased'])
    expect((await ana.history(page.cursor)).reset).toBe(false)
  })

  test('forgetting somebody unknown does nothing', async () => {
    await ana.say('message-1', 'one')
    await world.channel.forget('z'.repeat(32))
    expect((await ana.history()).lines).toHaveLength(2)
  })

  test('those who were silent are forgotten, the others stay', async () => {
    await ana.say('message-1', 'one')
    world.clock.advance(10 * MINUTE)
    const border = world.clock.now()
    await visitor(world, 'b').say('message-1', 'two')
    expect(await world.expire(border)).toBe(1)
    expect((await ana.history()).lines).toEqual([])
    expect((await visitor(world, 'b').history()).lines).toHaveLength(2)
  })
})
