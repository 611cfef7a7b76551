import type { Attachment } from '../../bot/message.ts'
import { fileName } from '../file-name.ts'
import type { Attached } from './schema.ts'

/** Pictures that Meta shows; it takes no others. */
const SHOWN = ['image/jpeg', 'image/png']

/** The part of a message that is a file or a place. A file has no id yet: its bytes are uploaded at the send. */
export const renderAttachment = (attachment: Attachment): Attached => {
  if (attachment.kind === 'location')
    return { type: 'location', location: { latitude: attachment.lat, longitude: attachment.lon } }
  const { what, mime } = attachment
  // Only Opus in Ogg is played as a voice note; other sound is a file with a sign for playing.
  if (what === 'voice') return { type: 'audio', audio: mime === 'audio/ogg' ? { voice: true } : {} }
  if (what === 'image' && SHOWN.includes(mime)) return { type: 'image', image: {} }
  return { type: 'document', document: { filename: fileName(attachment) } }
}
