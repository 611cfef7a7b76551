import type { Attachment, Limits, OutboundMessage } from '../../bot/message.ts'
import type { ApiCall, Loss } from '../../bot/ports/channel.ts'
import { withNumbers } from '../../bot/text.ts'
import type { Send } from './schema.ts'

/** WhatsApp carries far more; what is longer than this is hard to read on a telephone. No buttons: choices are numbers. */
export const WHATSAPP_WEB_LIMITS: Limits = {
  maxText: 3_500,
  maxButtons: 0,
  maxButtonLabel: 0,
  replyWindow: null,
}

/**
 * What WhatsApp would take as a sign for bold, italic, struck through or typewriter: not after a letter, and with something
 * behind it. An invisible mark between keeps it as it is; there is no other way to say so. Links are left alone.
 */
const MARKUP = /https?:\/\/\S+|(?<![\p{L}\p{N}])[*_~`](?=\S)/gu
const MARK = '\u200b'

const plain = (text: string): string =>
  text.replace(MARKUP, (found) => (found.length === 1 ? `${found}${MARK}` : found))

/** What `send` adds: the name is the method of the call, the bytes are brought beside it. */
type Payload<Name extends Send['name']> = Omit<Extract<Send, { readonly name: Name }>, 'name' | 'bytes'>

/** A message as one call: plain text, and choices as numbered lines; or a file, or a place. */
export const renderMessage = (
  message: OutboundMessage,
  address: string,
): { readonly call: ApiCall; readonly losses: readonly Loss[] } => {
  if (message.attachment !== undefined) return { call: attach(message.attachment, address), losses: [] }
  const payload: Payload<'send'> = { chat: address, text: plain(withNumbers(message)) }
  const losses: readonly Loss[] = message.choices.length > 0 ? [{ what: 'buttons-as-numbers' }] : []
  return { call: { method: 'send', payload }, losses }
}

const attach = (attachment: Attachment, chat: string): ApiCall => {
  if (attachment.kind === 'location') {
    const payload: Payload<'send-place'> = { chat, lat: attachment.lat, lon: attachment.lon }
    return { method: 'send-place', payload }
  }
  const { what, mime, name } = attachment
  const as = what === 'file' ? 'document' : what === 'image' ? 'image' : mime === 'audio/ogg' ? 'voice' : 'sound'
  const payload: Payload<'send-file'> = { chat, as, mime, filename: name }
  return { method: 'send-file', payload }
}
