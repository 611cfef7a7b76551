import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaKind, MediaRef } from '../../bot/message.ts'
import type { FetchFailure, MediaBytes } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/clock.ts'
import { fail, ok, type Result } from '../../bot/result.ts'

/** Bytes. */
export const MAX_MEDIA = 10 * 1024 * 1024

type Recognised = { readonly what: MediaKind; readonly mime: string }

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1')

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

/**
 * The files that people send, in `dir`, one folder for each conversation, under names that say nothing. `ref` is
 * `<address>/<name>`; update.ts checks its form before it comes here.
 */
export const createMediaStore = (dir: string, ids: Ids) => ({
  /** Writes the bytes, readable only by this account. Gives the reference. */
  async save(address: string, bytes: Uint8Array): Promise<string> {
    const name = ids.newId()
    const folder = join(dir, address)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, name)
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' })
    // The mode above is cut by the umask only downwards, yet some file systems ignore it at creation.
    await chmod(path, 0o600)
    return `${address}/${name}`
  },

  async read(media: MediaRef): Promise<Result<MediaBytes, FetchFailure>> {
    if (!/^[A-Za-z0-9_-]+\/[A-Za-z0-9_-]+$/.test(media.ref)) return fail({ kind: 'gone' })
    try {
      return ok({ bytes: await readFile(join(dir, media.ref)), mime: media.mime, name: media.name })
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fail({ kind: 'gone' })
      return fail({ kind: 'unreachable' })
    }
  },

  async remove(ref: string): Promise<void> {
    await rm(join(dir, ref), { force: true })
  },

  /** Everything that a conversation has sent. */
  async erase(address: string): Promise<void> {
    await rm(join(dir, address), { recursive: true, force: true })
  },
})
export type MediaStore = ReturnType<typeof createMediaStore>
