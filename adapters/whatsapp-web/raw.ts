import type { Message } from 'whatsapp-web.js'

/** Fields of a message that are of use. The rest of what the page holds (keys, thumbnails) goes no further. */
const KEPT = [
  'type',
  'subtype',
  't',
  'body',
  'caption',
  'mimetype',
  'size',
  'filename',
  'duration',
  'lat',
  'lng',
  'notifyName',
  'isStatusV3',
  'directPath',
] as const

/** A message of the page, reduced to plain data. `data`: what `getMessageModel` gave. Null where it has no id. */
export const rawOf = (data: unknown): Raw | null => {
  if (typeof data !== 'object' || data === null) return null
  const all = data as Record<string, unknown>
  const id = serialized(all.id)
  const from = serialized(all.from)
  if (id === null || from === null) return null
  const kept = Object.fromEntries(KEPT.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])))
  const { directPath, ...rest } = kept
  return {
    ...rest,
    id,
    from,
    fromMe: (all.id as { readonly fromMe?: unknown }).fromMe === true,
    stored: directPath !== undefined,
    type: String(all.type),
    t: Number(all.t),
    phone: from.endsWith('@c.us') ? from : null,
  }
}

export type Raw = {
  readonly id: string
  readonly from: string
  readonly fromMe: boolean
  readonly type: string
  readonly t: number
  /** WhatsApp holds its bytes. */
  readonly stored: boolean
  /** The chat's own id where that is a telephone number; for others it is looked up. */
  readonly phone: string | null
} & Readonly<Record<string, unknown>>

/** The data behind a message of the library. */
export const dataOf = (message: Message): unknown => message.rawData

const serialized = (id: unknown): string | null => {
  if (typeof id === 'string' && id !== '') return id
  if (typeof id !== 'object' || id === null || !('_serialized' in id)) return null
  return typeof id._serialized === 'string' ? id._serialized : null
}
