import { describe, expect, test } from 'vitest'
import { addressOfAna, ana, visitedByAna, world } from './webchat-visited.ts'
import { readEvents } from './webchat-world.ts'

visitedByAna()

describe('events', () => {
  test('a page that was away goes on without gap or double', async () => {
    await ana.say('message-1', 'one')
    const first = new AbortController()
    const before = await readEvents(await ana.events('', first.signal), 2)
    first.abort()
    await ana.say('message-2', 'two')
    await world.send(addressOfAna(), { text: 'from the unit', choices: [], voice: 'staff' })
    const second = new AbortController()
    const stream = await ana.events(before[1]?.id ?? '', second.signal)
    const reading = readEvents(stream, 5)
    await ana.say('message-3', 'three')
    const after = await reading
    second.abort()
    const all = [...before, ...after]
    expect(all.map((one) => one.event)).toEqual(all.map(() => 'line'))
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length)
    const texts = all.map(({ data }) => JSON.parse(data)).map((line) => line.body?.text ?? line.text)
    expect(texts).toEqual(['one', 'got text', 'two', 'got text', 'from the unit', 'three', 'got text'])
    const staff = after.map(({ data }) => JSON.parse(data)).find((line) => line.from === 'staff')
    expect(staff).toMatchObject({ text: 'from the unit', urgent: false })
  })

  test('many lines at once all come, in order', async () => {
    await ana.say('message-1', 'one')
    for (let i = 0; i < 450; i += 1) await world.send(addressOfAna(), { text: `line ${i}`, choices: [] })
    const abort = new AbortController()
    const events = await readEvents(await ana.events('', abort.signal), 452)
    abort.abort()
    expect(events.slice(2).map(({ data }) => JSON.parse(data).text)).toEqual(
      Array.from({ length: 450 }, (_, i) => `line ${i}`),
    )
    let page = await ana.history()
    expect(page.more).toBe(true)
    let count = page.lines.length
    while (page.more) {
      page = await ana.history(page.cursor)
      count += page.lines.length
    }
    expect(count).toBe(452)
  })

  test('typing and danger are told', async () => {
    await ana.say('message-1', 'one')
    const { cursor } = await ana.history()
    const abort = new AbortController()
    const reading = readEvents(await ana.events(cursor, abort.signal), 2)
    await world.channel.typing(addressOfAna())
    await world.send(addressOfAna(), { text: 'Ligue 132', choices: [], urgent: true })
    const events = await reading
    abort.abort()
    expect(events.map((one) => one.event).sort()).toEqual(['line', 'typing'])
    expect(JSON.parse(events.find((one) => one.event === 'line')?.data ?? '{}')).toMatchObject({
      urgent: true,
      from: 'bot',
    })
  })

  test('a visitor has four streams, and the place is free when one closes', async () => {
    const open = Array.from({ length: 4 }, () => new AbortController())
    const responses = await Promise.all(open.map((one) => ana.events('', one.signal)))
    expect(responses.map((response) => response.status)).toEqual([200, 200, 200, 200])
    const fifth = await ana.events('', new AbortController().signal)
    expect(fifth.status).toBe(429)
    open[0]?.abort()
    const again = new AbortController()
    await expect
      .poll(async () => {
        const response = await ana.events('', again.signal)
        if (response.status !== 200) await response.body?.cancel()
        return response.status
      })
      .toBe(200)
    again.abort()
    for (const one of open) one.abort()
  })

  test('stop ends the streams', async () => {
    const stream = await ana.events('', new AbortController().signal)
    const reading = readEvents(stream, 1)
    await world.channel.stop()
    expect(await reading).toEqual([])
    expect((await ana.say('message-1', 'x')).status).toBe(503)
    expect(world.channel.health().state).not.toBe('on')
  })

  test('a nonsense cursor is the beginning', async () => {
    await ana.say('message-1', 'one')
    expect((await ana.history('%00-1')).lines).toHaveLength(2)
  })
})
