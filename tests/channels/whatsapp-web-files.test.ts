import { afterEach, describe, expect, it } from 'vitest'
import { fileId } from '../../bot/ids.ts'
import type { MediaKind } from '../../bot/message.ts'
import type { MediaBytes, SendOutcome } from '../../bot/ports/channel.ts'
import { createJumpingClock } from '../support/fakes.ts'
import { SAMPLES } from '../support/samples.ts'
import { mainBrowserOf, parentOf } from '../support/whatsapp-web-processes.ts'
import type { SentFile, UploadFault } from '../support/whatsapp-web-server.ts'
import { openWhatsAppWeb, untilLink, type WhatsAppWebStage } from '../support/whatsapp-web-stage.ts'
import { createReceived, REF } from './received.ts'

const MARIA = '2385551111@c.us'
const STRANGER = '2385552222@c.us'

/** What only the page and the library can show: how a file is shown, and what becomes of it when something breaks. */
describe('files on WhatsApp Web', () => {
  let stage: WhatsAppWebStage
  const open = async (options: Parameters<typeof openWhatsAppWeb>[0] = {}): Promise<WhatsAppWebStage> => {
    stage = await openWhatsAppWeb({ ...options, channel: { clock: createJumpingClock(), ...options.channel } })
    const received = createReceived()
    await stage.channel.start(received.receive, received.report)
    stage.server.person(MARIA).says('olá')
    await received.untilCount(1)
    await untilLink(stage.channel, 'linked')
    return stage
  }
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toMatch(/555\d{4}|formul/)
  })

  const send = (what: MediaKind, file: MediaBytes, address = MARIA): Promise<SendOutcome> => {
    const { bytes, mime, name } = file
    const attachment = { kind: 'file', file: fileId('file-1'), what, mime, size: bytes.length, name } as const
    const { call } = stage.channel.render({ text: '', choices: [], voice: 'staff', attachment }, address)
    return stage.channel.send({ ...call, file }, REF)
  }
  const form = (): Promise<SendOutcome> => send('file', SAMPLES.file)
  const shown = (): readonly SentFile[] =>
    stage.server.sent(MARIA).flatMap(({ attached }) => (attached && 'type' in attached ? [attached] : []))
  /** That it works, and that nothing of before comes after all. */
  const sendsOnce = async (): Promise<void> => {
    expect((await form()).kind).toBe('sent')
    expect(shown().map(({ name }) => name)).toEqual([SAMPLES.file.name])
  }

  it('sound that is no voice note is a file with sound', async () => {
    await open()
    const bytes = Uint8Array.from({ length: 3_000 }, (_, index) => index % 251)
    expect((await send('voice', { bytes, mime: 'audio/mpeg', name: 'aviso.mp3' })).kind).toBe('sent')
    expect((await send('voice', SAMPLES.voice)).kind).toBe('sent')
    expect(shown().map(({ type, mime, name }) => [type, mime, name])).toEqual([
      ['audio', 'audio/mpeg', null],
      ['ptt', 'audio/ogg; codecs=opus', null],
    ])
    expect(Buffer.from(shown()[0]?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true)
  })

  it('a document without a name is not called "null", and another name stays as it is', async () => {
    await open()
    const names = [null, 'Declaração n.º 1 (cópia) 📄.pdf', '.pdf']
    for (const name of names) expect((await send('file', { ...SAMPLES.file, name })).kind).toBe('sent')
    expect(shown().map(({ name }) => name)).toEqual(['file.pdf', ...names.slice(1)])
  })

  it('the largest file that staff may send arrives whole', async () => {
    await open()
    const bytes = Uint8Array.from({ length: 5 * 1024 * 1024 }, (_, index) => (index * 31 + (index >> 8)) % 256)
    expect((await send('file', { ...SAMPLES.file, bytes })).kind).toBe('sent')
    expect(Buffer.from(shown()[0]?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true)
  })

  it.each<readonly [string, UploadFault]>([
    ['WhatsApp does not take it', 'refused'],
    ['the connection breaks', 'broken'],
  ])('the upload fails, because %s: nothing left, and it is tried again', async (_name, fault) => {
    const { server } = await open()
    server.faultOfUpload(fault)
    const outcome = await form()
    expect(outcome).toEqual({ kind: 'retry', after: expect.any(Number), reason: 'not-uploaded' })
    expect(server.sent(MARIA)).toEqual([])
    await sendsOnce()
  })

  it('WhatsApp says that the message with it failed: it is tried again', async () => {
    const { server } = await open()
    server.fault('failed')
    expect((await form()).kind).toBe('retry')
    await sendsOnce()
  })

  it('the connection breaks after the upload: the message may have left', async () => {
    const { server } = await open()
    server.fault('broken')
    expect(await form()).toEqual({ kind: 'unknown', code: 'thrown' })
    expect(shown()).toHaveLength(1)
  })

  it('WhatsApp takes it and says nothing', async () => {
    const { server } = await open({ channel: { filePatience: 2_000 } })
    server.fault('lost')
    expect((await form()).kind).toBe('unknown')
  })

  it('the worker is killed while it is on its way: nobody knows, and it does not come by itself', async () => {
    const { server, folder, channel } = await open()
    server.faultOfUpload('held')
    const sending = form()
    await server.until('the upload has begun', () => server.uploads() === 1)
    process.kill(parentOf(mainBrowserOf(folder)?.pid ?? 0), 'SIGKILL')
    expect(await sending).toEqual({ kind: 'unknown', code: 'worker-ended' })
    await server.untilPages(0)
    await server.untilLinked()
    await untilLink(channel, 'linked')
    expect(server.sent(MARIA)).toEqual([])
    await sendsOnce()
  })

  it('the page is loaded anew while it is on its way: the new page cannot tell what left', async () => {
    const { server, channel } = await open()
    server.faultOfUpload('held')
    const sending = form()
    await server.until('the upload has begun', () => server.uploads() === 1)
    server.reload()
    expect(await sending).toEqual({ kind: 'unknown', code: 'thrown' })
    await untilLink(channel, 'linked')
  })

  it('somebody who has no chat gets no file: nothing is uploaded, no chat is begun', async () => {
    const { server } = await open()
    expect(await send('image', SAMPLES.image, STRANGER)).toEqual({ kind: 'gone', code: 'no such chat' })
    expect(server.uploads()).toBe(0)
  })
})
