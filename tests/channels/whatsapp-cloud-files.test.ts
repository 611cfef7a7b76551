import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { outcomeOf, outcomeOfUpload } from '../../adapters/whatsapp-cloud/outcome.ts'
import { outcomeOfStatus } from '../../adapters/whatsapp-cloud/status.ts'
import { upload } from '../../adapters/whatsapp-cloud/upload.ts'
import { fileId, outboxId } from '../../bot/ids.ts'
import type { Attachment, MediaKind } from '../../bot/message.ts'
import type { MediaBytes, SendOutcome } from '../../bot/ports/channel.ts'
import { ok } from '../../bot/result.ts'
import { SAMPLES } from '../support/samples.ts'
import { openWhatsappCloud, PHONE_ID, type WhatsappCloudStage } from '../support/whatsapp-cloud-stage.ts'
import { createReceived, REF, type ReceivedMessages } from './received.ts'

const NUMBER = '2389912345'
const OTHER = '2389954321'
const MEGABYTE = 1024 * 1024
const MP3 = { bytes: Uint8Array.from(Buffer.from('ID3\x04 sound')), mime: 'audio/mpeg', name: 'aviso.mp3' }
const M4A = { bytes: Uint8Array.from(Buffer.from('\0\0\0\x18ftypM4A sound')), mime: 'audio/mp4', name: null }
const PLACE = { kind: 'location', lat: 16.755, lon: -22.945 } as const

const attachmentOf = (what: MediaKind, { bytes, mime, name }: MediaBytes): Attachment => ({
  kind: 'file',
  file: fileId('f'),
  what,
  mime,
  size: bytes.length,
  name,
})

describe('files and places on WhatsApp', () => {
  let stage: WhatsappCloudStage
  let received: ReceivedMessages

  beforeEach(async () => {
    stage = await openWhatsappCloud({ channel: { requestSeconds: 0.5 } })
    received = createReceived()
    for (const number of [NUMBER, OTHER]) stage.server.person(number).says('olá')
    await stage.channel.start(received.receive, received.report)
    await stage.server.untilDelivered()
  })
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toMatch(/no-log-may-show|99123|olá|mapa|formul|aviso/)
  })

  const callFor = (attachment: Attachment, number = NUMBER) =>
    stage.channel.render({ text: '', choices: [], voice: 'staff', attachment }, number).call
  const send = (what: MediaKind, file: MediaBytes = SAMPLES[what], number = NUMBER): Promise<SendOutcome> =>
    stage.channel.send({ ...callFor(attachmentOf(what, file), number), file }, REF)
  /** The calls that brought a file or a message, in order. */
  const calls = () =>
    stage.server.calls
      .filter(({ path }) => path.includes(`/${PHONE_ID}/`))
      .map(({ path, payload }) => ({ to: path.split('/').at(-1), payload }))
  const paths = () => calls().map(({ to }) => to)

  it.each([
    ['a voice note', 'voice', SAMPLES.voice, { type: 'audio', audio: { voice: true } }, 'audio/ogg; codecs=opus'],
    ['MP3', 'voice', MP3, { type: 'audio', audio: {} }, 'audio/mpeg'],
    ['M4A', 'voice', M4A, { type: 'audio', audio: {} }, 'audio/mp4'],
    ['a picture', 'image', SAMPLES.image, { type: 'image', image: {} }, 'image/png'],
    [
      'a document',
      'file',
      SAMPLES.file,
      { type: 'document', document: { filename: 'formulário 1.pdf' } },
      'application/pdf',
    ],
    [
      'a document without a name',
      'file',
      { ...SAMPLES.file, name: null },
      { type: 'document', document: { filename: 'document.pdf' } },
      'application/pdf',
    ],
  ] as const)(
    'sends %s: first the bytes, then the message with their id and ours',
    async (_name, what, file, message, type) => {
      const outcome = await send(what, file)
      const [sent] = stage.server.sent(NUMBER)
      expect(outcome).toEqual({ kind: 'sent', provider: sent?.wamid })
      const [first, second] = calls()
      expect(paths()).toEqual(['media', 'messages'])
      expect(first?.payload).toMatchObject({ messaging_product: 'whatsapp', type })
      expect(second?.payload).toMatchObject({ ...message, to: NUMBER, biz_opaque_callback_data: REF })
      if (!sent?.attached || !('what' in sent.attached)) throw new Error('nothing was shown')
      expect(Buffer.from(sent.attached.bytes).equals(Buffer.from(file.bytes))).toBe(true)
    },
  )

  it('tells Meta the name of a document in the message only', async () => {
    await send('file', { ...SAMPLES.file, name: '"a; b" 100%.pdf' })
    expect(calls()[0]?.payload.file).toMatchObject({ name: 'document.pdf' })
    expect(stage.server.sent(NUMBER)[0]?.attached).toMatchObject({ name: '"a; b" 100%.pdf' })
  })

  it('sends a place in one call', async () => {
    expect((await stage.channel.send(callFor(PLACE), outboxId('outbox-9'))).kind).toBe('sent')
    expect(paths()).toEqual(['messages'])
    expect(stage.server.sent(NUMBER)[0]).toMatchObject({ attached: { lat: 16.755, lon: -22.945 }, ref: 'outbox-9' })
  })

  it('does not send a message whose bytes are missing or too large', async () => {
    const { call } = stage.channel.render(
      { text: '', choices: [], attachment: attachmentOf('file', SAMPLES.file) },
      NUMBER,
    )
    expect(await stage.channel.send(call, REF)).toEqual({ kind: 'rejected', code: 'a file without its bytes' })
    const tooLarge = { kind: 'rejected', code: 'file-too-large' }
    expect(await send('image', { ...SAMPLES.image, bytes: new Uint8Array(5 * MEGABYTE + 1) })).toEqual(tooLarge)
    expect(await send('voice', { ...SAMPLES.voice, bytes: new Uint8Array(16 * MEGABYTE + 1) })).toEqual(tooLarge)
    expect(await send('file', { ...SAMPLES.file, bytes: new Uint8Array(100 * MEGABYTE + 1) })).toEqual(tooLarge)
    expect(calls()).toEqual([])
  })

  it.each([
    ['ends after the bytes were taken', { kind: 'lost' }, 'UND_ERR_SOCKET'],
    ['ends before', { kind: 'dropped' }, 'UND_ERR_SOCKET'],
    ['brings an answer that cannot be read', { kind: 'garbled' }, 'invalid-json'],
    ['brings an error although the bytes were taken', { kind: 'taken', status: 500 }, '131000'],
    ['brings an error', { kind: 'error', code: 131_000, status: 500 }, '131000'],
    ['brings what is not of Meta', { kind: 'status', status: 502 }, '502'],
    // Four times as long as for words.
    ['brings nothing in time', { kind: 'delay', ms: 2_300 }, 'timeout'],
  ] as const)('tries again when the upload %s: nothing has left', async (_name, fault, reason) => {
    stage.server.fault('upload', fault)
    const outcome = await send('file')
    expect(outcome).toMatchObject({ kind: 'retry', reason })
    expect(outcome.kind === 'retry' && outcome.after).toBeGreaterThanOrEqual(2_000)
    expect(paths()).toEqual(['media'])
    expect(stage.channel.health().state).toBe('failing')
    // The bytes go once more; an id that was given before is not kept.
    expect((await send('file')).kind).toBe('sent')
    expect(paths()).toEqual(['media', 'media', 'messages'])
    expect(stage.server.sent(NUMBER)).toHaveLength(1)
    expect(stage.channel.health().state).toBe('on')
  })

  it('has more patience with a file than with words', async () => {
    stage.server.fault('upload', { kind: 'delay', ms: 700 })
    expect((await send('voice')).kind).toBe('sent')
  })

  it('tries again when Meta cannot be reached, or the answer to the upload names no file', async () => {
    const file = SAMPLES.voice
    const call = callFor(attachmentOf('voice', file))
    await stage.server.close()
    expect(await stage.channel.send({ ...call, file }, REF)).toMatchObject({ kind: 'retry', reason: 'ECONNREFUSED' })
    const nameless = await upload({ upload: async () => ok({ success: true }) }, PHONE_ID, file)
    if (nameless.ok) throw new Error('there was no name')
    const outcome = outcomeOfUpload(nameless.error, () => 1)
    expect(outcome).toEqual({ kind: 'retry', after: 2_001, reason: 'invalid-answer' })
  })

  it.each([
    ['the connection ends after it was taken', { kind: 'lost' }, 'UND_ERR_SOCKET', 1],
    ['the connection ends, and nobody knows what was taken', { kind: 'dropped' }, 'UND_ERR_SOCKET', 0],
    ['the answer cannot be read', { kind: 'garbled' }, 'invalid-json', 1],
    ['no answer comes in time', { kind: 'delay', ms: 900 }, 'timeout', 1],
  ] as const)('does not know the fate of a file when, at the message, %s', async (_name, fault, code, shown) => {
    stage.server.fault('messages', fault)
    expect(await send('image')).toEqual({ kind: 'unknown', code })
    await stage.server.until('it is known what was taken', () => stage.server.sent(NUMBER).length === shown)
    expect(paths()).toEqual(['media', 'messages'])
  })

  it('is told later what became of a file whose answer was lost, by our id', async () => {
    stage.server.fault('messages', { kind: 'lost' })
    expect((await send('voice')).kind).toBe('unknown')
    await stage.server.untilDelivered()
    const [sent] = stage.server.sent(NUMBER)
    expect(received.reports[0]).toEqual({ outbox: REF, outcome: { kind: 'sent', provider: sent?.wamid } })
  })

  it('uploads anew when Meta wants the message later', async () => {
    stage.server.fault('messages', { kind: 'error', code: 131_056 })
    expect(await send('file')).toMatchObject({ kind: 'retry', reason: '131056' })
    expect((await send('file')).kind).toBe('sent')
    expect(paths()).toEqual(['media', 'messages', 'media', 'messages'])
    const ids = calls().flatMap(({ payload }) => (payload.document ? [JSON.stringify(payload.document)] : []))
    expect(new Set(ids).size).toBe(2)
  })

  it('holds everything when uploads are too many for the number', async () => {
    stage.server.fault('upload', { kind: 'error', code: 4 })
    expect(await send('file')).toMatchObject({ kind: 'retry', reason: '4' })
    expect(await send('voice', SAMPLES.voice, OTHER)).toMatchObject({ kind: 'retry', reason: 'paused' })
    expect(paths()).toEqual(['media'])
  })

  it('raises the alarm in words when the upload is refused for the token', async () => {
    stage.server.fault('upload', { kind: 'error', code: 190, status: 401 })
    expect(await send('file')).toEqual({ kind: 'retry', after: 60_000, reason: '190' })
    expect(stage.channel.health().detail).toContain('WHATSAPP_CLOUD_TOKEN')
    expect((await send('file')).kind).toBe('sent')
    expect(stage.channel.health().state).toBe('on')
  })

  it.each([
    ['a type that it does not know', 'file', { ...SAMPLES.file, mime: 'application/zip' }, '100'],
    ['a picture of a kind that it does not show', 'image', { ...SAMPLES.image, mime: 'image/gif' }, '100'],
    ['a file with nothing in it', 'file', { ...SAMPLES.file, bytes: new Uint8Array() }, '100'],
  ] as const)('gives up what Meta refuses at the upload: %s', async (_name, what, file, code) => {
    expect(await send(what, file)).toEqual({ kind: 'rejected', code })
    expect(paths()).toEqual(['media'])
  })

  it('gives up what Meta says to be wrong media, at the upload or at the message', async () => {
    const wrong = { kind: 'error', code: 131_053, status: 500 } as const
    stage.server.fault('upload', wrong)
    expect(await send('file')).toEqual({ kind: 'rejected', code: '131053' })
    stage.server.fault('messages', wrong)
    expect(await send('file')).toEqual({ kind: 'rejected', code: '131053' })
    expect(outcomeOf({ kind: 'answered', status: 400, code: 131_053 }, () => 1).kind).toBe('rejected')
    expect(stage.channel.health().state).toBe('on')
  })

  it('is told later of sound that is not what it is said to be', async () => {
    expect((await send('voice', { ...SAMPLES.voice, bytes: SAMPLES.file.bytes })).kind).toBe('sent')
    await stage.server.untilDelivered()
    expect(stage.server.sent(NUMBER)).toEqual([])
    expect(received.reports).toEqual([
      { outbox: REF, outcome: { kind: 'rejected', code: '131053', provider: expect.stringMatching(/^wamid/) } },
    ])
    const status = { id: 'wamid.1', status: 'failed', biz_opaque_callback_data: 'o', errors: [{ code: 131_053 }] }
    expect(outcomeOfStatus(status)).toMatchObject({ outcome: { kind: 'rejected' }, trouble: null })
  })

  it('tells that nobody is there any more', async () => {
    stage.server.person(NUMBER).leaves()
    expect(await send('image')).toEqual({ kind: 'gone', code: '131026' })
  })
})
