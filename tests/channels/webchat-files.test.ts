import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MediaRef } from '../../bot/message.ts'
import { addressOfAna, ana, PNG, visitedByAna, world } from './webchat-visited.ts'

visitedByAna()

const OGG = new TextEncoder().encode('OggS and some sound')

const mediaOf = (index: number): MediaRef => {
  const body = world.received[index]?.body
  if (body?.kind !== 'media') throw new Error('no medium was received')
  return body.media
}
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
    expect(readdirSync(join(world.mediaDir, addressOfAna()))).toHaveLength(1)
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
