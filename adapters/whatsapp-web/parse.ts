import { conversationId, messageId } from '../../bot/ids.ts'
import type { Body, InboundMessage, MediaKind, MediaRef } from '../../bot/message.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { instant, SECOND } from '../../bot/time.ts'
import * as schema from './schema.ts'

/** Chats of one person. Everything else (groups, status, newsletters, broadcasts) is not for us. */
const PRIVATE = /^[\w.-]+@(c\.us|lid)$/

/** What WhatsApp itself notes in a chat. Nobody said anything, so nothing is answered. */
const NOTICES = new Set([
  'e2e_notification',
  'notification',
  'notification_template',
  'gp2',
  'protocol',
  'call_log',
  'broadcast_notification',
  'reaction',
  'pin_message',
  'keep_in_chat',
  'debug',
  'revoked',
  // Comes once more when it can be read.
  'ciphertext',
  // The pictures of an album come one by one as well.
  'album',
])

/** Content with words, and the field where they stand. */
const WORDS: Readonly<Record<string, string>> = {
  chat: 'body',
  list_response: 'body',
  buttons_response: 'body',
  template_button_reply: 'body',
  interactive: 'body',
}

const MEDIA: Readonly<Record<string, readonly [what: MediaKind, mime: string]>> = {
  ptt: ['voice', 'audio/ogg'],
  audio: ['voice', 'audio/mpeg'],
  ptv: ['voice', 'video/mp4'],
  image: ['image', 'image/jpeg'],
  video: ['file', 'video/mp4'],
  document: ['file', 'application/octet-stream'],
}

/** Names that the person who reads the case may understand. */
const UNREADABLE: Readonly<Record<string, string>> = {
  vcard: 'contact',
  multi_vcard: 'contact',
  poll_creation: 'poll',
  scheduled_event_creation: 'event',
}

/** One message of the page. The error names fields, never what stood in them. */
export const parseMessage = (raw: unknown): Result<readonly InboundMessage[], string> => {
  const parsed = schema.frame.safeParse(raw)
  if (!parsed.success) {
    const fields = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'message'}: ${issue.code}`)
    return fail(fields.join(', '))
  }
  const message = parsed.data
  if (message.fromMe || message.isStatusV3 === true || !PRIVATE.test(message.from)) return ok([])
  const body = bodyOf(message)
  if (body === null) return ok([])
  return ok([
    {
      id: messageId('whatsapp-web', message.id),
      conversation: conversationId('whatsapp-web', message.from),
      sentAt: instant(message.t * SECOND),
      from: nameOf(message.notifyName),
      locale: null,
      phone: phoneOf(message.phone),
      body,
    },
  ])
}

const nameOf = (name: unknown): string | null => (typeof name === 'string' && name.trim() !== '' ? name.trim() : null)

/** `238…@c.us` as it is dialled. */
const phoneOf = (id: string | null): string | null => {
  const digits = /^(\d{5,15})@c\.us$/.exec(id ?? '')
  return digits ? `+${digits[1]}` : null
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What was said; null where nothing was. */
const bodyOf = (message: schema.Frame): Body | null => {
  const { type } = message
  const words = WORDS[type]
  if (words !== undefined) return { kind: 'text', text: text(message[words]) }
  if (type === 'location') {
    const place = schema.place.safeParse(message)
    return place.success
      ? { kind: 'location', lat: place.data.lat, lon: place.data.lng }
      : { kind: 'unsupported', what: 'location' }
  }
  const media = MEDIA[type]
  if (media !== undefined && message.stored)
    return { kind: 'media', what: media[0], media: mediaOf(message, media), caption: text(message.caption) }
  if (NOTICES.has(type)) return null
  // Whatever WhatsApp invents next, or a file that it does not hold: somebody waits for an answer.
  return { kind: 'unsupported', what: UNREADABLE[type] ?? (type === 'sticker' ? type : 'unknown') }
}

const mediaOf = (message: schema.Frame, [what, mime]: readonly [MediaKind, string]): MediaRef => {
  const file = schema.file.parse(message)
  return {
    ref: message.id,
    // `audio/ogg; codecs=opus` is the same type to whoever shows it.
    mime: file.mimetype?.split(';')[0]?.trim() || mime,
    size: file.size ?? null,
    name: file.filename ?? null,
    seconds: what === 'voice' ? (file.duration ?? null) : null,
  }
}
