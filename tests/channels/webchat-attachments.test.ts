import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { fileId } from '../../bot/ids.ts'
import type { MediaKind } from '../../bot/message.ts'
import { MINUTE } from '../../bot/time.ts'
import { SAMPLES } from '../support/samples.ts'
import { REF } from './received.ts'
import { addressOfAna, ana, visitedByAna, world } from './webchat-visited.ts'
import { visitor } from './webchat-world.ts'

visitedByAna()
beforeEach(() => ana.say('message-1', 'olá'))

const sendFile = (what: MediaKind, sample = SAMPLES[what]) => {
  const { bytes, mime, name } = sample
  const attachment = { kind: 'file', file: fileId('file-1'), what, mime, size: bytes.length, name } as const
  return world.send(addressOfAna(), { text: '', choices: [], voice: 'staff', attachment }, sample)
}
const lastLine = async () => {
  const line = (await ana.history()).lines.at(-1)
  if (!line) throw new Error('there is no line')
  return line
}

describe('what staff send that is no words', () => {
  test('a file is kept with the files of the visitor; the page is told what it is and not where it lies', async () => {
    expect((await sendFile('file')).kind).toBe('sent')
    const line = await lastLine()
    const size = SAMPLES.file.bytes.length
    expect(line.attachment).toEqual({
      kind: 'file',
      what: 'file',
      mime: 'application/pdf',
      size,
      name: 'formulário 1.pdf',
    })
    const [kept = ''] = readdirSync(join(world.mediaDir, addressOfAna()))
    const path = join(world.mediaDir, addressOfAna(), kept)
    expect(statSync(path)).toMatchObject({ size })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(JSON.stringify(line)).not.toContain(kept)
  })

  test.each([
    ['voice', 'audio/ogg', 'inline'],
    ['image', 'image/png', 'inline'],
    ['file', 'application/octet-stream', 'attachment'],
  ] as const)('the bytes of a %s come as %s, and no browser takes them for a page', async (what, type, disposition) => {
    await sendFile(what)
    const response = await ana.file((await lastLine()).id)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': type,
      'content-disposition': disposition,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(SAMPLES[what].bytes))).toBe(true)
  })

  test.each(['text/html', 'image/svg+xml', 'application/pdf', 'image/png; x=<', 'audio/'])(
    'whatever is kept as %s is only saved',
    async (mime) => {
      await sendFile('image', { ...SAMPLES.image, mime })
      const response = await ana.file((await lastLine()).id)
      expect(response.headers.get('content-type')).toBe('application/octet-stream')
      expect(response.headers.get('content-disposition')).toBe('attachment')
      await response.body?.cancel()
    },
  )

  test('a place is kept and told as it is', async () => {
    await world.send(addressOfAna(), {
      text: '',
      choices: [],
      voice: 'staff',
      attachment: { kind: 'location', lat: 16.755, lon: -22.945 },
    })
    expect((await lastLine()).attachment).toEqual({ kind: 'location', lat: 16.755, lon: -22.945 })
  })

  test('a file without its bytes is refused and leaves no line', async () => {
    const before = (await ana.history()).lines.length
    const attachment = {
      kind: 'file',
      file: fileId('f'),
      what: 'image',
      mime: 'image/png',
      size: 9,
      name: null,
    } as const
    const outcome = await world.send(addressOfAna(), { text: '', choices: [], attachment })
    expect(outcome).toEqual({ kind: 'rejected', code: 'no-bytes' })
    expect((await ana.history()).lines).toHaveLength(before)
  })

  test('a file whose line cannot be saved does not stay', async () => {
    await world.db.schema.dropTable('web_log').execute()
    await expect(sendFile('image')).rejects.toThrow()
    expect(readdirSync(join(world.mediaDir, addressOfAna()))).toEqual([])
  })

  test('a call that is not of our form is refused', async () => {
    const payload = { address: addressOfAna(), text: '', choices: [], urgent: false, voice: 'staff' }
    for (const attachment of [
      { kind: 'poll' },
      { kind: 'location', lat: 91, lon: 0 },
      { kind: 'file', what: 'video' },
    ]) {
      const outcome = await world.channel.send({ method: 'append', payload: { ...payload, attachment } }, REF)
      expect(outcome).toEqual({ kind: 'rejected', code: 'not-a-web-message' })
    }
  })
})

describe('who gets the bytes', () => {
  test('nobody but the visitor, and nobody without a token', async () => {
    await sendFile('image')
    const { id } = await lastLine()
    const stranger = visitor(world, 'b')
    await stranger.say('message-1', 'olá')
    expect((await stranger.file(id)).status).toBe(404)
    expect((await fetch(world.url(`/chat/lines/${id}/file`))).status).toBe(401)
    const [, seq = ''] = id.split('.')
    expect((await ana.file(`other.${seq}`)).status).toBe(404)
  })

  test.each(['', 'x', '%00', '..%2F..%2Fetc', '.1', 'a.99999999999999999'])('the line %j has none', async (id) => {
    expect((await ana.file(id)).status).toBe(404)
  })

  test('a line of words has none, and what the person sent is not given back', async () => {
    await ana.upload('upload-01', SAMPLES.image.bytes)
    for (const { id } of (await ana.history()).lines) expect((await ana.file(id)).status).toBe(404)
  })

  test('a file that is gone from the disk is not there, in words', async () => {
    await sendFile('image')
    const { id } = await lastLine()
    rmSync(join(world.mediaDir, addressOfAna()), { recursive: true })
    const response = await ana.file(id)
    expect(response.status).toBe(404)
    expect(((await response.json()) as { error: string }).error).toBe('not-found')
  })

  test('too many in a minute are refused, and the minute passes', async () => {
    await sendFile('image')
    const { id } = await lastLine()
    const statuses: number[] = []
    for (let count = 0; count < 31; count += 1) statuses.push((await ana.file(id)).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(30)
    expect(statuses.at(-1)).toBe(429)
    world.clock.advance(MINUTE)
    expect((await ana.file(id)).status).toBe(200)
  })

  test('erasure takes the file, and the old address of it leads nowhere', async () => {
    await sendFile('image')
    const { id } = await lastLine()
    await world.channel.forget(addressOfAna())
    expect(existsSync(join(world.mediaDir, addressOfAna()))).toBe(false)
    expect((await ana.file(id)).status).toBe(404)
    await sendFile('voice')
    expect((await ana.file(id)).status).toBe(404)
    expect((await ana.file((await lastLine()).id)).status).toBe(200)
  })
})

test('lines that were saved before there were files stay readable', async () => {
  const { db, clock } = world
  const old = { from: 'staff', text: 'Sim.', choices: [], urgent: false }
  await db
    .insertInto('web_log' as never)
    .values({ address: addressOfAna(), seq: 99, at: clock.now(), client_id: null, line: JSON.stringify(old) } as never)
    .execute()
  expect(await lastLine()).toMatchObject(old)
  expect('attachment' in (await lastLine())).toBe(false)
})
