import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaRef } from '../../bot/message.ts'
import type { FetchFailure, MediaBytes } from '../../bot/ports/channel.ts'
import type { Ids } from '../../bot/ports/clock.ts'
import { fail, ok, type Result } from '../../bot/result.ts'

/** Bytes. */
export const MAX_MEDIA = 10 * 1024 * 1024

/**
 * The files that people send and are sent, in `dir`, one folder for each conversation, under names that say nothing. `ref` is
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

  /** Every file of a conversation. */
  async erase(address: string): Promise<void> {
    await rm(join(dir, address), { recursive: true, force: true })
  },
})
export type MediaStore = ReturnType<typeof createMediaStore>
