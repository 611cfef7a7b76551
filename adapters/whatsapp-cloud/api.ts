import { z } from 'zod'
import { fail, ok, type Result } from '../../bot/result.ts'
import { SECOND } from '../../bot/time.ts'
import { type Unanswered, unanswered } from '../unanswered.ts'
import { graphError } from './schema.ts'

/**
 * Why a request failed, without the words of the error, which may quote what was sent.
 * - `answered`: Meta refused. `code` is `error.code` of its answer, null where the answer has none, as that of a proxy.
 */
export type ApiFailure =
  | { readonly kind: 'answered'; readonly status: number; readonly code: number | null }
  | Unanswered

/** The few calls of the Graph API that are needed. The answer is whatever JSON came, to be checked by whoever asked. */
export type Api = {
  readonly get: (path: string, query?: Readonly<Record<string, string>>) => Promise<Result<unknown, ApiFailure>>
  readonly post: (path: string, body: Readonly<Record<string, unknown>>) => Promise<Result<unknown, ApiFailure>>
  /** The same with a file, and with more patience. */
  readonly upload: (path: string, form: FormData) => Promise<Result<unknown, ApiFailure>>
}

/** A file is so much longer on its way than words, over a slow line. */
const UPLOAD_PATIENCE = 4

type ApiContext = { readonly token: string; readonly root: string; readonly requestSeconds: number }

export const createApi = ({ token, root, requestSeconds }: ApiContext): Api => {
  const call = async (url: URL, method: string, body?: string | FormData): Promise<Result<unknown, ApiFailure>> => {
    try {
      const response = await fetch(url, {
        method,
        // A redirect would carry the token to somebody else.
        redirect: 'error',
        headers: {
          authorization: `Bearer ${token}`,
          // One that was kept and that a router has meanwhile dropped takes a message and brings no answer.
          connection: 'close',
          // That of a form names where its parts end, so it is left to whoever writes them.
          ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
        },
        body: body ?? null,
        signal: AbortSignal.timeout(requestSeconds * SECOND * (body instanceof FormData ? UPLOAD_PATIENCE : 1)),
      })
      return answerOf(response.status, await response.text())
    } catch (error) {
      return fail(failureOf(error))
    }
  }
  return {
    get: (path, query = {}) => {
      const url = new URL(`${root}/${path}`)
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      return call(url, 'GET')
    },
    post: (path, body) => call(new URL(`${root}/${path}`), 'POST', JSON.stringify(body)),
    upload: (path, form) => call(new URL(`${root}/${path}`), 'POST', form),
  }
}

const answerOf = (status: number, text: string): Result<unknown, ApiFailure> => {
  const json = jsonOf(text)
  if (status >= 200 && status < 300) return json === undefined ? fail({ kind: 'lost', code: 'invalid-json' }) : ok(json)
  const error = graphError.safeParse(json)
  return fail({ kind: 'answered', status, code: error.success ? error.data.error.code : null })
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const cause = z.object({ code: z.string().regex(/^\w{1,60}$/), syscall: z.string().optional() })

/** What went wrong with a request, from whatever `fetch` threw. */
export const failureOf = (error: unknown): ApiFailure => {
  if (error instanceof Error && error.name === 'TimeoutError') return { kind: 'lost', code: 'timeout' }
  const inner = error instanceof Error ? error.cause : undefined
  const known = cause.safeParse(inner)
  const code = known.success ? known.data.code : 'unreadable'
  // Cut while the lock was agreed on; the code is that of any connection that was cut.
  const beforeLock = inner instanceof Error && inner.message.includes('before secure TLS connection')
  const connecting = (known.success && known.data.syscall === 'connect') || beforeLock
  return unanswered(code, connecting)
}
