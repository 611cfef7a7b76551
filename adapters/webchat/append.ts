import type { ApiCall, MediaBytes, SendOutcome } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Bell } from './bell.ts'
import { type Attached, type Log, writeCursor } from './log.ts'
import type { MediaStore } from './media.ts'
import { type Appended, appended } from './render.ts'

/**
 * Adds what `render` made to the log of a visitor and tells the open pages. A file is written first, where the visitor's own
 * files are, so that erasure takes it with them. Throws where disk or database do not answer; no file is left behind then.
 */
export const createAppend = (on: {
  readonly log: Log
  readonly media: MediaStore
  readonly bell: Bell
  readonly clock: Clock
}) => {
  const { log, media } = on

  /** What the log keeps of an attachment; null where a file came without its bytes. */
  const keep = async (
    address: string,
    attachment: NonNullable<Appended['attachment']>,
    file: MediaBytes | undefined,
  ): Promise<Attached | null> => {
    if (attachment.kind === 'location') return attachment
    if (file === undefined) return null
    const ref = await media.save(address, file.bytes)
    return { ...attachment, mime: file.mime, size: file.bytes.length, ref }
  }

  return async (call: ApiCall): Promise<SendOutcome> => {
    const payload = appended.safeParse(call.payload)
    if (!payload.success) return { kind: 'rejected', code: 'not-a-web-message' }
    const { address, voice, attachment, ...said } = payload.data
    const kept = attachment && (await keep(address, attachment, call.file))
    if (kept === null) return { kind: 'rejected', code: 'no-bytes' }
    try {
      const content = { from: voice, ...said, ...(kept && { attachment: kept }) }
      const { cursor } = await log.append(address, { at: on.clock.now(), clientId: null, content })
      on.bell.ring(address, 'lines')
      return { kind: 'sent', provider: writeCursor(cursor) }
    } catch (error) {
      if (kept?.kind === 'file') await media.remove(kept.ref)
      throw error
    }
  }
}
