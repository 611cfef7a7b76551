import type { Api } from 'grammy'
import type { MediaRef } from '../../bot/message.ts'
import type { FetchFailure, MediaBytes } from '../../bot/ports/channel.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { MINUTE } from '../../bot/time.ts'
import { failureOf } from './api.ts'

/** Bytes. Telegram gives no larger file to a bot. */
const MAX_BYTES = 20 * 1024 * 1024
const PATIENCE = 2 * MINUTE

type MediaContext = { readonly api: Api; readonly token: string; readonly root: string }
type Fetched<T> = Result<T, FetchFailure>

/** Fetches the bytes of a medium. Nothing is kept, and the address, which holds the token, goes nowhere else. */
export const createFetch =
  ({ api, token, root }: MediaContext) =>
  async (media: MediaRef): Promise<Fetched<MediaBytes>> => {
    if (media.size !== null && media.size > MAX_BYTES) return fail({ kind: 'too-large' })
    const path = await pathOf(api, media.ref)
    if (!path.ok) return path
    const bytes = await download(`${root}/file/bot${token}/${path.value}`)
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

const download = async (url: string): Promise<Fetched<Uint8Array>> => {
  try {
    // A redirect would carry the token in the address to somebody else.
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      return fail({ kind: response.status === 404 ? 'gone' : 'unreachable' })
    }
    return await readWithin(response.body)
  } catch {
    return fail({ kind: 'unreachable' })
  }
}

/** Leaving the loop cancels the stream, so that a file that lies about its size costs no more than the limit. */
const readWithin = async (body: AsyncIterable<Uint8Array>): Promise<Fetched<Uint8Array>> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > MAX_BYTES) return fail({ kind: 'too-large' })
    parts.push(part)
  }
  return ok(new Uint8Array(Buffer.concat(parts)))
}
