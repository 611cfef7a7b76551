import type { Attachment, MediaKind } from './message.ts'

/** A sign in no language for what has no words. */
export const SIGN: Readonly<Record<MediaKind | 'location', string>> = {
  voice: '🎤',
  image: '📷',
  file: '📎',
  location: '📍',
}

/** What is attached, in one line: its sign, and the name of a document. */
export const lineOf = (attachment: Attachment): string => {
  if (attachment.kind === 'location') return SIGN.location
  return attachment.what === 'file' && attachment.name !== null
    ? `${SIGN.file} ${attachment.name}`
    : SIGN[attachment.what]
}
