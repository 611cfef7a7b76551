import { z } from 'zod'
import { type Refusal, receivedAs, UPLOADS } from './telegram-uploads.ts'
import type { Attached, World } from './telegram-world.ts'

/*
 * The methods of the Bot API that the bot may use, as strict as Telegram and stricter: a field or method that is not known
 * here is a violation, which tests assert not to happen.
 */

export type Answer = { readonly status: number; readonly body: unknown }

export const done = (result: unknown): Answer => ({ status: 200, body: { ok: true, result } })
export const refuse = (code: number, description: string, parameters?: object): Answer => ({
  status: code,
  body: { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) },
})
const bad = (description: string): Answer => refuse(400, `Bad Request: ${description}`)

const MAX_UNITS = 4_096
const MAX_FILE = 20 * 1024 * 1024

const button = z.strictObject({ text: z.string(), callback_data: z.string() })
const sendMessage = z.strictObject({
  chat_id: z.number().int(),
  text: z.string(),
  link_preview_options: z.strictObject({ is_disabled: z.boolean() }).optional(),
  reply_markup: z.strictObject({ inline_keyboard: z.array(z.array(button).min(1).max(8)).min(1) }).optional(),
})
const sendLocation = z.strictObject({
  chat_id: z.number().int(),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
})
const sendChatAction = z.strictObject({ chat_id: z.number().int(), action: z.literal('typing') })
const answerCallback = z.strictObject({ callback_query_id: z.string() })
const setMyCommands = z.strictObject({
  commands: z
    .array(z.strictObject({ command: z.string().regex(/^[a-z0-9_]{1,32}$/), description: z.string().min(1).max(256) }))
    .max(100),
  language_code: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
})
const getFile = z.strictObject({ file_id: z.string() })

type Method = (world: World, payload: unknown) => Answer

/** Checks the payload first. */
const method =
  <T>(name: string, schema: z.ZodType<T>, run: (world: World, payload: T) => Answer): Method =>
  (world, payload) => {
    const parsed = schema.safeParse(payload)
    if (parsed.success) return run(world, parsed.data)
    world.violations.push(`${name}: ${z.prettifyError(parsed.error)}`)
    return bad('wrong parameters')
  }

const reachable = (world: World, chat: number): Answer | null => {
  const person = world.people.get(chat)
  if (person === undefined) return bad('chat not found')
  if (person.state === 'blocked') return refuse(403, 'Forbidden: bot was blocked by the user')
  if (person.state === 'deactivated') return refuse(403, 'Forbidden: user is deactivated')
  return null
}

/** Shows it to the person, or refuses it. */
const show = (world: World, chat: number, attached: Attached | Refusal): Answer => {
  const refusal = reachable(world, chat)
  if (refusal) return refusal
  if ('code' in attached) return refuse(attached.code, attached.description)
  const { messageId } = world.show(chat, '', [], attached)
  return done({ message_id: messageId, date: world.seconds(), chat: { id: chat, type: 'private' } })
}

export const METHODS: Readonly<Record<string, Method>> = {
  getMe: method('getMe', z.strictObject({}), () =>
    done({ id: 1, is_bot: true, first_name: 'Bot', username: 'simulated_bot' }),
  ),

  sendMessage: method('sendMessage', sendMessage, (world, { chat_id: chat, text, reply_markup: markup }) => {
    const refusal = reachable(world, chat)
    if (refusal) return refusal
    if (text.trim() === '') return bad('message text is empty')
    if (text.length > MAX_UNITS) return bad('message is too long')
    const keyboard = markup?.inline_keyboard ?? []
    for (const { text: label, callback_data: data } of keyboard.flat()) {
      const bytes = Buffer.byteLength(data)
      if (label.trim() === '') return bad('text buttons are unallowed in the inline keyboard')
      if (bytes < 1 || bytes > 64) return bad('BUTTON_DATA_INVALID')
    }
    const rows = keyboard.map((row) => row.map((b) => ({ label: b.text, data: b.callback_data })))
    const { messageId } = world.show(chat, text, rows)
    return done({ message_id: messageId, date: world.seconds(), chat: { id: chat, type: 'private' }, text })
  }),

  sendVoice: method('sendVoice', UPLOADS.sendVoice, (world, { chat_id: chat, voice }) =>
    show(world, chat, receivedAs.voice(voice)),
  ),
  sendAudio: method('sendAudio', UPLOADS.sendAudio, (world, { chat_id: chat, audio }) =>
    show(world, chat, receivedAs.audio(audio)),
  ),
  sendPhoto: method('sendPhoto', UPLOADS.sendPhoto, (world, { chat_id: chat, photo }) =>
    show(world, chat, receivedAs.photo(photo)),
  ),
  sendDocument: method('sendDocument', UPLOADS.sendDocument, (world, { chat_id: chat, document }) =>
    show(world, chat, receivedAs.document(document)),
  ),
  sendLocation: method('sendLocation', sendLocation, (world, { chat_id: chat, latitude: lat, longitude: lon }) =>
    show(world, chat, { lat, lon }),
  ),

  sendChatAction: method('sendChatAction', sendChatAction, (world, { chat_id: chat }) => {
    return reachable(world, chat) ?? done(true)
  }),

  answerCallbackQuery: method('answerCallbackQuery', answerCallback, (world, { callback_query_id: id }) => {
    if (!world.asked.has(id)) return bad('query is too old and response timeout expired or query ID is invalid')
    world.answered.push(id)
    world.changed()
    return done(true)
  }),

  setMyCommands: method('setMyCommands', setMyCommands, () => done(true)),

  getFile: method('getFile', getFile, (world, { file_id: id }) => {
    const file = world.files.get(id)
    if (file === undefined) return bad('wrong file_id or the file is temporarily unavailable')
    if (file.size > MAX_FILE) return bad('file is too big')
    return done({ file_id: id, file_unique_id: id, file_size: file.size, file_path: file.path })
  }),
}
