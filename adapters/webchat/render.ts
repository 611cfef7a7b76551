import { z } from 'zod'
import type { Attachment, Limits, OutboundMessage } from '../../bot/message.ts'
import type { ApiCall, Loss } from '../../bot/ports/channel.ts'
import { lengthOf, shorten, withNumbers } from '../../bot/text.ts'
import { language } from './language.ts'
import { ADDRESS } from './visitor.ts'

export const LIMITS: Limits = { maxText: 4_000, maxButtons: 20, maxButtonLabel: 80, replyWindow: null }

/** The payload of a call, as `render` made it. The bytes of a file come beside it. */
export const appended = z.object({
  address: z.string().regex(ADDRESS),
  text: z.string(),
  choices: z.array(z.object({ id: z.string(), label: z.string() })),
  urgent: z.boolean(),
  voice: z.enum(['bot', 'staff']),
  language: language.optional(),
  attachment: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('file'),
        what: z.enum(['voice', 'image', 'file']),
        name: z.string().nullable(),
      }),
      z.object({
        kind: z.literal('location'),
        lat: z.number().min(-90).max(90),
        lon: z.number().min(-180).max(180),
      }),
    ])
    .optional(),
})

export type Appended = z.output<typeof appended>

const attachedAs = (attachment: Attachment) =>
  attachment.kind === 'file' ? { kind: attachment.kind, what: attachment.what, name: attachment.name } : attachment

/** A message as a line of the visitor's log. Pure. */
export const render = (
  message: OutboundMessage,
  address: string,
): { readonly call: ApiCall; readonly losses: readonly Loss[] } => {
  const many = message.choices.length > LIMITS.maxButtons
  const long = !many && message.choices.some((choice) => lengthOf(choice.label) > LIMITS.maxButtonLabel)
  const tiles = many ? [] : message.choices
  const payload = {
    address,
    text: many ? withNumbers(message) : message.text,
    choices: tiles.map(({ id, label }) => ({ id, label: shorten(label, LIMITS.maxButtonLabel) })),
    urgent: message.urgent === true,
    voice: message.voice ?? 'bot',
    ...(message.language && { language: message.language }),
    ...(message.attachment && { attachment: attachedAs(message.attachment) }),
  }
  const losses: Loss[] = []
  if (many) losses.push({ what: 'buttons-as-numbers' })
  if (long) losses.push({ what: 'label-shortened' })
  return { call: { method: 'append', payload }, losses }
}
