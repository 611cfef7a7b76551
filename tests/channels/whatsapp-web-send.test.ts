import { describe, expect, it } from 'vitest'
import { createBackoff } from '../../adapters/backoff.ts'
import type { Called } from '../../adapters/whatsapp-web/child.ts'
import { createWhatsAppWeb } from '../../adapters/whatsapp-web/index.ts'
import { createFetch } from '../../adapters/whatsapp-web/media.ts'
import type { Call } from '../../adapters/whatsapp-web/protocol.ts'
import { createSend } from '../../adapters/whatsapp-web/send.ts'
import { type OutboxId, outboxId } from '../../bot/ids.ts'
import type { SendOutcome } from '../../bot/ports/channel.ts'
import { createCountingIds, createJumpingClock, createTestLog } from '../support/fakes.ts'
import { SAMPLES } from '../support/samples.ts'
import { REF } from './received.ts'

const CHAT = '2385551111@c.us'
const backoff = () => createBackoff(2_000, 60_000, createCountingIds())
const answering = (called: Called | null) => (_call: Call) => (called === null ? null : Promise.resolve(called))

describe('what became of a message', () => {
  const send = (called: Called | null) =>
    createSend({ call: answering(called), backoff: backoff() })(
      { method: 'send', payload: { chat: CHAT, text: 'a' } },
      REF,
    )

  const OUTCOMES: readonly (readonly [name: string, called: Called | null, kind: string])[] = [
    ['WhatsApp has it', { kind: 'sent', provider: 'true_x_1' }, 'sent'],
    ['nothing is linked', null, 'retry'],
    ['WhatsApp says that it failed, or the connection is away', { kind: 'not-sent', code: 'failed' }, 'retry'],
    ['the worker died before the library was called', { kind: 'lost', begun: false }, 'retry'],
    ['the worker died or was silent after that', { kind: 'lost', begun: true }, 'unknown'],
    ['WhatsApp does not say', { kind: 'unknown', code: 'timeout' }, 'unknown'],
    ['the worker answers something else', { kind: 'done' }, 'unknown'],
    ['there is no such chat', { kind: 'no-chat' }, 'gone'],
  ]
  it.each(OUTCOMES)('%s', async (_name, called, kind) => {
    const outcome = await send(called)
    expect(outcome.kind).toBe(kind)
    if (outcome.kind === 'retry') expect(outcome.after).toBeGreaterThanOrEqual(1_000)
  })

  it('refuses what is no call of this channel', async () => {
    const call = createSend({ call: answering({ kind: 'sent', provider: null }), backoff: backoff() })
    expect((await call({ method: 'sendMessage', payload: { chat: CHAT, text: 'a' } }, REF)).kind).toBe('rejected')
    expect((await call({ method: 'send', payload: { chat: CHAT, text: '' } }, REF)).kind).toBe('rejected')
    const far = { method: 'send-place', payload: { chat: CHAT, lat: 91, lon: 0 } }
    expect((await call(far, REF)).kind).toBe('rejected')
  })
})

describe('sending a file', () => {
  const payload = { chat: CHAT, as: 'document', mime: 'application/pdf', filename: 'a.pdf' } as const
  const { bytes } = SAMPLES.file
  const file = { bytes, mime: payload.mime, name: payload.filename }

  it('gives the worker the bytes', async () => {
    const asked: Call[] = []
    const send = createSend({
      backoff: backoff(),
      call: async (call) => {
        asked.push(call)
        return { kind: 'sent', provider: null }
      },
    })
    expect((await send({ method: 'send-file', payload, file }, REF)).kind).toBe('sent')
    expect(asked).toEqual([{ name: 'send-file', ...payload, bytes }])
  })

  it.each([
    ['without its bytes', { method: 'send-file', payload }],
    ['with none', { method: 'send-file', payload, file: { ...file, bytes: new Uint8Array() } }],
    ['as something else', { method: 'send-file', payload: { ...payload, as: 'sticker' }, file }],
  ])('refuses one %s', async (_name, call) => {
    const send = createSend({
      backoff: backoff(),
      call: () => {
        throw new Error('asked')
      },
    })
    expect((await send(call, REF)).kind).toBe('rejected')
  })
})

describe('a file that never gets to WhatsApp', () => {
  const { mime, name } = SAMPLES.image
  const payload = { chat: CHAT, as: 'image', mime, filename: name }
  const call = { method: 'send-file', payload, file: SAMPLES.image }
  const open = (answers: (tries: number) => Called) => {
    let tries = 0
    const send = createSend({
      backoff: backoff(),
      call: async () => {
        tries += 1
        return answers(tries)
      },
    })
    return async (ref: OutboxId): Promise<SendOutcome['kind']> => (await send(call, ref)).kind
  }

  it('is given up after eight tries, so that what waits behind it can go', async () => {
    const send = open(() => ({ kind: 'not-sent', code: 'not-uploaded' }))
    for (let tries = 1; tries < 8; tries += 1) expect(await send(REF)).toBe('retry')
    // Another message counts for itself.
    expect(await send(outboxId('outbox-2'))).toBe('retry')
    expect(await send(REF)).toBe('rejected')
  })

  it('is never given up because the connection is away', async () => {
    const send = open(() => ({ kind: 'not-sent', code: 'offline' }))
    for (let tries = 1; tries < 30; tries += 1) expect(await send(REF)).toBe('retry')
  })
})

describe('fetching what people sent', () => {
  const MEGABYTE = 1024 * 1024
  const media = (ref: string, size: number | null = null) => ({
    ref,
    mime: 'audio/ogg',
    size,
    name: null,
    seconds: null,
  })
  const REFERENCE = `false_${CHAT}_3A01`

  it('asks the worker for no more than 16 MB, and for nothing that is larger', async () => {
    const asked: Call[] = []
    const fetch = createFetch(async (call) => {
      asked.push(call)
      return { kind: 'media', bytes: new Uint8Array([1]), mime: 'text/html', name: 'a.ogg' }
    })
    expect(await fetch(media(REFERENCE, 16 * MEGABYTE + 1))).toEqual({ ok: false, error: { kind: 'too-large' } })
    expect(asked).toEqual([])
    // The kind that the message named is kept.
    const bytes = new Uint8Array([1])
    expect(await fetch(media(REFERENCE))).toEqual({ ok: true, value: { bytes, mime: 'audio/ogg', name: 'a.ogg' } })
    expect(asked).toEqual([{ name: 'fetch', message: REFERENCE, maxBytes: 16 * MEGABYTE }])
  })

  it.each<readonly [string, Called | null, string]>([
    ['nothing is linked', null, 'unreachable'],
    ['the worker ends', { kind: 'lost', begun: true }, 'unreachable'],
    ['WhatsApp no longer has it', { kind: 'no-media', why: 'gone' }, 'gone'],
    ['it turns out to be larger', { kind: 'no-media', why: 'too-large' }, 'too-large'],
  ])('says in a value why there is nothing: %s', async (_name, called, why) => {
    const fetch = createFetch((call) => answering(called)(call))
    expect(await fetch(media(REFERENCE))).toEqual({ ok: false, error: { kind: why } })
  })

  it('knows a reference that is none', async () => {
    const fetch = createFetch(() => {
      throw new Error('asked')
    })
    expect(await fetch(media('../../etc/passwd'))).toEqual({ ok: false, error: { kind: 'gone' } })
  })
})

describe('pacing like a person', () => {
  const open = (maxPerMinute: number, seed: number) => {
    const clock = createJumpingClock()
    let dice = seed
    const ids = {
      random: (below: number) => {
        dice = (dice * 16_807) % 2_147_483_647
        return dice % below
      },
    }
    const options = { folder: '/nowhere', browser: '', args: [], environment: {}, maxMegabytes: 1_000, clock, ids }
    return { clock, channel: createWhatsAppWeb({ ...options, maxPerMinute, log: createTestLog() }) }
  }

  it('waits 0.6 to 2 seconds of chance before every message', async () => {
    const { clock, channel } = open(1_000, 7)
    for (let n = 0; n < 20; n += 1) await channel.pace(`chat ${n}@c.us`)
    expect(clock.slept).toHaveLength(20)
    for (const wait of clock.slept) expect(wait).toBeGreaterThanOrEqual(600)
    for (const wait of clock.slept) expect(wait).toBeLessThanOrEqual(2_000)
    expect(new Set(clock.slept).size).toBeGreaterThan(15)
    const again = open(1_000, 7)
    for (let n = 0; n < 20; n += 1) await again.channel.pace(`chat ${n}@c.us`)
    expect(again.clock.slept).toEqual(clock.slept)
  })

  it('keeps to so many a minute for everybody together', async () => {
    const { clock, channel } = open(40, 7)
    const begun = clock.now()
    for (let n = 0; n < 100; n += 1) await channel.pace(`chat ${n}@c.us`)
    expect(clock.now() - begun).toBeGreaterThan(((100 - 5) / 40) * 60_000 - 1_000)
  })

  it('does not wait at all where it is turned off', async () => {
    const { clock, channel } = open(0, 7)
    for (let n = 0; n < 20; n += 1) await channel.pace(CHAT)
    expect(clock.slept).toEqual([])
  })
})
