/** What the page says that it sends, held against the rules, and what the person's telephone shows of it. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Media } from './whatsapp-web-server-content.ts'

/** A message as the person's telephone shows it. */
export type SentMessage = {
  readonly chat: string
  readonly text: string
  readonly id: string
  /** A file, with the kind of message that brings it; or a place. */
  readonly attached: SentFile | { readonly lat: number; readonly lon: number } | null
}
export type SentFile = {
  readonly type: 'ptt' | 'audio' | 'image' | 'document'
  readonly bytes: Uint8Array
  readonly mime: string
  readonly name: string | null
}

const envelope = { chat: z.string(), id: z.string(), t: z.number() }
/** What an upload gives, and the message must bring. */
const uploaded = {
  ...envelope,
  mimetype: z.string(),
  size: z.int().positive(),
  directPath: z.string(),
  filehash: z.string(),
  mediaKey: z.literal('key'),
  encFilehash: z.literal('encrypted'),
  uploadhash: z.literal('encrypted'),
}

export const sendBody = z.discriminatedUnion('type', [
  z.strictObject({ ...envelope, type: z.literal('chat'), body: z.string().min(1).max(65_536) }),
  z.strictObject({ ...uploaded, type: z.literal('ptt'), sendAudioAsVoice: z.literal(true) }),
  z.strictObject({ ...uploaded, type: z.literal('audio') }),
  z.strictObject({ ...uploaded, type: z.literal('image'), body: z.literal('thumbnail') }),
  z.strictObject({
    ...uploaded,
    type: z.literal('document'),
    sendMediaAsDocument: z.literal(true),
    filename: z.string().min(1),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('location'),
    body: z.literal(''),
    loc: z.literal(''),
    lat: z.number(),
    lng: z.number(),
  }),
])

export type Sent = z.output<typeof sendBody>

/** Formatting as WhatsApp's telephones read it, and marks that nobody sees: what is left is what a person reads. */
export const asShown = (text: string): string =>
  text
    .split(/(https?:\/\/\S+)/)
    .map((part, at) => (at % 2 === 1 ? part : formatted(part)))
    .join('')
const formatted = (text: string): string => {
  const pair = (sign: string) =>
    new RegExp(`(^|[^\\p{L}\\p{N}\\u200b])${sign}(?=[^\\s\\u200b])(.*?[^\\s])${sign}(?![\\p{L}\\p{N}])`, 'gmu')
  return ['```', '\\*', '_', '~', '`']
    .reduce((shown, sign) => shown.replace(pair(sign), '$1$2'), text)
    .replaceAll('\u200b', '')
}

/** The file that was uploaded for a message. What the message tells of it must be true. */
const fileOf = (
  message: Extract<Sent, { readonly directPath: string }>,
  media: Media,
  violation: (what: string) => void,
): SentFile => {
  const { type, directPath, mimetype, size, filehash } = message
  const bytes = media.get(directPath) ?? new Uint8Array()
  const hash = createHash('sha256').update(bytes).digest('base64')
  if (bytes.length !== size || hash !== filehash) violation('a message with another file than was uploaded')
  if (type === 'ptt' && mimetype !== 'audio/ogg; codecs=opus') violation(`a voice note of ${mimetype}`)
  return { type, bytes, mime: mimetype, name: type === 'document' ? message.filename : null }
}
const attachedTo = (message: Sent, media: Media, violation: (what: string) => void): SentMessage['attached'] => {
  if (message.type === 'chat') return null
  if (message.type === 'location') return { lat: message.lat, lon: message.lng }
  return fileOf(message, media, violation)
}

/** A message as it comes out on the telephone. */
export const shownOf = (message: Sent, media: Media, violation: (what: string) => void): SentMessage => ({
  chat: message.chat,
  text: asShown(message.type === 'chat' ? message.body : ''),
  id: message.id,
  attached: attachedTo(message, media, violation),
})
