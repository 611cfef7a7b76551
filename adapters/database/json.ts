import { z } from 'zod'
import { DANGERS } from '../../bot/danger.ts'
import type { ChoiceId, ConversationId, FileId, StaffId, UnitId } from '../../bot/ids.ts'
import { partsOfConversation } from '../../bot/ids.ts'
import type { OutboundMessage } from '../../bot/message.ts'
import { decodeSession, type Session } from '../../bot/session.ts'
import type { TemplateUse } from '../../bot/template.ts'
import { OUTCOMES, type TicketChange } from '../../bot/ticket.ts'
import type { Instant } from '../../bot/time.ts'
import { LANGS } from '../../locales/languages.ts'

const branded = <T extends string>() => z.string().transform((value) => value as T)
const at = z.number().transform((value) => value as Instant)
const staff = branded<StaffId>()
const unit = branded<UnitId>()
const lang = z.enum(LANGS)

const attachment = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    file: branded<FileId>(),
    what: z.enum(['voice', 'image', 'file']),
    mime: z.string(),
    size: z.number(),
    name: z.string().nullable(),
  }),
  z.object({ kind: z.literal('location'), lat: z.number(), lon: z.number() }),
])

const template = z.object({ name: z.string(), language: z.string(), values: z.array(z.string()).readonly() })

const outbound = z.object({
  text: z.string(),
  choices: z.array(z.object({ id: branded<ChoiceId>(), label: z.string() })).readonly(),
  urgent: z.literal(true).exactOptional(),
  voice: z.enum(['bot', 'staff']).exactOptional(),
  template: template.exactOptional(),
  attachment: attachment.exactOptional(),
  language: z.object({ lang, by: z.enum(['detected', 'chosen']) }).exactOptional(),
})

const body = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('choice'), choice: branded<ChoiceId>(), label: z.string() }),
  z.object({ kind: z.literal('location'), lat: z.number(), lon: z.number() }),
  z.object({
    kind: z.literal('media'),
    what: z.enum(['voice', 'image', 'file']),
    media: z.object({
      ref: z.string(),
      mime: z.string(),
      size: z.number().nullable(),
      name: z.string().nullable(),
      seconds: z.number().nullable(),
    }),
    caption: z.string(),
  }),
  z.object({ kind: z.literal('unsupported'), what: z.string() }),
])

const ticketChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    code: z.string(),
    unit,
    topic: z.string().nullable(),
    lang,
    danger: z.enum(DANGERS).nullable(),
    name: z.string().nullable(),
    phone: z.string().optional(),
    history: z.array(z.object({ at, by: z.enum(['person', 'bot', 'staff']), text: z.string() })).readonly(),
  }),
  z.object({ kind: z.literal('from-person'), body, message: z.string() }),
  z.object({ kind: z.literal('from-bot'), text: z.string() }),
  z.object({ kind: z.literal('from-staff'), by: staff, text: z.string(), attachment: attachment.optional() }),
  z.object({ kind: z.literal('note'), by: staff, text: z.string() }),
  z.object({ kind: z.literal('claimed'), by: staff }),
  z.object({
    kind: z.literal('transferred'),
    by: staff.nullable(),
    to: z.union([z.object({ unit }), z.object({ staff })]),
    note: z.string(),
  }),
  z.object({ kind: z.literal('handed-back'), by: staff }),
  z.object({
    kind: z.literal('closed'),
    by: staff.nullable(),
    outcome: z.enum(OUTCOMES),
    topic: z.string().nullable(),
  }),
  z.object({ kind: z.literal('reopened'), by: staff.nullable() }),
  z.object({ kind: z.literal('danger'), danger: z.enum(DANGERS) }),
  z.object({ kind: z.literal('reminder-set'), by: staff, at, text: z.string() }),
  z.object({ kind: z.literal('reminder-dropped'), by: staff.nullable(), at }),
  z.object({ kind: z.literal('reminded'), by: staff, text: z.string() }),
  z.object({ kind: z.literal('language'), lang }),
  z.object({ kind: z.literal('erased') }),
])

/** Reads what was saved. The error names no words: records hold what people said. */
const reader =
  <T>(schema: z.ZodType<T>, what: string) =>
  (json: string): T => {
    const parsed = schema.safeParse(parseJson(json))
    if (!parsed.success) throw new Error(`${what} in the records cannot be read`)
    return parsed.data
  }

const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

export const readMessage: (json: string) => OutboundMessage = reader(outbound, 'a message to be sent')
export const readTemplate: (json: string) => TemplateUse = reader(template, 'a template of a reminder')
export const readChange: (json: string) => TicketChange = reader(ticketChange, 'a line of a case')

// Written through the form in which it is read: what the schema would refuse does not compile.
export const writeMessage = (message: z.input<typeof outbound>): string => JSON.stringify(message)
export const writeTemplate = (use: z.input<typeof template>): string => JSON.stringify(use)
export const writeChange = (change: z.input<typeof ticketChange>): string => JSON.stringify(change)

/** Throws on one that cannot be read: starting anew would silently lose where the person stands. */
export const readSession = (json: string, conversation: ConversationId): Session => {
  const session = decodeSession(parseJson(json))
  if (!session.ok) throw new Error(`a session of ${partsOfConversation(conversation).channel} cannot be read`)
  return session.value
}
