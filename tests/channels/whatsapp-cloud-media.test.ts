import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFetch } from '../../adapters/whatsapp-cloud/media.ts'
import type { MediaRef } from '../../bot/message.ts'
import { ok } from '../../bot/result.ts'
import { openWhatsappCloud, TOKEN, type WhatsappCloudStage } from '../support/whatsapp-cloud-stage.ts'
import { createReceived } from './received.ts'

const MEGABYTE = 1024 * 1024

describe('media of the Cloud API', () => {
  let stage: WhatsappCloudStage
  beforeEach(async () => {
    stage = await openWhatsappCloud()
  })
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
  })

  /** The reference to what a person sent. */
  const arrives = async (content: Parameters<ReturnType<WhatsappCloudStage['server']['person']>['sends']>[0]) => {
    const received = createReceived()
    stage.server.person('2389912345').sends(content)
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(1)
    const [body] = received.bodies()
    if (body?.kind !== 'media') throw new Error(`it came as ${body?.kind}`)
    return body.media
  }
  /** In a word, because a difference of megabytes cannot be shown. */
  const fetching = async (media: MediaRef): Promise<string> => {
    const fetched = await stage.channel.fetch(media)
    return fetched.ok ? 'fetched' : fetched.error.kind
  }

  it('are fetched with the token, by an address that Meta gives for each time', async () => {
    const media = await arrives({ document: new Uint8Array(MEGABYTE).fill(7), name: 'carta.pdf' })
    const fetched = await stage.channel.fetch(media)
    expect(fetched.ok && [fetched.value.bytes.length, fetched.value.mime, fetched.value.name]).toEqual([
      MEGABYTE,
      'application/pdf',
      'carta.pdf',
    ])
    expect(stage.server.calls.filter(({ path }) => path.includes(media.ref))).toHaveLength(2)
  })

  it('are not fetched where Meta finds them too large, nor further than the limit where it was wrong', async () => {
    const media = await arrives({ image: new Uint8Array(32 * MEGABYTE + 1) })
    expect(await fetching(media)).toBe('too-large')
    stage.server.pretendSize(media.ref, 100)
    expect(await fetching(media)).toBe('too-large')
    expect(await fetching({ ...media, size: 33 * MEGABYTE })).toBe('too-large')
  })

  it('tell a file that is gone from a Meta that cannot be reached or does not let us in', async () => {
    const media = await arrives({ voice: new Uint8Array(10) })
    expect(await fetching({ ...media, ref: '1' })).toBe('gone')
    stage.server.fault('bytes', { kind: 'status', status: 404 })
    expect(await fetching(media)).toBe('gone')
    stage.server.fault(
      'medium',
      { kind: 'error', code: 190, status: 401 },
      { kind: 'error', code: 1, status: 500 },
      { kind: 'lost' },
    )
    for (let tries = 0; tries < 3; tries += 1) expect(await fetching(media)).toBe('unreachable')
    stage.server.fault('bytes', { kind: 'status', status: 403 }, { kind: 'dropped' })
    for (let tries = 0; tries < 2; tries += 1) expect(await fetching(media)).toBe('unreachable')
    expect(await fetching(media)).toBe('fetched')
    await stage.server.close()
    expect(await fetching(media)).toBe('unreachable')
  })

  it('never send the token over a line that is less safe than that of the API', async () => {
    const media = await arrives({ voice: new Uint8Array(10) })
    const url = `${new URL(stage.server.url).origin}/bytes/${media.ref}`
    const api = { get: async () => ok({ url }), post: async () => ok({}) }
    const fetchWith = (root: string) => createFetch({ api, token: TOKEN, phoneId: '1', root })(media)
    expect(await fetchWith('https://graph.facebook.com/v24.0')).toEqual({ ok: false, error: { kind: 'unreachable' } })
    expect(stage.server.calls.filter(({ path }) => path.startsWith('/bytes/'))).toEqual([])
    expect((await fetchWith('http://127.0.0.1/v24.0')).ok).toBe(true)
  })
})
