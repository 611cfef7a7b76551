import type { Attachment, OutboundFile } from '../../bot/message.ts'
import type { ApiCall } from '../../bot/ports/channel.ts'
import type { OutgoingFile } from './schema.ts'

/** Bytes of a photo, by Telegram's rule. A larger picture goes as a document. */
const MAX_PHOTO = 10 * 1024 * 1024

/** A file or a place as one call. The bytes of the file are added to it before the send. */
export const renderAttachment = (attachment: Attachment, chat: number): ApiCall => {
  if (attachment.kind === 'file') return { method: methodFor(attachment), payload: { chat_id: chat } }
  const { lat, lon } = attachment
  return { method: 'sendLocation', payload: { chat_id: chat, latitude: lat, longitude: lon } }
}

/** What Telegram plays or shows in the chat. All else it takes as a document. */
const METHODS: Readonly<Record<string, OutgoingFile['method']>> = {
  'audio/ogg': 'sendVoice',
  'audio/mpeg': 'sendAudio',
  'audio/mp4': 'sendAudio',
  'image/jpeg': 'sendPhoto',
  'image/png': 'sendPhoto',
}

const methodFor = ({ what, mime, size }: OutboundFile): OutgoingFile['method'] => {
  if (what === 'file' || (what === 'image' && size > MAX_PHOTO)) return 'sendDocument'
  return METHODS[mime] ?? 'sendDocument'
}
