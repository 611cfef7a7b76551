import { describe, expect, test } from 'vitest'
import { choiceId } from '../../bot/ids.ts'
import { REF } from './received.ts'
import { addressOfAna, ana, visitedByAna, world } from './webchat-visited.ts'
import { readEvents, visitor } from './webchat-world.ts'

visitedByAna()

describe('messages', () => {
  test('a message is received, answered and kept in order', async () => {
    const response = await ana.say('message-1', 'perdi o cartão')
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ received: 'message-1' })
    expect(world.received).toHaveLength(1)
    expect(world.received[0]?.body).toEqual({ kind: 'text', text: 'perdi o cartão' })
    const { lines } = await ana.history()
    expect(lines.map((line) => line.body?.text ?? line.text)).toEqual(['perdi o cartão', 'got text'])
  })

  test('choices and places come as they are; the position is not kept in the log', async () => {
    await ana.post({
      clientId: 'choice-01',
      lang: 'fr',
      body: { kind: 'choice', choice: 'lang:fr', label: 'Français' },
    })
    await ana.post({ clientId: 'place-001', body: { kind: 'location', lat: 14.93, lon: -23.51 } })
    expect(world.received.map((message) => message.body)).toEqual([
      { kind: 'choice', choice: choiceId('lang:fr'), label: 'Français' },
      { kind: 'location', lat: 14.93, lon: -23.51 },
    ])
    expect(world.received[0]?.locale).toBe('fr')
    const rows = await world.db
      .selectFrom('web_log' as never)
      .selectAll()
      .execute()
    expect(JSON.stringify(rows)).not.toContain('14.93')
  })

  test('the language of an answer is told with it, and nothing where it is not known', async () => {
    await ana.say('message-1', 'bon dia')
    const { cursor } = await ana.history()
    const abort = new AbortController()
    const reading = readEvents(await ana.events(cursor, abort.signal), 1)
    const language = { lang: 'kea', by: 'detected' } as const
    await world.send(addressOfAna(), { text: 'Bon dia!', choices: [], language })
    const [event] = await reading
    abort.abort()
    expect(JSON.parse(event?.data ?? '{}')).toMatchObject({ text: 'Bon dia!', language })
    const said = (await ana.history()).lines.filter((line) => line.from === 'bot')
    expect(said.map((line) => line.language)).toEqual([undefined, language])
  })

  test('a repeat after a lost answer works once', async () => {
    await ana.say('message-1', 'olá')
    expect((await ana.say('message-1', 'olá')).status).toBe(202)
    expect(world.received).toHaveLength(1)
    expect((await ana.history()).lines.map((line) => line.from)).toEqual(['person', 'bot'])
  })

  test('the same message twice at the same moment works once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => ana.say('message-1', 'olá')))
    expect((await ana.history()).lines.filter((line) => line.from === 'person')).toHaveLength(1)
    expect(new Set(world.received.map((message) => message.id)).size).toBe(world.received.length)
  })

  test('two visitors may use the same message id', async () => {
    await ana.say('message-1', 'a')
    await visitor(world, 'b').say('message-1', 'b')
    expect(world.received).toHaveLength(2)
    expect((await ana.history()).lines.map((line) => line.body?.text ?? line.text)).toEqual(['a', 'got text'])
  })

  test('nothing is confirmed while the store is away, and the repeat is taken', async () => {
    world.breakStore(true)
    const refused = await ana.say('message-1', 'segredo')
    expect(refused.status).toBe(503)
    expect(world.log.lines.join()).toContain('not received')
    expect(world.log.lines.join()).not.toContain('segredo')
    world.breakStore(false)
    expect((await ana.say('message-1', 'segredo')).status).toBe(202)
    expect(world.received).toHaveLength(1)
    expect((await ana.history()).lines.map((line) => line.from)).toEqual(['person', 'bot'])
  })

  test('markup is text', async () => {
    const text = '<script>alert(1)</script> <b>x</b> & "y"'
    await ana.say('message-1', text)
    expect(world.received[0]?.body).toEqual({ kind: 'text', text })
    const response = await fetch(world.url('/chat/history'), { headers: ana.headers })
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})

test('the numbers and the name of the service are told to the page', async () => {
  const config = (await (await fetch(world.url('/chat/config'))).json()) as { numbers: { number: string }[] }
  expect(config.numbers.map((one) => one.number)).toEqual(['132', '130', '131'])
})

test('a call that is none of ours is rejected', async () => {
  expect(await world.channel.send({ method: 'append', payload: { address: '../x', text: 'x' } }, REF)).toEqual({
    kind: 'rejected',
    code: 'not-a-web-message',
  })
})

test('a label that is too long is shortened and said so', () => {
  const { call, losses } = world.channel.render(
    { text: 'x', choices: [{ id: choiceId('a'), label: 'y'.repeat(100) }] },
    'a',
  )
  expect(losses).toEqual([{ what: 'label-shortened' }])
  expect(JSON.stringify(call.payload)).not.toContain('y'.repeat(81))
})
