import type { Choice, Limits, OutboundMessage } from '../../bot/message.ts'
import type { ApiCall, Loss } from '../../bot/ports/channel.ts'
import { lengthOf, shorten, withinUnits } from '../../bot/text.ts'
import { renderAttachment } from './attachment.ts'
import type { SendMessage } from './schema.ts'

/** UTF-16 units in a message, by Telegram's rule. */
const MAX_UNITS = 4_096

/** Telegram counts UTF-16 units and not letters. The topics of the menu fit on buttons. */
export const TELEGRAM_LIMITS: Limits = {
  maxText: 3_500,
  maxUnits: MAX_UNITS,
  maxButtons: 16,
  maxButtonLabel: 40,
  replyWindow: null,
}

/** Bytes that a button may carry, by Telegram's rule. */
const MAX_DATA = 64
/** Graphemes up to which two labels stand beside each other on a narrow screen. */
const HALF_ROW = 18

/**
 * A message as one call. Plain text: without `parse_mode` no text can be refused or change its look. Links show no preview:
 * it costs data, and tells the page that somebody was sent there.
 */
export const renderMessage = (
  message: OutboundMessage,
  address: string,
): { readonly call: ApiCall; readonly losses: readonly Loss[] } => {
  if (message.attachment) return { call: renderAttachment(message.attachment, Number(address)), losses: [] }
  const buttons = buttonsFor(message.choices)
  const { text, cut } = withinUnits(buttons === null ? message : { ...message, choices: [] }, MAX_UNITS)
  const payload: SendMessage = {
    chat_id: Number(address),
    text,
    link_preview_options: { is_disabled: true },
    ...(buttons && buttons.rows.length > 0 ? { reply_markup: { inline_keyboard: buttons.rows } } : {}),
  }
  const losses: readonly (Loss | false | undefined)[] = [
    buttons === null && { what: 'buttons-as-numbers' },
    buttons?.shortened && { what: 'label-shortened' },
    cut && { what: 'text-shortened' },
  ]
  return { call: { method: 'sendMessage', payload }, losses: losses.filter((loss) => typeof loss === 'object') }
}

type Button = { text: string; callback_data: string }

/** The keyboard; null where the choices cannot be buttons: too many, an id too long, or labels that one cannot tell apart. */
const buttonsFor = (choices: readonly Choice[]): { readonly rows: Button[][]; readonly shortened: boolean } | null => {
  const buttons = choices.map(({ id, label }) => ({
    text: shorten(label, TELEGRAM_LIMITS.maxButtonLabel),
    callback_data: id,
  }))
  const possible =
    buttons.length <= TELEGRAM_LIMITS.maxButtons &&
    new Set(buttons.map(({ text }) => text)).size === buttons.length &&
    buttons.every(({ text, callback_data: data }) => text.trim() !== '' && data !== '' && bytesOf(data) <= MAX_DATA)
  if (!possible) return null
  return { rows: inRows(buttons), shortened: buttons.some(({ text }, index) => text !== choices[index]?.label) }
}

const inRows = (buttons: readonly Button[]): Button[][] => {
  const rows: Button[][] = []
  for (const button of buttons) {
    const row = rows.at(-1)
    const beside = row?.length === 1 && isShort(row[0]) && isShort(button)
    if (beside) row.push(button)
    else rows.push([button])
  }
  return rows
}

const isShort = (button: Button | undefined): boolean => button !== undefined && lengthOf(button.text) <= HALF_ROW

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8')
