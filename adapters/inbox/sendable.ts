import { type Recognised, recognise } from '../recognise.ts'

/** What every platform takes and every telephone shows. */
const SENDABLE = ['image/jpeg', 'image/png', 'application/pdf', 'audio/ogg', 'audio/mpeg', 'audio/mp4']

const includes = (bytes: Uint8Array, word: string): boolean => indexOf(bytes, word, 0) >= 0

const indexOf = (bytes: Uint8Array, word: string, from: number): number => {
  const codes = [...word].map((letter) => letter.charCodeAt(0))
  for (let at = bytes.indexOf(codes[0] ?? 0, from); at >= 0; at = bytes.indexOf(codes[0] ?? 0, at + 1)) {
    if (codes.every((code, index) => bytes[at + index] === code)) return at
  }
  return -1
}

/** An MP4 with pictures is a film: a box `hdlr` names what each track is, after eight bytes. */
const isFilm = (bytes: Uint8Array): boolean => {
  for (let at = indexOf(bytes, 'hdlr', 0); at >= 0; at = indexOf(bytes, 'hdlr', at + 4)) {
    if (includes(bytes.subarray(at + 12, at + 16), 'vide')) return true
  }
  return false
}

/** What the bytes are, where they may be sent to a person; else null. The page asks the same before it sends them here. */
export const sendable = (bytes: Uint8Array): Recognised | null => {
  const known = recognise(bytes)
  if (known === null || !SENDABLE.includes(known.mime)) return null
  // Sound in Ogg is played as a voice note where it is Opus; the first page says so.
  if (known.mime === 'audio/ogg' && !includes(bytes.subarray(0, 64), 'OpusHead')) return null
  return known.mime === 'audio/mp4' && isFilm(bytes) ? null : known
}
