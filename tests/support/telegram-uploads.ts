import { z } from 'zod'
import type { Attached } from './telegram-world.ts'

/* What Telegram takes as a voice note, sound, photo or document, and what it makes of it. */

const MEGABYTE = 1024 * 1024
/** Bytes. */
const MOST = 50 * MEGABYTE
const MOST_PHOTO = 10 * MEGABYTE

const file = z.strictObject({ name: z.string().min(1), bytes: z.instanceof(Uint8Array) })
const chat = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number)

export const UPLOADS = {
  sendVoice: z.strictObject({ chat_id: chat, voice: file }),
  sendAudio: z.strictObject({ chat_id: chat, audio: file }),
  sendPhoto: z.strictObject({ chat_id: chat, photo: file }),
  sendDocument: z.strictObject({
    chat_id: chat,
    document: file,
    disable_content_type_detection: z.literal('true').optional(),
  }),
} as const

type File = z.output<typeof file>
export type Refusal = { readonly code: number; readonly description: string }

const latin = ({ bytes }: File, to: number): string => Buffer.from(bytes.subarray(0, to)).toString('latin1')

const refused = (description: string, code = 400): Refusal => ({ code, description })
const tooLarge = ({ bytes }: File): Refusal | null =>
  bytes.length > MOST ? refused('Request Entity Too Large', 413) : null

/** What the person is shown, or why it is refused. */
export const receivedAs = {
  voice: (one: File): Attached | Refusal =>
    tooLarge(one) ??
    (latin(one, 4) === 'OggS' && latin(one, 64).includes('OpusHead')
      ? { what: 'voice', method: 'sendVoice', bytes: one.bytes, name: null }
      : refused('Bad Request: the simulated Telegram plays only Opus in Ogg')),
  audio: (one: File): Attached | Refusal =>
    tooLarge(one) ??
    (/^ID3|^\xff[\xe2-\xff]|^.{4}ftyp/s.test(latin(one, 12))
      ? { what: 'voice', method: 'sendAudio', bytes: one.bytes, name: one.name }
      : refused('Bad Request: the simulated Telegram plays only MP3 and M4A')),
  photo: (one: File): Attached | Refusal => {
    if (one.bytes.length > MOST_PHOTO) return refused('Bad Request: file is too big for a photo')
    const size = sizeOf(one)
    if (size === null) return refused('Bad Request: IMAGE_PROCESS_FAILED')
    const [longer, shorter] = [Math.max(...size), Math.min(...size)]
    if (longer + shorter > 10_000 || longer > 20 * shorter) return refused('Bad Request: PHOTO_INVALID_DIMENSIONS')
    return { what: 'image', method: 'sendPhoto', bytes: one.bytes, name: null }
  },
  document: (one: File): Attached | Refusal =>
    tooLarge(one) ?? { what: 'file', method: 'sendDocument', bytes: one.bytes, name: one.name },
} as const

/** Width and height of a PNG; that of a JPEG is believed. Null for what is no picture. */
const sizeOf = (one: File): readonly [number, number] | null => {
  if (latin(one, 3) === '\xff\xd8\xff') return [100, 100]
  if (latin(one, 8) !== '\x89PNG\r\n\x1a\n' || one.bytes.length < 24) return null
  const bytes = Buffer.from(one.bytes)
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}
