import type { z } from 'zod'
import { type ConversationId, choiceId, conversationId, messageId } from '../../bot/ids.ts'
import type { Body, InboundMessage, MediaKind, MediaRef } from '../../bot/message.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { instant, SECOND } from '../../bot/time.ts'
import * as schema from './schema.ts'
import { outcomeOfStatus, type StatusReport } from './status.ts'

/** A message, and every name that Meta told of the person. The first is the one that it keeps. */
export type NamedMessage = {
  readonly message: InboundMessage
  readonly names: readonly [ConversationId, ...ConversationId[]]
}

/** One delivery of Meta's, as far as it is for our number. `unreadable` counts what could not be read. */
export type Delivery = {
  readonly messages: readonly NamedMessage[]
  readonly reports: readonly StatusReport[]
  readonly unreadable: readonly string[]
}

/** Nobody said anything that asks for an answer. */
const NOTICES = ['reaction', 'system', 'edit', 'revoke']

/** The words of the channel for what a person sent and we cannot read: answered with what to do. */
const UNREADABLE: Readonly<Record<string, string>> = {
  sticker: 'sticker',
  contacts: 'contact',
  order: 'order',
  interactive: 'form',
  unsupported: 'unsupported',
}

/**
 * One delivery. The error names fields, never what stood in them. A part that cannot be read does not hold up the others: Meta
 * would bring all of it back for days.
 */
export const parseDelivery = (raw: unknown, phoneId: string): Result<Delivery, string> => {
  const parsed = schema.delivery.safeParse(raw)
  if (!parsed.success) return fail(fieldsOf(parsed.error))
  const messages: NamedMessage[] = []
  const reports: StatusReport[] = []
  const unreadable: string[] = []
  const read = <T>(one: unknown, as: z.ZodType<T>, use: (value: T) => void): void => {
    const got = as.safeParse(one)
    if (got.success) use(got.data)
    else unreadable.push(fieldsOf(got.error))
  }

  for (const { field, value: given } of parsed.data.entry.flatMap(({ changes }) => changes)) {
    if (field !== 'messages') continue
    read(given, schema.value, (value) => {
      if (value.metadata.phone_number_id !== phoneId) return
      for (const one of value.messages ?? [])
        read(one, schema.message, (message) => {
          const named = namedMessage(message, value.contacts ?? [])
          if (named !== null) messages.push(named)
        })
      for (const one of value.statuses ?? [])
        read(one, schema.status, (status) => {
          const report = outcomeOfStatus(status)
          if (report !== null) reports.push(report)
        })
    })
  }
  // Meta promises no order within a delivery. Those of one second stay as they came.
  messages.sort((a, b) => a.message.sentAt - b.message.sentAt)
  return ok({ messages, reports, unreadable })
}

const fieldsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'delivery'}: ${issue.code}`)
    .join(', ')

const namedMessage = (message: schema.CloudMessage, contacts: readonly schema.CloudContact[]): NamedMessage | null => {
  const body = bodyOf(message)
  // What is said in a group is not said to us.
  if (body === null || message.group_id !== undefined) return null
  const { from, from_user_id: user } = message
  const contact = contacts.find(
    (one) => (user !== undefined && one.user_id === user) || (from !== undefined && one.wa_id === from),
  )
  const told = [user ?? contact?.user_id, from ?? contact?.wa_id].filter((name) => name !== undefined)
  const [first, ...others] = told.map((name) => conversationId('whatsapp-cloud', name))
  if (first === undefined) return null
  return {
    names: [first, ...others],
    message: {
      id: messageId('whatsapp-cloud', message.id),
      conversation: first,
      sentAt: instant(message.timestamp * SECOND),
      from: contact?.profile?.name?.trim() || null,
      // WhatsApp does not tell the language of the telephone.
      locale: null,
      body,
    },
  }
}

/** What was said; null where nothing was. */
const bodyOf = (message: schema.CloudMessage): Body | null => {
  const { type } = message
  if (NOTICES.includes(type)) return null
  const readable = type === 'text' ? textOf(message) : (choiceOf(message) ?? mediaOf(message) ?? locationOf(message))
  // Whatever Meta invents next, or a file without an id: somebody waits for an answer.
  return readable ?? { kind: 'unsupported', what: UNREADABLE[type] ?? 'unknown' }
}

const textOf = (message: schema.CloudMessage): Body | null => {
  const text = schema.text.safeParse(message.text)
  return text.success ? { kind: 'text', text: text.data.body } : null
}

const choiceOf = (message: schema.CloudMessage): Body | null => {
  if (message.type === 'button') {
    // The button of a template: its payload was not made by us, so its words count.
    const button = schema.templateButton.safeParse(message.button)
    return button.success ? { kind: 'text', text: button.data.text } : null
  }
  if (message.type !== 'interactive') return null
  const taken = schema.interactive.safeParse(message.interactive)
  const reply = taken.success ? (taken.data.button_reply ?? taken.data.list_reply) : undefined
  return reply === undefined ? null : { kind: 'choice', choice: choiceId(reply.id), label: reply.title }
}

const locationOf = (message: schema.CloudMessage): Body | null => {
  if (message.type !== 'location') return null
  const place = schema.location.safeParse(message.location)
  return place.success ? { kind: 'location', lat: place.data.latitude, lon: place.data.longitude } : null
}

/** Which type is which kind of medium, and the type of its bytes where Meta does not say. */
const FILES: Readonly<Record<string, readonly [what: MediaKind, mime: string]>> = {
  audio: ['voice', 'audio/ogg'],
  image: ['image', 'image/jpeg'],
  video: ['file', 'video/mp4'],
  document: ['file', 'application/octet-stream'],
}

const mediaOf = (message: schema.CloudMessage): Body | null => {
  const kind = FILES[message.type]
  const file = schema.file.safeParse(message[message.type])
  if (kind === undefined || !file.success) return null
  const [what, mime] = kind
  return { kind: 'media', what, media: mediaRef(file.data, mime), caption: file.data.caption ?? '' }
}

const mediaRef = (file: schema.CloudFile, mime: string): MediaRef => ({
  ref: file.id,
  // `audio/ogg; codecs=opus`: what comes after the type is no business of those who show it.
  mime: file.mime_type?.split(';')[0]?.trim() || mime,
  size: null,
  name: file.filename ?? null,
  seconds: null,
})
