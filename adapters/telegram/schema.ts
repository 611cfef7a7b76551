import { z } from 'zod'

/*
 * Only what is used of Telegram's updates. The frame of a message (who, where, when) is strict; its content is read piece
 * by piece in parse.ts, so that one odd field does not make a message disappear.
 */

const wholeNumber = z.number().int()
/** Seconds since 1970, up to the year 9999. */
const date = wholeNumber.min(0).max(253_402_300_799)

const user = z.object({
  id: wholeNumber,
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  language_code: z.string().optional(),
})
export type TelegramUser = z.output<typeof user>

const chat = z.object({ id: wholeNumber, type: z.string() })

export const message = z.looseObject({ message_id: wholeNumber, date, chat, from: user.optional() })
export type TelegramMessage = z.output<typeof message>

const button = z.object({ text: z.string(), callback_data: z.string().optional() })
const keyboard = z.object({ inline_keyboard: z.array(z.array(button)) })

export const callbackQuery = z.object({
  id: z.string(),
  from: user,
  /** A message that is too old comes without keyboard and with the date 0. */
  message: z.object({ chat, reply_markup: keyboard.optional().catch(undefined) }).optional(),
  data: z.string().optional(),
})
export type TelegramCallback = z.output<typeof callbackQuery>

export const update = z.object({
  update_id: wholeNumber,
  message: message.optional(),
  callback_query: callbackQuery.optional(),
})
export type TelegramUpdate = z.output<typeof update>

/** The least that makes an update: enough to confirm it. */
export const numbered = z.looseObject({ update_id: wholeNumber })

const size = wholeNumber.nonnegative().optional()
const seconds = z.number().nonnegative().optional()

/** A file of any sort. Pictures have no type and no name, voice notes no name. */
export const file = z.object({
  file_id: z.string().min(1),
  file_size: size,
  mime_type: z.string().optional(),
  file_name: z.string().optional(),
  duration: seconds,
})
export type TelegramFile = z.output<typeof file>

export const photo = z
  .array(z.object({ file_id: z.string().min(1), width: z.number(), height: z.number(), file_size: size }))
  .nonempty()

export const location = z.object({ latitude: z.number(), longitude: z.number() })

// What goes out.

const toChat = { chat_id: wholeNumber }

export const sendMessage = z.object({
  ...toChat,
  text: z.string(),
  link_preview_options: z.object({ is_disabled: z.literal(true) }),
  reply_markup: z
    .object({ inline_keyboard: z.array(z.array(z.object({ text: z.string(), callback_data: z.string() }))) })
    .optional(),
})
export type SendMessage = z.output<typeof sendMessage>

const place = z.object({ ...toChat, latitude: z.number(), longitude: z.number() })

/** The calls that a message becomes. That of a file has its bytes beside it. */
export const outgoing = z.discriminatedUnion('method', [
  z.object({ method: z.literal('sendMessage'), payload: sendMessage }),
  z.object({ method: z.literal('sendLocation'), payload: place }),
  z.object({
    method: z.enum(['sendVoice', 'sendAudio', 'sendPhoto', 'sendDocument']),
    payload: z.object(toChat),
    file: z.object({ bytes: z.instanceof(Uint8Array), mime: z.string(), name: z.string().nullable() }),
  }),
])
export type Outgoing = z.output<typeof outgoing>
export type OutgoingFile = Extract<Outgoing, { file: unknown }>
