import type { FetchFailure } from '../bot/ports/channel.ts'
import { fail, ok, type Result } from '../bot/result.ts'
import { MINUTE } from '../bot/time.ts'

const PATIENCE = 2 * MINUTE
const GONE = [404, 410]

type Download = {
  readonly url: string
  /** Bytes; a larger file is `too-large`. */
  readonly most: number
  readonly headers?: Readonly<Record<string, string>>
}

/** The bytes at an address that may hold or need a secret: no redirect is followed, which would carry it to somebody else. */
export const download = async ({ url, most, headers = {} }: Download): Promise<Result<Uint8Array, FetchFailure>> => {
  try {
    const response = await fetch(url, { redirect: 'error', headers, signal: AbortSignal.timeout(PATIENCE) })
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      return fail({ kind: GONE.includes(response.status) ? 'gone' : 'unreachable' })
    }
    return await readWithin(response.body, most)
  } catch {
    return fail({ kind: 'unreachable' })
  }
}

/** Leaving the loop cancels the stream, so that a file that lies about its size costs no more than the limit. */
const readWithin = async (body: AsyncIterable<Uint8Array>, most: number): Promise<Result<Uint8Array, FetchFailure>> => {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > most) return fail({ kind: 'too-large' })
    parts.push(part)
  }
  return ok(new Uint8Array(Buffer.concat(parts)))
}
