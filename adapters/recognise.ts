import type { MediaKind } from '../bot/message.ts'

export type Recognised = { readonly what: MediaKind; readonly mime: string }

// Without Node's Buffer: a page asks the same before it sends a file.
const latin = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

/**
 * What the bytes are, by their first ones; null for anything but pictures, sound and PDF. The word of the sender is not
 * asked: a page of HTML that calls itself a picture is none.
 */
export const recognise = (bytes: Uint8Array): Recognised | null => {
  const start = latin(bytes, 0, 4)
  const form = latin(bytes, 8, 12)
  if (start.startsWith('\xff\xd8\xff')) return { what: 'image', mime: 'image/jpeg' }
  if (latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return { what: 'image', mime: 'image/png' }
  if (start === 'GIF8') return { what: 'image', mime: 'image/gif' }
  if (start === 'RIFF' && form === 'WEBP') return { what: 'image', mime: 'image/webp' }
  if (start === '%PDF') return { what: 'file', mime: 'application/pdf' }
  if (start === 'OggS') return { what: 'voice', mime: 'audio/ogg' }
  if (start === 'RIFF' && form === 'WAVE') return { what: 'voice', mime: 'audio/wav' }
  if (start === '\x1aE\xdf\xa3') return { what: 'voice', mime: 'audio/webm' }
  if (latin(bytes, 4, 8) === 'ftyp') {
    if (/^(heic|heix|mif1)/.test(form)) return { what: 'image', mime: 'image/heic' }
    return { what: 'voice', mime: 'audio/mp4' }
  }
  if (start.startsWith('ID3')) return { what: 'voice', mime: 'audio/mpeg' }
  // A frame of MP3 or of AAC begins with eleven ones; the layer bits tell the two apart.
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0) {
    return { what: 'voice', mime: ((bytes[1] ?? 0) & 0x06) === 0 ? 'audio/aac' : 'audio/mpeg' }
  }
  return null
}
