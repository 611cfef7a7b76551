import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MediaRef } from '../../bot/message.ts'
import { openTelegram, type TelegramStage } from '../support/telegram-stage.ts'

const PERSON = 777

describe('media of Telegram', () => {
  let stage: TelegramStage
  beforeEach(async () => {
    stage = await openTelegram()
  })
  afterEach(async () => {
    await stage.close()
    expect(stage.server.violations).toEqual([])
  })

  const MEGABYTE = 1024 * 1024
  const ref = (over: { readonly size?: number; readonly ref?: string } = {}) => ({
    ref: over.ref ?? 'file-1',
    mime: 'audio/ogg',
    size: over.size ?? null,
    name: null,
    seconds: null,
  })

  /** In a word, because a difference of twenty megabytes cannot be shown. */
  const fetching = async (media: MediaRef): Promise<string> => {
    const fetched = await stage.channel.fetch(media)
    return fetched.ok ? 'fetched' : fetched.error.kind
  }

  it('fetches nothing of which it is told that it is too large', async () => {
    expect(await fetching(ref({ size: 21 * MEGABYTE }))).toBe('too-large')
    expect(stage.server.calls).toEqual([])
  })

  it('fetches nothing that Telegram finds too large', async () => {
    stage.server.person(PERSON).sends({ voice: new Uint8Array(10) })
    stage.server.pretendSize('file-1', 21 * MEGABYTE)
    expect(await fetching(ref())).toBe('too-large')
  })

  it('stops reading at the limit when a file is larger than it was said to be', async () => {
    stage.server.person(PERSON).sends({ voice: new Uint8Array(20 * MEGABYTE + 1) })
    stage.server.pretendSize('file-1', 100)
    expect(await fetching(ref())).toBe('too-large')
  })

  it('fetches up to the limit', async () => {
    stage.server.person(PERSON).sends({ document: new Uint8Array(20 * MEGABYTE).fill(7), name: 'carta.pdf' })
    const fetched = await stage.channel.fetch({ ...ref(), mime: 'application/pdf', name: 'carta.pdf' })
    expect(fetched.ok && fetched.value.bytes.length).toBe(20 * MEGABYTE)
    expect(fetched.ok && [fetched.value.mime, fetched.value.name]).toEqual(['application/pdf', 'carta.pdf'])
  })

  it('tells a file that is gone from a Telegram that cannot be reached', async () => {
    expect(await fetching(ref({ ref: 'file-9' }))).toBe('gone')
    stage.server.fault('getFile', { kind: 'status', status: 500, description: 'x' }, { kind: 'lost' })
    expect(await fetching(ref())).toBe('unreachable')
    expect(await fetching(ref())).toBe('unreachable')
    await stage.server.close()
    expect(await fetching(ref())).toBe('unreachable')
  })
})
