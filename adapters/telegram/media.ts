import type { Api } from 'grammy'
import type { MediaRef } from '../../bot/message.ts'
import type { FetchFailure, MediaBytes } from '../../bot/ports/channel.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { download } from '../download.ts'
import { failureOf } from './api.ts'

/** Bytes. Telegram gives no larger file to a bot. */
const MAX_BYTES = 20 * 1024 * 1024

type MediaContext = { readonly api: Api; readonly token: string; readonly root: string }
type Fetched<T> = Result<T, FetchFailure>

/** Fetches the bytes of a medium. Nothing is kept, and the address, which holds the token, goes nowhere else. */
export const createFetch =
  ({ api, token, root }: MediaContext) =>
  async (media: MediaRef): Promise<Fetched<MediaBytes>> => {
    if (media.size !== null && media.size > MAX_BYTES) return fail({ kind: 'too-large' })
    const path = await pathOf(api, media.ref)
    if (!path.ok) return path
    const bytes = await download({ url: `${root}/file/bot${token}/${path.value}`, most: MAX_BYTES })
    return bytes.ok ? ok({ bytes: bytes.value, mime: media.mime, name: media.name }) : bytes
  }

const pathOf = async (api: Api, ref: string): Promise<Fetched<string>> => {
  try {
    const file = await api.getFile(ref)
    if ((file.file_size ?? 0) > MAX_BYTES) return fail({ kind: 'too-large' })
    if (typeof file.file_path !== 'string') return fail({ kind: 'unreachable' })
    return ok(file.file_path.split('/').map(encodeURIComponent).join('/'))
  } catch (error) {
    const failure = failureOf(error)
    if (failure.kind !== 'answered' || failure.code !== 400) return fail({ kind: 'unreachable' })
    return fail({ kind: /too big/.test(failure.about) ? 'too-large' : 'gone' })
  }
}
