import type { MediaRef } from '../../bot/message.ts'
import type { FetchFailure, MediaBytes } from '../../bot/ports/channel.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { download } from '../download.ts'
import type { Api } from './api.ts'
import { medium } from './schema.ts'

/** Bytes. Sound and film have at most 16 MB, documents up to 100, which is more than is held in memory here. */
const MAX_BYTES = 32 * 1024 * 1024

type MediaContext = {
  readonly api: Pick<Api, 'get'>
  readonly token: string
  readonly root: string
  readonly phoneId: string
}
type Fetched<T> = Result<T, FetchFailure>

/**
 * Fetches the bytes of a medium. Meta gives an address for each fetch, which is good for some minutes and needs the token.
 * Nothing is kept.
 */
export const createFetch =
  ({ api, token, root, phoneId }: MediaContext) =>
  async (media: MediaRef): Promise<Fetched<MediaBytes>> => {
    if (media.size !== null && media.size > MAX_BYTES) return fail({ kind: 'too-large' })
    const answer = await api.get(encodeURIComponent(media.ref), { phone_number_id: phoneId })
    if (!answer.ok) {
      const { error } = answer
      // Meta says "no such object" with the code for wrong parameters.
      const isGone = error.kind === 'answered' && (error.code === 100 || error.status === 404)
      return fail({ kind: isGone ? 'gone' : 'unreachable' })
    }
    const about = medium.safeParse(answer.value)
    // The token leaves over a safe line or not at all.
    if (!about.success || new URL(about.data.url).protocol !== new URL(root).protocol)
      return fail({ kind: 'unreachable' })
    if ((about.data.file_size ?? 0) > MAX_BYTES) return fail({ kind: 'too-large' })
    const headers = { authorization: `Bearer ${token}` }
    const bytes = await download({ url: about.data.url, most: MAX_BYTES, headers })
    return bytes.ok ? ok({ bytes: bytes.value, mime: media.mime, name: media.name }) : bytes
  }
