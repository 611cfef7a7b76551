import type { Limits, OutboundMessage } from '../../bot/message.ts'
import type { ApiCall, Loss } from '../../bot/ports/channel.ts'
import { withNumbers } from '../../bot/text.ts'
import type { SendText } from './schema.ts'

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

/** A message as one call: plain text, and choices as numbered lines. */
export const renderMessage = (
  message: OutboundMessage,
  address: string,
): { readonly call: ApiCall; readonly losses: readonly Loss[] } => {
  const payload: SendText = { chat: address, text: plain(withNumbers(message)) }
  const losses: readonly Loss[] = message.choices.length > 0 ? [{ what: 'buttons-as-numbers' }] : []
  return { call: { method: 'send', payload }, losses }
}
