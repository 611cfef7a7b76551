import { z } from 'zod'
import { choiceId, conversationId, messageId } from '../../bot/ids.ts'
import type { Body, InboundMessage, MediaKind, MediaRef } from '../../bot/message.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { type Instant, instant, SECOND } from '../../bot/time.ts'
import * as schema from './schema.ts'

/** The kinds of update that we ask Telegram for. */
export const WANTED = ['message', 'callback_query', 'my_chat_member'] as const

/** Content that a person sent and that we cannot read: answered with what to do. */
const UNREADABLE = [
  'sticker',
  'contact',
  'poll',
  'dice',
  'game',
  'story',
  'gift',
  'invoice',
  'paid_media',
  'live_photo',
  'checklist',
  'giveaway',
  'rich_message',
  'passport_data',
] as const

/** What Telegram itself notes in a private chat. Nobody said anything, so nothing is answered. */
const NOTICES = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
  'connected_website',
  'users_shared',
  'chat_shared',
  'web_app_data',
  'proximity_alert_triggered',
  'boost_added',
  'successful_payment',
  'refunded_payment',
  'gift_upgrade_sent',
  'unique_gift',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
] as const

/**
 * One update as the messages in it: one, or none where it is not for us (a group, an edit, a bot). `receivedAt` is the time
 * of a pressed button, of which Telegram tells none. The error names fields, never what stood in them.
 */
export const parseUpdate = (raw: unknown, receivedAt: Instant): Result<readonly InboundMessage[], string> => {
  const parsed = schema.update.safeParse(raw)
  if (!parsed.success) return fail(fieldsOf(parsed.error))
  const { update_id: id, message, callback_query: callback } = parsed.data
  if (message) return ok(fromMessage(id, message))
  if (callback) return ok(fromCallback(id, callback, receivedAt))
  return ok([])
}

/** The id of the pressed button in an update, which Telegram wants to see answered; null where none was pressed. */
export const pressed = (raw: unknown): string | null => {
  const parsed = z.object({ callback_query: z.object({ id: z.string() }) }).safeParse(raw)
  return parsed.success ? parsed.data.callback_query.id : null
}

const fieldsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'update'}: ${issue.code}`)
    .join(', ')

const fromMessage = (id: number, message: schema.TelegramMessage): readonly InboundMessage[] => {
  if (message.chat.type !== 'private' || message.from?.is_bot === true) return []
  const body = bodyOf(message)
  if (body === null) return []
  return [
    {
      id: messageId('telegram', id),
      conversation: conversationId('telegram', String(message.chat.id)),
      sentAt: instant(message.date * SECOND),
      from: nameOf(message.from),
      locale: message.from?.language_code ?? null,
      body,
    },
  ]
}

const fromCallback = (
  id: number,
  callback: schema.TelegramCallback,
  receivedAt: Instant,
): readonly InboundMessage[] => {
  const { data, from, message } = callback
  if (data === undefined || from.is_bot === true) return []
  if (message && message.chat.type !== 'private') return []
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? []
  const label = buttons.find((button) => button.callback_data === data)?.text ?? data
  return [
    {
      id: messageId('telegram', id),
      // A private chat has the number of the person, so a press is at home even where its message is gone.
      conversation: conversationId('telegram', String(message?.chat.id ?? from.id)),
      sentAt: receivedAt,
      from: nameOf(from),
      locale: from.language_code ?? null,
      body: { kind: 'choice', choice: choiceId(data), label },
    },
  ]
}

const nameOf = (user: schema.TelegramUser | undefined): string | null =>
  [user?.first_name, user?.last_name].filter(Boolean).join(' ').trim() || null

/** What was said; null where nothing was. The order matters: an animation comes as a document too, a venue as a location. */
const bodyOf = (message: schema.TelegramMessage): Body | null => {
  if (typeof message.text === 'string') return { kind: 'text', text: message.text }
  const readable = mediaOf(message) ?? locationOf(message)
  if (readable) return readable
  const unreadable = UNREADABLE.find((kind) => message[kind] !== undefined)
  if (unreadable) return { kind: 'unsupported', what: unreadable }
  if (NOTICES.some((kind) => message[kind] !== undefined)) return null
  // Whatever Telegram invents next, or a file without an id: somebody waits for an answer.
  return { kind: 'unsupported', what: 'unknown' }
}

const locationOf = (message: schema.TelegramMessage): Body | null => {
  const place = schema.location.safeParse(message.location)
  return place.success ? { kind: 'location', lat: place.data.latitude, lon: place.data.longitude } : null
}

/** Which field holds which kind of medium, and the type of its bytes where Telegram does not say. */
const FILES: readonly (readonly [field: string, what: MediaKind, mime: string])[] = [
  ['voice', 'voice', 'audio/ogg'],
  ['audio', 'voice', 'audio/mpeg'],
  ['video_note', 'voice', 'video/mp4'],
  ['animation', 'file', 'video/mp4'],
  ['video', 'file', 'video/mp4'],
  ['document', 'file', 'application/octet-stream'],
]

const mediaOf = (message: schema.TelegramMessage): Body | null => {
  const caption = typeof message.caption === 'string' ? message.caption : ''
  const photo = schema.photo.safeParse(message.photo)
  if (photo.success) {
    const largest = photo.data.reduce((best, size) => (areaOf(size) > areaOf(best) ? size : best))
    return { kind: 'media', what: 'image', media: mediaRef(largest, 'image/jpeg', false), caption }
  }
  for (const [field, what, mime] of FILES) {
    const found = schema.file.safeParse(message[field])
    if (found.success) return { kind: 'media', what, media: mediaRef(found.data, mime, what === 'voice'), caption }
  }
  return null
}

const areaOf = (size: { readonly width: number; readonly height: number }): number => size.width * size.height

const mediaRef = (file: schema.TelegramFile, mime: string, sound: boolean): MediaRef => ({
  ref: file.file_id,
  mime: file.mime_type ?? mime,
  size: file.file_size ?? null,
  name: file.file_name ?? null,
  seconds: sound ? (file.duration ?? null) : null,
})
