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
 * What WhatsApp would take as a sign for bold, italic, struck through or typewriter: at the beginning of a word, with its
 * partner later. An invisible mark before it keeps it as it is; there is no other way to say so.
 */
const MARKUP = /(^|[\s([{"'«“])([*_~`]+)(?=\S)/gmu
const MARK = '\u200b'

/** Between the sign and the letter, so that it cannot open anything. */
const plain = (text: string): string =>
  text.replace(MARKUP, (_all, before: string, signs: string) => `${before}${[...signs].join(MARK)}${MARK}`)

/** A message as one call: plain text, and choices as numbered lines. */
export const renderMessage = (
  message: OutboundMessage,
  address: string,
): { readonly call: ApiCall; readonly losses: readonly Loss[] } => {
  const payload: SendText = { chat: address, text: plain(withNumbers(message)) }
  const losses: readonly Loss[] = message.choices.length > 0 ? [{ what: 'buttons-as-numbers' }] : []
  return { call: { method: 'send', payload }, losses }
}
