import { z } from 'zod'
import type { Attached, World } from './whatsapp-cloud-world.ts'

/* What Meta takes in as a file, and what it finds wrong with one only when it looks at it to deliver it. */

const MEGABYTE = 1024 * 1024

/** Bytes at most, by type. */
const AUDIO = 16 * MEGABYTE
const IMAGE = 5 * MEGABYTE
const DOCUMENT = 100 * MEGABYTE
const TYPES: Readonly<Record<string, { readonly as: 'audio' | 'image' | 'document'; readonly most: number }>> = {
  'audio/aac': { as: 'audio', most: AUDIO },
  'audio/amr': { as: 'audio', most: AUDIO },
  'audio/mpeg': { as: 'audio', most: AUDIO },
  'audio/mp4': { as: 'audio', most: AUDIO },
  'audio/ogg; codecs=opus': { as: 'audio', most: AUDIO },
  'image/jpeg': { as: 'image', most: IMAGE },
  'image/png': { as: 'image', most: IMAGE },
  'text/plain': { as: 'document', most: DOCUMENT },
  'application/pdf': { as: 'document', most: DOCUMENT },
}

/** How the bytes of a type begin, where that can be told. */
const BEGINNINGS: Readonly<Record<string, RegExp>> = {
  'audio/mpeg': /^(ID3|\xff[\xe2-\xff])/,
  'audio/mp4': /^.{4}ftyp/s,
  'audio/ogg; codecs=opus': /^OggS.*OpusHead/s,
  'image/jpeg': /^\xff\xd8\xff/,
  'image/png': /^\x89PNG\r\n/,
  'application/pdf': /^%PDF/,
}
const ENDINGS: Readonly<Record<string, RegExp>> = {
  'audio/mpeg': /\.mp3$/,
  'audio/mp4': /\.m4a$/,
  'audio/ogg; codecs=opus': /\.ogg$/,
  'image/jpeg': /\.jpe?g$/,
  'image/png': /\.png$/,
  'application/pdf': /\.pdf$/,
}

export const WRONG_PARAMETER = 100
/** "Media upload error". */
export const WRONG_MEDIA = 131_053

const upload = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  type: z.string(),
  file: z.instanceof(File),
})
const names = ['messaging_product', 'type', 'file']

/** The form of an upload with each field once; null where it is no form. */
export const uploadForm = async (
  contentType: string,
  body: Buffer,
): Promise<Readonly<Record<string, unknown>> | null> => {
  try {
    const headers = { 'content-type': contentType }
    const form = await new Response(new Uint8Array(body), { headers }).formData()
    const fields = [...form.entries()]
    return fields.length === names.length ? Object.fromEntries(fields) : null
  } catch {
    return null
  }
}

type Uploaded = { readonly id: string } | { readonly code: number; readonly violation?: string }

/** Keeps the bytes under an id, or gives the code of the refusal. Meta goes by the type that is told and by the ending. */
export const takeUpload = async (world: World, payload: unknown): Promise<Uploaded> => {
  const parsed = upload.safeParse(payload)
  if (!parsed.success) return { code: WRONG_PARAMETER, violation: `media: ${z.prettifyError(parsed.error)}` }
  const { type, file } = parsed.data
  const rule = TYPES[type]
  if (file.type !== type)
    return { code: WRONG_PARAMETER, violation: `media: a file of ${file.type} is said to be ${type}` }
  if (rule === undefined) return { code: WRONG_PARAMETER }
  if (file.size > rule.most || file.size === 0) return { code: WRONG_PARAMETER }
  if (ENDINGS[type]?.test(file.name) === false) return { code: WRONG_MEDIA }
  const id = world.nextId('88')
  world.uploads.set(id, { as: rule.as, type, bytes: new Uint8Array(await file.arrayBuffer()) })
  return { id }
}

type FileMessage =
  | { readonly type: 'audio'; readonly audio: { readonly id: string } }
  | { readonly type: 'image'; readonly image: { readonly id: string } }
  | { readonly type: 'document'; readonly document: { readonly id: string; readonly filename: string } }

const idOf = (message: FileMessage): string =>
  message.type === 'audio' ? message.audio.id : message.type === 'image' ? message.image.id : message.document.id

/**
 * What the person is shown. `refused`: Meta says so at once. `later`: it takes the message, looks at the bytes, and tells that they are not
 * what they were said to be.
 */
export const attachedBy = (world: World, message: FileMessage): Attached | { readonly refused: number } | 'later' => {
  const file = world.uploads.get(idOf(message))
  if (file === undefined) return { refused: WRONG_PARAMETER }
  if (file.as !== message.type) return { refused: WRONG_MEDIA }
  const { bytes, type } = file
  if (BEGINNINGS[type]?.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1')) === false) return 'later'
  if (message.type === 'document') return { what: 'file', bytes, name: message.document.filename }
  return { what: message.type === 'audio' ? 'voice' : 'image', bytes, name: null }
}
