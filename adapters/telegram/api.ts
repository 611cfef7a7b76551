import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Api, GrammyError, HttpError } from 'grammy'
import { MINUTE, type Milliseconds, SECOND } from '../../bot/time.ts'
import { type Unanswered, unanswered } from '../unanswered.ts'

/**
 * Why a request failed, without the words of the error: those of the HTTP client hold the URL, and with it the token.
 * - `answered`: Telegram refused. `code` is its error code, `about` its description reduced to plain words.
 */
export type ApiFailure =
  | {
      readonly kind: 'answered'
      readonly code: number
      readonly about: string
      readonly retryAfter: Milliseconds | null
    }
  | Unanswered

/**
 * A client of the Bot API that gives a request up after so many seconds. Each request has a connection of its own: one that
 * was kept and that a router has meanwhile dropped takes a message and brings no answer, so that its fate is unknown.
 */
export const createApi = (token: string, root: string, timeoutSeconds: number): Api => {
  const agent = root.startsWith('https:') ? new HttpsAgent() : new HttpAgent()
  return new Api(token, { apiRoot: root, timeoutSeconds, baseFetchConfig: { agent, compress: true } })
}

/** grammY names the signal of an older package, which Node's own one can stand in for; the compiler cannot see that. */
export const forGrammy = (signal: AbortSignal) => signal as unknown as Parameters<Api['getMe']>[0] & {}

/**
 * A connection that timed out before it stood has the same code as one that fell silent; only the words tell them apart.
 * They are empty where several addresses were tried.
 */
const BEFORE_CONNECTED = /reason: (connect |$|Client network socket disconnected before secure TLS)/

/** Longer waits than this are not believed. */
const LONGEST_WAIT = 60 * MINUTE

/** What went wrong with a request, from whatever the client threw. */
export const failureOf = (error: unknown): ApiFailure => {
  if (error instanceof GrammyError) return answered(error)
  const inner = error instanceof HttpError ? error.error : error
  const code = codeOf(inner)
  const connecting = inner instanceof Error && BEFORE_CONNECTED.test(inner.message)
  return unanswered(code, connecting)
}

const answered = (error: GrammyError): ApiFailure => {
  // A proxy may answer with any JSON, so what the types promise is looked at again.
  const code = Number.isInteger(error.error_code) ? error.error_code : null
  if (code === null) return { kind: 'lost', code: 'invalid-answer' }
  const seconds = error.parameters?.retry_after
  const retryAfter = typeof seconds === 'number' && seconds >= 0 ? Math.min(seconds * SECOND, LONGEST_WAIT) : null
  return { kind: 'answered', code, about: plainWords(error.description), retryAfter }
}

/** A description may quote what was sent: it is cut before the first quotation, and only letters are kept. */
const plainWords = (description: unknown): string =>
  String(description ?? '')
    .replace(/^(Bad Request|Forbidden|Conflict|Unauthorized): /, '')
    .replace(/["'“:].*$/s, '')
    .replace(/[^A-Za-z_ -]/g, '')
    .trim()
    .slice(0, 60)

const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return 'unreadable'
  if ('code' in error && typeof error.code === 'string' && /^\w{1,60}$/.test(error.code)) return error.code
  if ('type' in error && typeof error.type === 'string' && /^[\w-]{1,60}$/.test(error.type)) return error.type
  if (error instanceof Error && / timed out after /.test(error.message)) return 'timeout'
  return 'unreadable'
}
