import { type Api, InputFile } from 'grammy'
import { never } from '../../bot/result.ts'
import { fileName } from '../file-name.ts'
import { failureOf } from './api.ts'
import { goesAsDocument } from './outcome.ts'
import type { Outgoing, OutgoingFile } from './schema.ts'

/** Makes the call of words or a place; rejects as grammY does. The answer is whatever came, to be checked by whoever asked. */
export const sendCall = (api: Api, call: Exclude<Outgoing, OutgoingFile>): Promise<unknown> => {
  if (call.method === 'sendLocation') {
    const { chat_id, latitude, longitude } = call.payload
    return api.sendLocation(chat_id, latitude, longitude)
  }
  const { chat_id, text, link_preview_options, reply_markup } = call.payload
  return api.sendMessage(chat_id, text, { link_preview_options, ...(reply_markup ? { reply_markup } : {}) })
}

/** The same for a file. What Telegram refuses as a photo or voice note goes as a document, once: nothing has left before. */
export const sendFile = async (api: Api, call: OutgoingFile): Promise<unknown> => {
  try {
    return await upload(api, call)
  } catch (error) {
    if (call.method === 'sendDocument' || !goesAsDocument(failureOf(error))) throw error
    return upload(api, { ...call, method: 'sendDocument' })
  }
}

const upload = (api: Api, { method, payload: { chat_id: chat }, file }: OutgoingFile): Promise<unknown> => {
  const input = new InputFile(file.bytes, inHeader(fileName(file)))
  switch (method) {
    case 'sendVoice':
      return api.sendVoice(chat, input)
    case 'sendAudio':
      return api.sendAudio(chat, input)
    case 'sendPhoto':
      return api.sendPhoto(chat, input)
    case 'sendDocument':
      // Else Telegram may take it for what it was refused as.
      return api.sendDocument(chat, input, { disable_content_type_detection: true })
    default:
      return never(method)
  }
}

/** grammY writes a name as it is into a header, which these would end or change. Telegram decodes them there. */
const inHeader = (name: string): string => name.replace(/[%;"\\\r\n]/g, encodeURIComponent)
