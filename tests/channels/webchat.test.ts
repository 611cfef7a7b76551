import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { choiceId, partsOfConversation } from '../../bot/ids.ts'
import type { MediaRef } from '../../bot/message.ts'
import { MINUTE } from '../../bot/time.ts'
import { REF } from './received.ts'
import { readEvents, startWorld, type Visitor, visitor, type World } from './webchat-world.ts'

let world: World
let ana: Visitor
beforeEach(async () => {
  world = await startWorld({ reply: (message) => [{ text: `got ${message.body.kind}`, choices: [] }] })
  ana = visitor(world, 'a')
})
afterEach(() => world.close())

const addressOf = (index = 0): string => {
  const message = world.received[index]
  if (!message) throw new Error('nothing was received')
  return partsOfConversation(message.conversation).address
}

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4])
const OGG = new TextEncoder().encode('OggS and some sound')

const mediaOf = (index: number): MediaRef => {
  const body = world.received[index]?.body
  if (body?.kind !== 'media') throw new Error('no medium was received')
  return body.media
}

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
    expect(addressOf()).not.toContain('aaaa')
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

describe('files', () => {
  test('a picture is kept under a name that says nothing, for this account only', async () => {
    const sent = await ana.upload('upload-01', PNG, {
      'x-file-name': encodeURIComponent('../../carta do senhorio.png'),
    })
    expect(sent.status).toBe(202)
    const media = mediaOf(0)
    expect(media).toMatchObject({ mime: 'image/png', size: PNG.length, name: 'carta do senhorio.png' })
    const path = join(world.mediaDir, media.ref)
    expect(path).not.toContain('carta')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const fetched = await world.channel.fetch(media)
    expect(fetched.ok && Array.from(fetched.value.bytes)).toEqual(Array.from(PNG))
    expect(JSON.stringify(await ana.history())).not.toContain(media.ref)
  })

  test('a repeated upload leaves one file and one message', async () => {
    await ana.upload('upload-01', OGG, { 'x-seconds': '7' })
    expect((await ana.upload('upload-01', OGG, { 'x-seconds': '7' })).status).toBe(202)
    expect(world.received).toHaveLength(1)
    expect(world.received[0]?.body).toMatchObject({
      kind: 'media',
      what: 'voice',
      media: { seconds: 7, mime: 'audio/ogg' },
    })
    expect(readdirSync(join(world.mediaDir, addressOf()))).toHaveLength(1)
    expect((await world.channel.fetch(mediaOf(0))).ok).toBe(true)
  })

  test('an upload that the store did not take is taken the second time, with its file', async () => {
    world.breakStore(true)
    expect((await ana.upload('upload-01', PNG)).status).toBe(503)
    world.breakStore(false)
    expect((await ana.upload('upload-01', PNG)).status).toBe(202)
    expect((await world.channel.fetch(mediaOf(0))).ok).toBe(true)
  })

  test.each([
    ['a page', '<!doctype html><script>1</script>', 'image/png'],
    ['a drawing with script', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['a program', 'MZ\x90', 'application/pdf'],
    ['nothing', '', 'audio/ogg'],
  ])('%s is refused whatever it calls itself', async (_, content, type) => {
    const response = await ana.upload('upload-01', new TextEncoder().encode(content), { 'content-type': type })
    expect(response.status).toBe(415)
    expect(world.received).toEqual([])
    expect(readdirSync(world.mediaDir)).toEqual([])
  })

  test('a reference out of its folder leads nowhere', async () => {
    const media = { ref: '../../../etc/passwd', mime: 'text/plain', size: null, name: null, seconds: null }
    expect(await world.channel.fetch(media)).toEqual({ ok: false, error: { kind: 'gone' } })
  })
})

describe('events', () => {
  test('a page that was away goes on without gap or double', async () => {
    await ana.say('message-1', 'one')
    const first = new AbortController()
    const before = await readEvents(await ana.events('', first.signal), 2)
    first.abort()
    await ana.say('message-2', 'two')
    await world.send(addressOf(), { text: 'from the unit', choices: [], voice: 'staff' })
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
    for (let i = 0; i < 450; i += 1) await world.send(addressOf(), { text: `line ${i}`, choices: [] })
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
    await world.channel.typing(addressOf())
    await world.send(addressOf(), { text: 'Ligue 132', choices: [], urgent: true })
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

describe('forgetting', () => {
  test('log, files and visitor are gone, and the open page is told', async () => {
    await ana.say('message-1', 'one')
    await ana.upload('upload-01', PNG)
    const address = addressOf()
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
