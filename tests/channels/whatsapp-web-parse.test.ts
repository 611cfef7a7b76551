import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../adapters/whatsapp-web/parse.ts'
import type { Body } from '../../bot/message.ts'

type Fields = Readonly<Record<string, unknown>>
const FRAME: Fields = {
  id: 'false_2385551111@c.us_3A01',
  from: '2385551111@c.us',
  fromMe: false,
  t: 1_780_000_000,
  notifyName: ' Maria ',
  stored: false,
  phone: '2385551111@c.us',
}
const parse = (fields: Fields) => {
  const parsed = parseMessage({ ...FRAME, ...fields })
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
const bodyOf = (fields: Fields): Body | undefined => parse(fields)[0]?.body

const media = (what: 'voice' | 'image' | 'file', mime: string, rest: Fields = {}, caption = ''): Body => ({
  kind: 'media',
  what,
  media: { ref: String(FRAME.id), mime, size: null, name: null, seconds: null, ...rest },
  caption,
})

describe('what people send on WhatsApp Web', () => {
  it('is a message with who, when and what; the conversation is the chat, the number stands beside it', () => {
    expect(parse({ type: 'chat', body: ' olá\n' })).toEqual([
      {
        id: 'whatsapp-web:false_2385551111@c.us_3A01',
        conversation: 'whatsapp-web:2385551111@c.us',
        sentAt: 1_780_000_000_000,
        from: 'Maria',
        locale: null,
        phone: '+2385551111',
        body: { kind: 'text', text: ' olá\n' },
      },
    ])
  })

  it('has no number where the id hides it and WhatsApp does not tell', () => {
    const hidden = { from: '77001234@lid', type: 'chat', body: 'olá' }
    expect(parse({ ...hidden, phone: null })[0]).toMatchObject({
      conversation: 'whatsapp-web:77001234@lid',
      phone: null,
    })
    expect(parse({ ...hidden, phone: '77001234@lid' })[0]?.phone).toBe(null)
    expect(parse({ ...hidden, phone: '2385551111@c.us' })[0]?.phone).toBe('+2385551111')
  })

  const STORED = { stored: true }
  const BODIES: readonly (readonly [name: string, fields: Fields, body: Body])[] = [
    [
      'a voice note',
      { ...STORED, type: 'ptt', mimetype: 'audio/ogg; codecs=opus', size: 900, duration: '7' },
      media('voice', 'audio/ogg', { size: 900, seconds: 7 }),
    ],
    [
      'sound',
      { ...STORED, type: 'audio', mimetype: 'audio/mp4', duration: 3 },
      media('voice', 'audio/mp4', { seconds: 3 }),
    ],
    ['a video note', { ...STORED, type: 'ptv' }, media('voice', 'video/mp4')],
    [
      'a photo, whose text is its caption and not its thumbnail',
      { ...STORED, type: 'image', mimetype: 'image/jpeg', caption: 'o papel', body: '/9j/4AAQ' },
      media('image', 'image/jpeg', {}, 'o papel'),
    ],
    [
      'a video',
      { ...STORED, type: 'video', mimetype: 'video/mp4', size: '77' },
      media('file', 'video/mp4', { size: 77 }),
    ],
    [
      'a document',
      { ...STORED, type: 'document', mimetype: 'application/pdf', filename: 'contrato.pdf', caption: '' },
      media('file', 'application/pdf', { name: 'contrato.pdf' }),
    ],
    [
      'a file of which WhatsApp tells nonsense',
      { ...STORED, type: 'document', mimetype: 7, size: 'many', filename: null, duration: {}, caption: 5 },
      media('file', 'application/octet-stream'),
    ],
    ['a photo that WhatsApp does not hold', { type: 'image' }, { kind: 'unsupported', what: 'unknown' }],
    ['a place', { type: 'location', lat: 16.7, lng: -22.9 }, { kind: 'location', lat: 16.7, lon: -22.9 }],
    ['a place outside of the world', { type: 'location', lat: 167, lng: 0 }, { kind: 'unsupported', what: 'location' }],
    ['a live place without a position', { type: 'location', isLive: true }, { kind: 'unsupported', what: 'location' }],
    ['a sticker', { type: 'sticker' }, { kind: 'unsupported', what: 'sticker' }],
    ['a poll', { type: 'poll_creation', pollName: 'x' }, { kind: 'unsupported', what: 'poll' }],
    ['a contact', { type: 'vcard', body: 'BEGIN:VCARD' }, { kind: 'unsupported', what: 'contact' }],
    ['several contacts', { type: 'multi_vcard' }, { kind: 'unsupported', what: 'contact' }],
    ['an event', { type: 'scheduled_event_creation' }, { kind: 'unsupported', what: 'event' }],
    ['what WhatsApp invents next', { type: 'hologram', body: 'x' }, { kind: 'unsupported', what: 'unknown' }],
  ]
  it.each(BODIES)('%s', (_name, fields, body) => {
    expect(bodyOf(fields)).toEqual(body)
  })

  const IGNORED: readonly (readonly [name: string, fields: Fields])[] = [
    ['a group', { from: '123456-7890@g.us' }],
    ['a status', { from: 'status@broadcast' }],
    ['a status under the id of a person', { isStatusV3: true }],
    ['a list of people', { from: '1234@broadcast' }],
    ['a newsletter', { from: '1234@newsletter' }],
    ['our own message', { fromMe: true }],
    ['a reaction', { type: 'reaction' }],
    ['a call', { type: 'call_log' }],
    ['a note about encryption', { type: 'e2e_notification' }],
    ['a message that was taken back', { type: 'revoked' }],
    ['a message that cannot be read yet', { type: 'ciphertext' }],
    ['the frame of an album', { type: 'album' }],
  ]
  it.each(IGNORED)('is not %s', (_name, fields) => {
    expect(parse({ type: 'chat', body: 'olá', ...fields })).toEqual([])
  })

  it('is refused where the frame is odd, and the error quotes nothing', () => {
    const parsed = parseMessage({ ...FRAME, type: 'chat', body: 'a secret', t: 'noon', from: 5 })
    expect(parsed).toEqual({ ok: false, error: expect.stringContaining('t: ') })
    expect(JSON.stringify(parsed)).not.toMatch(/secret|noon|5551111/)
  })

  it('never throws, whatever the page gives', () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (anything, fields) => {
        parseMessage(anything)
        parseMessage({ ...FRAME, type: 'ptt', stored: true, ...fields })
      }),
    )
  })
})
