import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileId } from '../../bot/ids.ts'
import type { MediaKind } from '../../bot/message.ts'
import type { MediaBytes, SendOutcome } from '../../bot/ports/channel.ts'
import { SAMPLES } from '../support/samples.ts'
import { openTelegram, type TelegramStage, TOKEN } from '../support/telegram-stage.ts'
import { REF } from './received.ts'

const PERSON = 777
const MEGABYTE = 1024 * 1024

/** The picture of the samples, said to be so many points wide and high. */
const pictureOf = (width: number, height: number): MediaBytes => {
  const bytes = Buffer.from(SAMPLES.image.bytes)
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return { ...SAMPLES.image, bytes: Uint8Array.from(bytes) }
}
const MP3 = { bytes: Uint8Array.from(Buffer.from('ID3\x04 sound')), mime: 'audio/mpeg', name: 'aviso.mp3' }
const M4A = { bytes: Uint8Array.from(Buffer.from('\0\0\0\x18ftypM4A sound')), mime: 'audio/mp4', name: null }
const FORM = { kind: 'file', file: fileId('f'), what: 'file', mime: SAMPLES.file.mime, size: 9, name: null } as const

describe('files and places on Telegram', () => {
  let stage: TelegramStage

  beforeEach(async () => {
    stage = await openTelegram({ channel: { requestSeconds: 0.5 } })
    stage.server.person(PERSON)
  })
  afterEach(async () => {
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toMatch(/AA-a-secret|mapa|formul|aviso|777/)
  })

  const send = (what: MediaKind, file: MediaBytes = SAMPLES[what]): Promise<SendOutcome> => {
    const { bytes, mime, name } = file
    const attachment = { kind: 'file', file: fileId('f'), what, mime, size: bytes.length, name } as const
    const { call } = stage.channel.render({ text: '', choices: [], attachment }, String(PERSON))
    return stage.channel.send({ ...call, file }, REF)
  }
  const sendPlace = (): Promise<SendOutcome> => {
    const attachment = { kind: 'location', lat: 16.755, lon: -22.945 } as const
    return stage.channel.send(stage.channel.render({ text: '', choices: [], attachment }, String(PERSON)).call, REF)
  }
  /** The calls that were carried out, in order. */
  const methods = () => stage.server.calls.map(({ method }) => method)
  /** What the person was shown: how it came, by which name, and whether its bytes are the same. */
  const shown = (file: MediaBytes) =>
    stage.server
      .sent(PERSON)
      .map(({ attached }) =>
        attached && 'what' in attached
          ? [attached.method, attached.name, Buffer.from(attached.bytes).equals(Buffer.from(file.bytes))]
          : attached,
      )

  it.each([
    ['a voice note', 'voice', SAMPLES.voice, 'sendVoice', null],
    ['MP3', 'voice', MP3, 'sendAudio', 'aviso.mp3'],
    ['M4A without a name', 'voice', M4A, 'sendAudio', 'audio.m4a'],
    ['a photo', 'image', SAMPLES.image, 'sendPhoto', null],
    ['a document', 'file', SAMPLES.file, 'sendDocument', 'formulário 1.pdf'],
    ['a document without a name', 'file', { ...SAMPLES.file, name: null }, 'sendDocument', 'document.pdf'],
    [
      'a picture that Telegram shows as a film',
      'image',
      { ...SAMPLES.image, mime: 'image/gif' },
      'sendDocument',
      'mapa.png',
    ],
  ] as const)('sends %s', async (_name, what, file, method, name) => {
    expect(await send(what, file)).toEqual({ kind: 'sent', provider: '1' })
    expect(shown(file)).toEqual([[method, name, true]])
  })

  it.each([
    'a; b.pdf',
    '"c".pdf',
    '100%.pdf',
    '%41.pdf',
    'x\r\ncontent-type: text/html\r\n\r\n.pdf',
    'سند.pdf',
    '=a=.pdf',
  ])('keeps the name %j, whatever it means in a header', async (name) => {
    await send('file', { ...SAMPLES.file, name })
    expect(shown(SAMPLES.file)).toEqual([['sendDocument', name, true]])
  })

  it('sends bytes that look like the end of a form', async () => {
    const bytes = Uint8Array.from(Buffer.from('%PDF\r\n--\r\n\r\n----------\r\n------------0--\r\n'))
    await send('file', { ...SAMPLES.file, bytes })
    expect(shown({ ...SAMPLES.file, bytes })).toEqual([['sendDocument', 'formulário 1.pdf', true]])
  })

  it('sends a picture that is too large for a photo as a document', async () => {
    const bytes = new Uint8Array(10 * MEGABYTE + 1)
    await send('image', { ...SAMPLES.image, bytes })
    expect(methods()).toEqual(['sendDocument'])
  })

  it.each([
    ['too long and thin', pictureOf(2_100, 100)],
    ['too large', pictureOf(6_000, 4_001)],
    ['no picture', { ...SAMPLES.image, bytes: SAMPLES.file.bytes }],
  ])('sends a photo that Telegram refuses as a document instead, once: %s', async (_name, photo) => {
    expect(await send('image', photo)).toEqual({ kind: 'sent', provider: '1' })
    expect(methods()).toEqual(['sendPhoto', 'sendDocument'])
    expect(shown(photo)).toEqual([['sendDocument', 'mapa.png', true]])
  })

  it('sends a voice note as a document to who wants no voice notes', async () => {
    const description = 'Bad Request: VOICE_MESSAGES_FORBIDDEN'
    stage.server.fault('sendVoice', { kind: 'status', status: 400, description })
    expect((await send('voice')).kind).toBe('sent')
    expect(shown(SAMPLES.voice)).toEqual([['sendDocument', 'audio.ogg', true]])
  })

  it('does not try a document twice, nor anything instead of it', async () => {
    const refusal = { kind: 'status', status: 400, description: 'Bad Request: IMAGE_PROCESS_FAILED' } as const
    stage.server.fault('sendPhoto', refusal)
    stage.server.fault('sendDocument', refusal, refusal)
    expect(await send('image')).toEqual({ kind: 'rejected', code: '400 IMAGE_PROCESS_FAILED' })
    expect(await send('file')).toEqual({ kind: 'rejected', code: '400 IMAGE_PROCESS_FAILED' })
    expect(shown(SAMPLES.image)).toEqual([])
    expect((await send('file')).kind).toBe('sent')
  })

  it('does not send a photo as a document after any other failure', async () => {
    stage.server.fault(
      'sendPhoto',
      { kind: 'lost' },
      { kind: 'status', status: 500, description: 'IMAGE_PROCESS_FAILED' },
      { kind: 'rate-limited', retryAfter: 3 },
    )
    expect((await send('image')).kind).toBe('unknown')
    expect((await send('image')).kind).toBe('retry')
    expect(await send('image')).toMatchObject({ kind: 'retry', after: 3_000 })
    expect(await send('file')).toMatchObject({ kind: 'retry', reason: 'paused' })
    expect(methods()).toEqual(['sendPhoto'])
  })

  it('does not know the fate of a document that was sent for a photo when its answer is lost', async () => {
    stage.server.fault('sendDocument', { kind: 'lost' })
    expect(await send('image', pictureOf(2_100, 100))).toEqual({ kind: 'unknown', code: 'ECONNRESET' })
    expect(methods()).toEqual(['sendPhoto', 'sendDocument'])
  })

  it.each([
    ['the connection ends after it was taken', { kind: 'lost' }, 'ECONNRESET', 1],
    ['the connection ends, and nobody knows what was taken', { kind: 'dropped' }, 'ECONNRESET', 0],
    ['the answer cannot be read', { kind: 'garbled' }, 'invalid-json', 1],
    // Four times as long as for words.
    ['no answer comes in time', { kind: 'delay', ms: 2_300 }, 'timeout', 1],
  ] as const)('does not know the fate of a file when %s', async (_name, fault, code, count) => {
    stage.server.fault('sendVoice', fault)
    expect(await send('voice')).toEqual({ kind: 'unknown', code })
    await stage.server.until('it is known what was taken', () => stage.server.sent(PERSON).length === count)
  })

  it('has more patience with a file than with words', async () => {
    stage.server.fault('sendVoice', { kind: 'delay', ms: 700 })
    expect((await send('voice')).kind).toBe('sent')
  })

  it('does not know the fate of a place whose answer is lost', async () => {
    stage.server.fault('sendLocation', { kind: 'lost' })
    expect(await sendPlace()).toEqual({ kind: 'unknown', code: 'ECONNRESET' })
    expect(stage.server.sent(PERSON).map(({ attached }) => attached)).toEqual([{ lat: 16.755, lon: -22.945 }])
  })

  it('tells what Telegram finds too large', async () => {
    const patient = await openTelegram({ channel: { requestSeconds: 15 } })
    patient.server.person(PERSON)
    const { call } = patient.channel.render({ text: '', choices: [], attachment: FORM }, String(PERSON))
    const file = { ...SAMPLES.file, bytes: new Uint8Array(50 * MEGABYTE + 1) }
    const outcome = await patient.channel.send({ ...call, file }, REF)
    expect(outcome).toEqual({ kind: 'rejected', code: '413 Request Entity Too Large' })
    await patient.close()
    expect(patient.server.violations).toEqual([])
  })

  it('tells that nobody is there, and tries nothing instead', async () => {
    stage.server.person(PERSON).blocks()
    expect((await send('image', pictureOf(2_100, 100))).kind).toBe('gone')
    expect(methods()).toEqual(['sendPhoto'])
  })

  it('keeps a file for later while Telegram cannot be reached or fails', async () => {
    stage.server.fault('sendDocument', { kind: 'status', status: 502, description: 'Bad Gateway' })
    expect(await send('file')).toMatchObject({ kind: 'retry', reason: '502 Bad Gateway' })
    await stage.server.close()
    expect(await send('file')).toMatchObject({ kind: 'retry', reason: 'ECONNREFUSED' })
    expect(await sendPlace()).toMatchObject({ kind: 'retry', reason: 'ECONNREFUSED' })
  })

  it('shows no secret and no name in what it tells', async () => {
    stage.server.fault('sendDocument', {
      kind: 'status',
      status: 400,
      description: 'Bad Request: wrong file "mapa.pdf"',
    })
    const outcome = await send('file')
    expect(outcome).toEqual({ kind: 'rejected', code: '400 wrong file' })
    expect(JSON.stringify(outcome)).not.toContain(TOKEN.slice(5))
  })
})
