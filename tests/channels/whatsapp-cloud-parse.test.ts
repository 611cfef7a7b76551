import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDelivery } from '../../adapters/whatsapp-cloud/parse.ts'
import type { Body } from '../../bot/message.ts'
import { PHONE_ID } from '../support/whatsapp-cloud-stage.ts'

const FRAME = { id: 'wamid.1', timestamp: '1780000000', from: '2389912345' }
const CONTACT = { profile: { name: 'Maria' }, wa_id: '2389912345' }

type Value = Readonly<Record<string, unknown>>
const delivery = (...values: readonly Value[]) => ({
  object: 'whatsapp_business_account',
  entry: values.map((value) => ({
    id: '1',
    changes: [
      {
        field: 'messages',
        value: { messaging_product: 'whatsapp', metadata: { phone_number_id: PHONE_ID }, ...value },
      },
    ],
  })),
})
const parse = (raw: unknown) => {
  const parsed = parseDelivery(raw, PHONE_ID)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value
}
const one = (message: Value, contact: Value = CONTACT) =>
  parse(delivery({ contacts: [contact], messages: [{ ...FRAME, ...message }] }))

const media = (what: 'voice' | 'image' | 'file', mime: string, name: string | null, caption = ''): Body => ({
  kind: 'media',
  what,
  media: { ref: '77', mime, size: null, name, seconds: null },
  caption,
})

describe('what people send on WhatsApp', () => {
  it('is a message with who, when and what', () => {
    expect(one({ type: 'text', text: { body: 'olá' } }).messages).toEqual([
      {
        names: ['whatsapp-cloud:2389912345'],
        message: {
          id: 'whatsapp-cloud:wamid.1',
          conversation: 'whatsapp-cloud:2389912345',
          sentAt: 1_780_000_000_000,
          from: 'Maria',
          locale: null,
          body: { kind: 'text', text: 'olá' },
        },
      },
    ])
  })

  const BODIES: readonly (readonly [name: string, message: Value, body: Body])[] = [
    ['text', { type: 'text', text: { body: ' a\nb ' } }, { kind: 'text', text: ' a\nb ' }],
    [
      'a button',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'cmd:menu', title: 'Menu' } } },
      { kind: 'choice', choice: 'cmd:menu' as never, label: 'Menu' },
    ],
    [
      'a row of a list',
      {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id: 'unit:sal', title: 'Sal', description: 'Espargos' } },
      },
      { kind: 'choice', choice: 'unit:sal' as never, label: 'Sal' },
    ],
    [
      'a form',
      { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{}' } } },
      { kind: 'unsupported', what: 'form' },
    ],
    [
      'a button of a template',
      { type: 'button', button: { payload: 'x', text: 'Sim' } },
      { kind: 'text', text: 'Sim' },
    ],
    [
      'a voice note',
      { type: 'audio', audio: { id: '77', mime_type: 'audio/ogg; codecs=opus', voice: true } },
      media('voice', 'audio/ogg', null),
    ],
    [
      'a picture',
      { type: 'image', image: { id: '77', mime_type: 'image/jpeg', sha256: 'x', caption: 'BI' } },
      media('image', 'image/jpeg', null, 'BI'),
    ],
    ['a film', { type: 'video', video: { id: '77' } }, media('file', 'video/mp4', null)],
    [
      'a document',
      { type: 'document', document: { id: '77', mime_type: 'application/pdf', filename: 'carta.pdf' } },
      media('file', 'application/pdf', 'carta.pdf'),
    ],
    ['a file without an id', { type: 'document', document: {} }, { kind: 'unsupported', what: 'unknown' }],
    [
      'a place',
      { type: 'location', location: { latitude: 16.7, longitude: -22.9, name: 'x' } },
      { kind: 'location', lat: 16.7, lon: -22.9 },
    ],
    ['a place without a place', { type: 'location', location: {} }, { kind: 'unsupported', what: 'unknown' }],
    ['a sticker', { type: 'sticker', sticker: { id: '77' } }, { kind: 'unsupported', what: 'sticker' }],
    ['contacts', { type: 'contacts', contacts: [] }, { kind: 'unsupported', what: 'contact' }],
    ['an order', { type: 'order', order: {} }, { kind: 'unsupported', what: 'order' }],
    ['what Meta cannot show', { type: 'unsupported', errors: [] }, { kind: 'unsupported', what: 'unsupported' }],
    ['what Meta invents next', { type: 'hologram', hologram: {} }, { kind: 'unsupported', what: 'unknown' }],
  ]
  it.each(BODIES)('%s', (_name, message, body) => {
    expect(one(message).messages.map(({ message: { body: got } }) => got)).toEqual([body])
  })

  it.each([
    ['a reaction', { type: 'reaction', reaction: { message_id: 'x', emoji: '👍' } }],
    ['a changed number', { type: 'system', system: { type: 'user_changed_number', wa_id: '23899' } }],
    ['a group', { type: 'text', text: { body: 'x' }, group_id: 'g1' }],
  ])('gives nothing for %s', (_name, message) => expect(one(message).messages).toEqual([]))
})

describe('names of a person', () => {
  const text = { type: 'text', text: { body: 'x' } }
  it('are the account and then the number, wherever they stand', () => {
    const both = ['whatsapp-cloud:CV.77', 'whatsapp-cloud:2389912345']
    expect(one({ ...text, from_user_id: 'CV.77' }).messages[0]?.names).toEqual(both)
    expect(one(text, { ...CONTACT, user_id: 'CV.77' }).messages[0]?.names).toEqual(both)
  })

  it('may lack a number', () => {
    const { messages } = one(
      { ...text, from: undefined, from_user_id: 'CV.77' },
      { profile: { name: ' ' }, user_id: 'CV.77' },
    )
    expect(messages[0]?.names).toEqual(['whatsapp-cloud:CV.77'])
    expect(messages[0]?.message.from).toBeNull()
  })

  it('are those of the right contact', () => {
    const others = [{ profile: { name: 'Nuno' }, wa_id: '2381' }, CONTACT]
    expect(parse(delivery({ contacts: others, messages: [{ ...FRAME, ...text }] })).messages[0]?.message.from).toBe(
      'Maria',
    )
  })
})

describe('a delivery', () => {
  const said = (id: string, seconds: number) => ({
    ...FRAME,
    id,
    timestamp: String(1_780_000_000 + seconds),
    type: 'text',
    text: { body: id },
  })
  const ids = (raw: unknown) => parse(raw).messages.map(({ message }) => message.id.split(':')[1])

  it('gives everything in it, by time and else as it came', () => {
    expect(
      ids(delivery({ messages: [said('c', 2), said('a', 1), said('b', 1)] }, { messages: [said('d', 0)] })),
    ).toEqual(['d', 'a', 'b', 'c'])
  })

  it('of other numbers, and of other kinds, is none of our business', () => {
    const other = { metadata: { phone_number_id: '999' }, messages: [said('a', 0)] }
    const raw = delivery(other, { messages: [said('b', 0)] })
    const templates = { id: '1', changes: [{ field: 'message_template_status_update', value: { event: 'APPROVED' } }] }
    expect(ids({ ...raw, entry: [...raw.entry, templates] })).toEqual(['b'])
  })

  it('gives what can be read of it, and names the fields of the rest without their words', () => {
    const { messages, unreadable } = parse(
      delivery({ messages: [{ ...said('a', 0), from: 'segredo' }, said('b', 0), { id: 'c' }] }),
    )
    expect(messages).toHaveLength(1)
    expect(unreadable).toHaveLength(2)
    expect(unreadable.join()).toContain('from: custom')
    expect(unreadable.join()).not.toContain('segredo')
  })

  it('tells what became of messages that carry our id', () => {
    const status = (name: string, more: Value = {}) => ({
      id: 'wamid.9',
      status: name,
      timestamp: '1',
      recipient_id: '1',
      biz_opaque_callback_data: 'outbox-1',
      ...more,
    })
    const outcomes = (...statuses: readonly Value[]) =>
      parse(delivery({ statuses })).reports.map(({ outcome }) => outcome)
    const taken = { kind: 'sent', provider: 'wamid.9' }
    expect(outcomes(status('read'), status('sent'), status('delivered'), status('played'))).toEqual(
      Array(4).fill(taken),
    )
    expect(outcomes(status('failed', { errors: [{ code: 131_047 }] }))).toEqual([
      { kind: 'rejected', code: 'outside-window', provider: 'wamid.9' },
    ])
    expect(outcomes(status('failed', { errors: [{ code: 131_026 }] }), status('failed'))).toEqual([
      { kind: 'gone', code: '131026', provider: 'wamid.9' },
      { kind: 'rejected', code: 'unknown', provider: 'wamid.9' },
    ])
    expect(outcomes(status('warning'), status('sent', { biz_opaque_callback_data: undefined }))).toEqual([])
  })

  it('of any form is read or refused, never a throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (inner, outer) => {
        parseDelivery(outer, PHONE_ID)
        parseDelivery(delivery({ messages: [inner], statuses: [inner], contacts: [inner] }), PHONE_ID)
        parseDelivery(delivery({ messages: [{ ...FRAME, type: 'text', text: inner, audio: inner }] }), PHONE_ID)
      }),
    )
  })
})
