import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../bot/time.ts'
import { addressOfAna, ana, visitedByAna, world } from './webchat-visited.ts'
import { visitor } from './webchat-world.ts'

visitedByAna()

describe('what is refused', () => {
  test.each([
    ['no JSON', '{"clientId":'],
    ['no object', '[]'],
    ['no client id', { body: { kind: 'text', text: 'x' } }],
    ['a short client id', { clientId: 'x', body: { kind: 'text', text: 'x' } }],
    ['an unknown kind', { clientId: 'message-1', body: { kind: 'poll', text: 'x' } }],
    ['empty text', { clientId: 'message-1', body: { kind: 'text', text: ' \u200b ' } }],
    ['text beyond the limit', { clientId: 'message-1', body: { kind: 'text', text: 'x'.repeat(4_001) } }],
    ['a choice that is no id', { clientId: 'message-1', body: { kind: 'choice', choice: '<b>', label: 'x' } }],
    ['a place that is none', { clientId: 'message-1', body: { kind: 'location', lat: 91, lon: 0 } }],
    ['a field too many', { clientId: 'message-1', body: { kind: 'text', text: 'x' }, admin: true }],
    ['null', null],
  ])('%s', async (_, body) => {
    const response = await ana.post(body)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { error: string }).error).toBe('invalid')
    expect(world.received).toEqual([])
    expect((await ana.history()).lines).toEqual([])
  })

  test('a choice that the bot never offered is for the bot to answer', async () => {
    const response = await ana.post({
      clientId: 'message-1',
      body: { kind: 'choice', choice: 'entry:gone', label: 'x' },
    })
    expect(response.status).toBe(202)
    expect(world.received).toHaveLength(1)
  })

  test.each(['', 'Bearer ', `Bearer ${'a'.repeat(42)}`, `Basic ${'a'.repeat(43)}`, `Bearer ${'é'.repeat(43)}`])(
    'the token %j',
    async (authorization) => {
      const headers = { authorization: encodeURI(authorization), 'content-type': 'application/json' }
      for (const [path, method] of [
        ['/chat/messages', 'POST'],
        ['/chat/media', 'POST'],
        ['/chat/history', 'GET'],
        ['/chat/events', 'GET'],
      ] as const) {
        const response = await fetch(world.url(path), { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) })
        expect(response.status, path).toBe(401)
        await response.body?.cancel()
      }
    },
  )

  test('another token sees nothing', async () => {
    await ana.say('message-1', 'olá')
    const { cursor } = await ana.history()
    const page = await visitor(world, 'b').history(cursor)
    expect(page.lines).toEqual([])
  })

  test('the database holds no token', async () => {
    await ana.say('message-1', 'olá')
    expect(addressOfAna()).not.toContain('aaaa')
    const tables = await Promise.all(
      ['web_visitor', 'web_log'].map((name) =>
        world.db
          .selectFrom(name as never)
          .selectAll()
          .execute(),
      ),
    )
    expect(tables[0]).toHaveLength(1)
    expect(JSON.stringify(tables)).not.toContain('a'.repeat(43))
  })

  test('a form of another site', async () => {
    const body = JSON.stringify({ clientId: 'message-1', body: { kind: 'text', text: 'x' } })
    const response = await ana.post(body, { 'content-type': 'text/plain' })
    expect(response.status).toBe(415)
    const asked = await fetch(world.url('/chat/messages'), {
      method: 'OPTIONS',
      headers: { origin: 'https://x.example' },
    })
    expect(asked.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('a body beyond the limit', async () => {
    expect((await ana.post(`{"x":"${'x'.repeat(70_000)}"}`)).status).toBe(413)
    expect((await ana.upload('upload-01', new Uint8Array(10 * 1024 * 1024 + 1))).status).toBe(413)
    expect(world.received).toEqual([])
  })

  test('too many messages, in words, until the minute is over', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 31; i += 1) statuses.push((await ana.say(`message-${i}`, 'x')).status)
    expect(statuses.filter((status) => status === 202)).toHaveLength(30)
    const refused = await ana.say('message-99', 'x')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(((await refused.json()) as { message: string }).message).toContain('Wait')
    expect((await visitor(world, 'b').say('message-1', 'x')).status).toBe(202)
    world.clock.advance(MINUTE)
    expect((await ana.say('message-99', 'x')).status).toBe(202)
  })
})
