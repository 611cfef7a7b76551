import type { MessageContent, MessageSendOptions } from 'whatsapp-web.js'
import { loadLibrary } from './client.ts'
import type { Send } from './schema.ts'

/** As WhatsApp's own voice notes name themselves; without the codec some telephones do not play them. */
const VOICE_MIME = 'audio/ogg; codecs=opus'

/** Marking as read is done after the commit; a preview of a link would tell the page that somebody was sent there. */
const ALWAYS: MessageSendOptions = { sendSeen: false, linkPreview: false, parseVCards: false, waitUntilMsgSent: true }

const nameless = (mime: string): string => (mime === 'application/pdf' ? 'file.pdf' : 'file')

/** What the library is given for a call that sends something. */
export const contentOf = async (
  call: Send,
): Promise<{ readonly content: MessageContent; readonly options: MessageSendOptions }> => {
  if (call.name === 'send') return { content: call.text, options: ALWAYS }
  const { Location, MessageMedia } = await loadLibrary()
  if (call.name === 'send-place') return { content: new Location(call.lat, call.lon), options: ALWAYS }
  const { as, mime, filename, bytes } = call
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
  // Only a document has a name that the person sees. Where there is none, the page would call it "null".
  const media = (type: string, name = '') => new MessageMedia(type, data, name)
  switch (as) {
    case 'voice':
      return { content: media(VOICE_MIME), options: { ...ALWAYS, sendAudioAsVoice: true } }
    case 'document':
      return { content: media(mime, filename ?? nameless(mime)), options: { ...ALWAYS, sendMediaAsDocument: true } }
    case 'sound':
    case 'image':
      return { content: media(mime), options: ALWAYS }
  }
}
