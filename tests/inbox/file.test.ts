import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FILE_MAX, keptFile, ticketAnswer, ticketDetail, ticketList } from '../../adapters/inbox/contract.ts'
import { fileId } from '../../bot/ids.ts'
import { DAY } from '../../bot/time.ts'
import { SAMPLES } from '../support/samples.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

let inbox: TestInbox
let sara: Browser
let rui: Browser
let lina: Browser
let cases = 0
/** A new case at Sal for each test, which Sara holds. */
let address = ''
const path = (rest = '', of = address) => `/inbox/api/tickets/ticket-${of}${rest}`

beforeAll(async () => {
  inbox = await startInbox({ requireTwoFactor: [] })
  const admin = await inbox.administrator()
  sara = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], 'Sara')
  rui = await inbox.member(admin, 'rui@aai.cv', 'agent', ['sal'], 'Rui')
  lina = await inbox.member(admin, 'lina@aai.cv', 'agent', ['praia'], 'Lina')
})
afterAll(() => inbox.stop())
beforeEach(async () => {
  cases += 1
  address = `f${cases}`
  await inbox.openCase('sal', address)
  await sara.post(path('/claim'), { over: null })
})

type Given = { readonly by?: Browser; readonly of?: string; readonly name?: string; readonly headers?: HeadersInit }

/** Gives bytes to the server as the page does. */
const give = async (bytes: Uint8Array, { by = sara, of = address, name, headers = {} }: Given = {}) => {
  const response = await by.raw(path('/files', of), {
    method: 'POST',
    headers: {
      origin: inbox.origin,
      'x-inbox': '1',
      ...(name === undefined ? {} : { 'x-file-name': name }),
      ...headers,
    },
    body: Uint8Array.from(bytes),
  })
  return { status: response.status, json: await response.json().catch(() => null) }
}
const given = async (what: keyof typeof SAMPLES, more: Given = {}) =>
  keptFile.parse((await give(SAMPLES[what].bytes, more)).json)
const detail = async () => ticketDetail.parse((await sara.get(path())).json)
const reply = async (more: object, by = sara, of = address) =>
  by.post(path('/reply', of), { text: '', seen: (await detail()).row.lastEntry, ...more })
const bytesOf = (...codes: (number | string)[]) =>
  Uint8Array.from(
    Buffer.concat(codes.map((code) => (typeof code === 'string' ? Buffer.from(code, 'latin1') : Buffer.alloc(code)))),
  )
const mp4 = (track: string) => bytesOf(4, 'ftypisom', 40, 'hdlr', 8, 'vide', 20, 'hdlr', 8, track, 200)

describe('what can be sent', () => {
  test.each(['voice', 'image', 'file'] as const)('a %s is kept byte for byte, by what its bytes are', async (what) => {
    const { bytes, mime } = SAMPLES[what]
    const kept = await given(what, { headers: { 'content-type': 'text/html' } })
    expect(kept.what).toBe(what)
    expect(await inbox.store.file(kept.file)).toMatchObject({ mime, name: null, ticket: `ticket-${address}` })
    expect(Buffer.from((await inbox.store.file(kept.file))?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true)
  })

  test.each([
    ['MP3', bytesOf('ID3', 100), 'audio/mpeg'],
    ['sound of a telephone', bytesOf(4, 'ftypM4A ', 40, 'hdlr', 8, 'soun', 100), 'audio/mp4'],
    ['a JPEG', bytesOf('\xff\xd8\xff\xe0', 100), 'image/jpeg'],
  ])('%s', async (_, bytes, mime) => {
    const { file } = keptFile.parse((await give(bytes)).json)
    expect(await inbox.store.file(file)).toMatchObject({ mime })
  })

  test.each([
    ['a page', bytesOf('<!doctype html><script>alert(1)</script>')],
    ['a drawing', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a program', bytesOf('MZ', 200)],
    ['an archive, as of a word processor', bytesOf('PK\x03\x04', 200)],
    ['nothing', new Uint8Array()],
    ['a film', mp4('soun')],
    ['sound in Ogg that no telephone plays as a voice note', bytesOf('OggS', 24, '\x01vorbis', 200)],
    ['a WebM', bytesOf('\x1aE\xdf\xa3', 200)],
    ['WAV', bytesOf('RIFF', 4, 'WAVE', 200)],
    ['WebP', bytesOf('RIFF', 4, 'WEBP', 200)],
    ['GIF', bytesOf('GIF89a', 200)],
    ['HEIC', bytesOf(4, 'ftypheic', 200)],
  ])('not %s, whatever it calls itself', async (_, bytes) => {
    const answer = await give(bytes, { name: 'mapa.png', headers: { 'content-type': 'image/png' } })
    expect([answer.status, answer.json]).toEqual([415, { kind: 'file', why: 'wrong-kind' }])
  })

  test('5 MB, and not a byte more', async () => {
    const form = (size: number) => bytesOf('%PDF-1.4', size - 8)
    expect((await give(form(FILE_MAX))).status).toBe(200)
    const larger = await give(form(FILE_MAX + 1))
    expect([larger.status, larger.json]).toEqual([413, { kind: 'file', why: 'too-large' }])
  })

  test.each([
    [encodeURIComponent('formulário 1.pdf'), 'formulário 1.pdf'],
    [encodeURIComponent('C:\\Users\\Sara\\mapa.pdf'), 'mapa.pdf'],
    [encodeURIComponent('../../etc/passwd'), 'passwd'],
    [encodeURIComponent('a\r\nb\u202e.pdf'), 'a b.pdf'],
    [encodeURIComponent('é'.repeat(300)), 'é'.repeat(100)],
    ['%E9.pdf', null],
    ['', null],
  ])('the name %.40s', async (header, name) => {
    const { file } = await given('file', { name: header })
    expect((await inbox.store.file(file))?.name ?? null).toBe(name)
  })

  test('nothing of another page, and nothing of whoever is not signed in', async () => {
    expect((await give(SAMPLES.image.bytes, { headers: { 'x-inbox': '' } })).status).toBe(403)
    expect((await give(SAMPLES.image.bytes, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
    expect((await give(SAMPLES.image.bytes, { by: inbox.browser() })).status).toBe(401)
  })

  test('only for a case that one sees', async () => {
    for (const answer of [
      await give(SAMPLES.image.bytes, { by: lina }),
      await give(SAMPLES.image.bytes, { of: 'none' }),
    ])
      expect([answer.status, answer.json]).toEqual([404, { kind: 'not-found' }])
  })
})

describe('a reply with a file', () => {
  test('and words: two lines, each with its own delivery; the media route gives the file back', async () => {
    const { file } = await given('file', { name: encodeURIComponent('formulário 1.pdf') })
    const { ticket } = ticketAnswer.parse(
      (await reply({ text: 'Fill this in', attachment: { kind: 'file', file } })).json,
    )
    const [words, form] = ticket?.entries.slice(-2) ?? []
    expect(words).toMatchObject({ delivery: 'queued', change: { text: 'Fill this in', attachment: null } })
    const { bytes, mime } = SAMPLES.file
    const body = {
      kind: 'media',
      what: 'file',
      mime,
      size: bytes.length,
      name: 'formulário 1.pdf',
      seconds: null,
      caption: '',
    }
    expect(form).toMatchObject({ delivery: 'queued', change: { kind: 'from-staff', text: '', attachment: body } })
    expect(JSON.stringify(ticket)).not.toContain(file)

    const media = path(`/entries/${form?.seq}/media`)
    const response = await rui.raw(media)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''formul%C3%A1rio%201.pdf")
    expect((await lina.get(media)).status).toBe(404)
    expect((await sara.get(path(`/entries/${words?.seq}/media`))).status).toBe(404)
  })

  test.each([
    ['voice', 'audio/ogg'],
    ['image', 'image/png'],
  ] as const)('that is a %s and no words: one line, shown in the page', async (what, type) => {
    const { file } = await given(what)
    const before = (await detail()).entries.length
    await reply({ attachment: { kind: 'file', file } })
    const { entries } = await detail()
    expect(entries.length).toBe(before + 1)
    const response = await sara.raw(path(`/entries/${entries.at(-1)?.seq}/media`), { headers: { range: 'bytes=0-3' } })
    expect([response.status, response.headers.get('content-type')]).toEqual([206, type])
    const { rows } = ticketList.parse((await sara.get(`/inbox/api/tickets?view=mine&search=CODE-${address}`)).json)
    expect(rows[0]).toMatchObject({ waitingSince: null, lastWords: what === 'voice' ? '🎤' : '📷' })
  })

  test('of another case, or of none, is refused, and nothing is sent', async () => {
    const { file } = await given('file')
    await inbox.openCase('sal', `${address}-other`)
    await sara.post(path('/claim', `${address}-other`), { over: null })
    const gone = [422, { kind: 'file', why: 'gone' }]
    const stolen = await reply({ text: 'Yours', attachment: { kind: 'file', file } }, sara, `${address}-other`)
    expect([stolen.status, stolen.json]).toEqual(gone)
    const none = await reply({ attachment: { kind: 'file', file: fileId('none') } })
    expect([none.status, none.json]).toEqual(gone)
    expect((await detail()).entries.some(({ change }) => change.kind === 'from-staff')).toBe(false)
  })

  test('that was forgotten because it was not sent for a day', async () => {
    const { file } = await given('file')
    inbox.clock.advance(2 * DAY)
    const now = inbox.clock.now()
    await inbox.store.forget({ conversations: now, cases: now }, now)
    expect(await inbox.store.file(file)).toBeNull()
    inbox.clock.advance(-2 * DAY)
  })

  test('to a case outside of the scope, or that a colleague holds', async () => {
    const attachment = { kind: 'file', file: (await given('image')).file }
    expect((await reply({ attachment }, lina)).status).toBe(404)
    expect((await reply({ attachment }, rui)).json).toMatchObject({ kind: 'not-yours', by: { name: 'Sara' } })
  })

  test('to a thread that has moved on is held back until it is confirmed, and the file is still there', async () => {
    const attachment = { kind: 'file', file: (await given('image')).file }
    const seen = (await detail()).row.lastEntry
    await inbox.writes(address, { kind: 'text', text: 'I found it' })
    expect((await reply({ attachment, seen })).json).toMatchObject({ kind: 'stale' })
    expect((await reply({ attachment, seen, anyway: true })).status).toBe(200)
  })

  test('twice, as after a lost connection, is one reply', async () => {
    const request = {
      attachment: { kind: 'file', file: (await given('image')).file },
      seen: (await detail()).row.lastEntry,
    }
    const answers = await Promise.all([1, 2, 3].map(() => reply(request)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  })

  test('after the window of WhatsApp has closed', async () => {
    const attachment = { kind: 'file', file: (await given('image')).file }
    inbox.clock.advance(DAY)
    expect((await reply({ attachment })).json).toEqual({ kind: 'window-closed' })
    inbox.clock.advance(-DAY)
  })
})

describe('a reply with a place', () => {
  test('stands in the thread as a place', async () => {
    const { json } = await reply({ attachment: { kind: 'location', lat: 16.755, lon: -22.945 } })
    expect(ticketAnswer.parse(json).ticket?.entries.at(-1)).toMatchObject({
      delivery: 'queued',
      change: { text: '', attachment: { kind: 'location', lat: 16.755, lon: -22.945 } },
    })
  })

  test.each([{ lat: 91, lon: 0 }, { lat: 0, lon: -181 }, { lat: '16.7', lon: -22 }, { lat: 16.7 }])(
    'not %j',
    async (place) => {
      const answer = await reply({ attachment: { kind: 'location', ...place } })
      expect([answer.status, answer.json.kind]).toEqual([400, 'invalid'])
    },
  )
})

test('neither words nor anything attached is no reply', async () => {
  for (const text of ['', '  ', '\u200b']) {
    const answer = await reply({ text })
    expect([answer.status, answer.json]).toEqual([400, { kind: 'invalid', fields: ['text'] }])
  }
})

test('no name of a file is in the log', async () => {
  const { file } = await given('file', { name: 'moonflower.pdf' })
  await reply({ attachment: { kind: 'file', file } })
  expect(inbox.log.lines.join('\n')).toContain('a file was given')
  expect(inbox.log.lines.join('\n')).not.toContain('moonflower')
})
