import type { Attachment, MediaKind } from './message.ts'

/** A sign in no language for what has no words. */
export const SIGN: Readonly<Record<MediaKind | 'location', string>> = {
  voice: '🎤',
  image: '📷',
  file: '📎',
  location: '📍',
}

type Signed =
  | Pick<Extract<Attachment, { kind: 'file' }>, 'kind' | 'what' | 'name'>
  | Extract<Attachment, { kind: 'location' }>

/** What is attached, in one line: its sign, and the name of a document. */
export const lineOf = (attachment: Signed): string => {
  if (attachment.kind === 'location') return SIGN.location
  return attachment.what === 'file' && attachment.name !== null
    ? `${SIGN.file} ${attachment.name}`
    : SIGN[attachment.what]
}
