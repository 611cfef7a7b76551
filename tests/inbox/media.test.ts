import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { me, ticketDetail } from '../../adapters/inbox/contract.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

let inbox: TestInbox
let sara: Browser
let seq = 0
beforeAll(async () => {
  inbox = await startInbox({ requireTwoFactor: [] })
  const admin = await inbox.administrator()
  sara = await inbox.member(admin, 'sara@aai.cv', 'agent', ['sal'], '=HYPERLINK("http://evil.example";"Sara")')
  await inbox.openCase('sal', '1', { words: 'my word is moonflower' })
})
afterAll(() => inbox.stop())

/** The person sends a file; gives the address of its bytes. */
const send = async (ref: string, mime: string, name: string | null = null, size: number | null = null) => {
  const what = mime.startsWith('audio/') ? 'voice' : mime.startsWith('image/') ? 'image' : 'file'
  await inbox.writes('1', { kind: 'media', what, media: { ref, mime, size, name, seconds: null }, caption: '' })
  const { entries } = ticketDetail.parse((await sara.get('/inbox/api/tickets/ticket-1')).json)
  seq = entries.findLast(({ change }) => change.kind === 'from-person')?.seq ?? 0
  return `/inbox/api/tickets/ticket-1/entries/${seq}/media`
}
const keep = (ref: string, bytes: Uint8Array, mime: string) => inbox.files.set(ref, { bytes, mime, name: null })

describe('what people sent', () => {
  test.each([
    ['image/jpeg', 'inline', 'image/jpeg'],
    ['image/webp', 'inline', 'image/webp'],
    ['audio/ogg; codecs=opus', 'inline', 'audio/ogg'],
    ['image/svg+xml', 'attachment', 'application/octet-stream'],
    ['text/html', 'attachment', 'application/octet-stream'],
    ['application/pdf', 'attachment', 'application/octet-stream'],
    ['video/mp4', 'attachment', 'application/octet-stream'],
    ['nonsense', 'attachment', 'application/octet-stream'],
  ])('%s is given as %s', async (mime, disposition, type) => {
    keep('file', new Uint8Array([1, 2, 3]), mime)
    const response = await sara.raw(await send('file', mime, 'a "name"\r\n/../é\'s.html'))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]))
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-disposition')).toMatch(
      new RegExp(`^${disposition}; filename\\*=UTF-8''[\\w%.-]+$`),
    )
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toContain('no-store')
  })

  test.each([
    ['bytes=0-', 206, 'bytes 0-9/10', 10],
    ['bytes=2-4', 206, 'bytes 2-4/10', 3],
    ['bytes=8-99', 206, 'bytes 8-9/10', 2],
    ['bytes=-3', 206, 'bytes 7-9/10', 3],
    ['bytes=10-', 416, 'bytes */10', 0],
    ['bytes=5-2', 416, 'bytes */10', 0],
    ['bytes=0-1,3-4', 200, null, 10],
    ['lines=0-1', 200, null, 10],
  ])('a player asks for %s', async (range, status, contentRange, length) => {
    keep('voice', new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 'audio/ogg')
    const response = await sara.raw(await send('voice', 'audio/ogg'), { headers: { range } })
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([response.status, response.headers.get('content-range'), bytes.length]).toEqual([
      status,
      contentRange,
      length,
    ])
    const first = Number(/bytes (\d+)-/.exec(contentRange ?? '')?.[1] ?? 0)
    if (length > 0) expect(bytes[0]).toBe(first)
  })

  test('who looked is written down, once for a look in many pieces', async () => {
    keep('voice', new Uint8Array(10), 'audio/ogg')
    const path = await send('voice', 'audio/ogg')
    for (const range of ['bytes=5-', 'bytes=0-4', 'bytes=0-']) await sara.raw(path, { headers: { range } })
    const { id } = me.parse((await sara.get('/inbox/api/me')).json)
    const looks = await inbox.db
      .selectFrom('inboxAccess')
      .select(['staff', 'what', 'ticket', 'seq'])
      .where('seq', '=', seq)
      .execute()
    expect(looks).toEqual([{ staff: id, what: 'media', ticket: 'ticket-1', seq }])
  })

  test('what is too large or not there any more says so', async () => {
    const large = 20 * 1024 * 1024 + 1
    expect((await sara.get(await send('x', 'image/jpeg', null, large))).json).toEqual({
      kind: 'media',
      why: 'too-large',
    })
    keep('large', new Uint8Array(large), 'image/jpeg')
    expect((await sara.get(await send('large', 'image/jpeg'))).json).toEqual({ kind: 'media', why: 'too-large' })
    const gone = await sara.get(await send('gone', 'image/jpeg'))
    expect([gone.status, gone.json]).toEqual([502, { kind: 'media', why: 'gone' }])
  })

  test('how to fetch it does not leave the server', async () => {
    keep('handle-of-the-platform', new Uint8Array(1), 'image/jpeg')
    await send('handle-of-the-platform', 'image/jpeg')
    expect((await sara.get('/inbox/api/tickets/ticket-1')).text).not.toContain('handle-of-the-platform')
  })
})

test('the file of cases holds no words of people and no formula', async () => {
  await sara.post('/inbox/api/tickets/ticket-1/claim', { over: null })
  const { text, headers } = await sara.get('/inbox/api/export.csv')
  const [head, line, ...more] = text.trim().split('\r\n')
  expect(more).toEqual([])
  expect(head).toBe('code,unit,channel,language,topic,danger,status,outcome,opened,changed,closed,assigned to')
  expect(line).toMatch(/^CODE-1,sal,whatsapp-cloud,en,,,assigned,,\d{4}-\d\d-\d\dT[\d:.]+Z,[^,]+,,/)
  expect(line).toContain(`,"'=HYPERLINK(""http://evil.example"";""Sara"")"`)
  expect(text).not.toMatch(/moonflower|Moussa/)
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="cases-\d{4}-\d\d-\d\d\.csv"$/)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const looks = await inbox.db.selectFrom('inboxAccess').select('what').where('what', '=', 'export').execute()
  expect(looks).toHaveLength(1)
})
