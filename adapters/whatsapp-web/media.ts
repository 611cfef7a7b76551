import type { MediaRef } from '../../bot/message.ts'
import type { FetchFailure, MediaBytes } from '../../bot/ports/channel.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import type { Called } from './child.ts'
import type { Call } from './protocol.ts'

/** Bytes. What is fetched goes through the browser as text, three times in memory. */
const MAX_BYTES = 16 * 1024 * 1024
/** `false_<chat>_<id>`; the library throws at anything else. */
const MESSAGE_ID = /^(true|false)_[^_]+_\w+$/

/** Fetches the bytes of a medium, which WhatsApp keeps for some weeks. Nothing is kept here. */
export const createFetch =
  (call: (call: Call) => Promise<Called> | null) =>
  async (media: MediaRef): Promise<Result<MediaBytes, FetchFailure>> => {
    if (media.size !== null && media.size > MAX_BYTES) return fail({ kind: 'too-large' })
    if (!MESSAGE_ID.test(media.ref)) return fail({ kind: 'gone' })
    const called = await call({ name: 'fetch', message: media.ref, maxBytes: MAX_BYTES })
    if (called?.kind === 'media') return ok({ bytes: called.bytes, mime: media.mime, name: media.name ?? called.name })
    return fail({ kind: called?.kind === 'no-media' ? called.why : 'unreachable' })
  }
