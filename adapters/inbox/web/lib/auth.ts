import { createAuthClient } from 'better-auth/client'
import { twoFactorClient } from 'better-auth/client/plugins'
import { AUTH, GUARD_HEADER } from '../../contract.ts'

/** Sign-in, second factor and sessions: better-auth's own client. */
export const auth = createAuthClient({
  baseURL: `${location.origin}${AUTH}`,
  plugins: [twoFactorClient()],
  fetchOptions: { headers: { [GUARD_HEADER]: '1' } },
})

/** Why something about an account did not work, in the few kinds that a person can do something about. */
export type AuthProblem =
  | { readonly kind: 'wrong' }
  /** The new password is among the first that are guessed. */
  | { readonly kind: 'common' }
  | { readonly kind: 'too-many'; readonly minutes: number }
  /** The step before has run out: begin again. */
  | { readonly kind: 'again' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'trouble' }

type Failure = { readonly status: number; readonly code?: string | undefined }
type Answer<T> = { readonly data: T | null; readonly error: Failure | null }

const BEGIN_AGAIN = ['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE']

/**
 * Runs a call of the client. `options` must be handed to it: it reads the header that says how long to wait. Never rejects.
 */
export const attempt = async <T>(
  run: (options: { onError: (context: { response: Response }) => void }) => Promise<Answer<T>>,
): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AuthProblem }> => {
  let seconds = 60
  const onError = (context: { response: Response }) => {
    seconds = Number(context.response.headers.get('x-retry-after') ?? context.response.headers.get('retry-after') ?? 60)
  }
  let answer: Answer<T>
  try {
    answer = await run({ onError })
  } catch {
    return { ok: false, error: { kind: 'offline' } }
  }
  const { data, error } = answer
  if (error === null) return data === null ? { ok: false, error: { kind: 'trouble' } } : { ok: true, value: data }
  if (error.status === 429 || error.code === 'ACCOUNT_TEMPORARILY_LOCKED') {
    return { ok: false, error: { kind: 'too-many', minutes: Math.max(1, Math.ceil(seconds / 60)) } }
  }
  if (error.code !== undefined && BEGIN_AGAIN.includes(error.code)) return { ok: false, error: { kind: 'again' } }
  if (error.code === 'PASSWORD_TOO_COMMON') return { ok: false, error: { kind: 'common' } }
  if (error.status >= 400 && error.status < 500) return { ok: false, error: { kind: 'wrong' } }
  return { ok: false, error: { kind: error.status === 0 || error.status >= 502 ? 'offline' : 'trouble' } }
}
