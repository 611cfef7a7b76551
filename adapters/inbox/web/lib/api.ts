import type { z } from 'zod'
import { API, type ApiFailure, apiFailure, GUARD_HEADER } from '../../contract.ts'
import { signal } from './signal.ts'

/** Why a request did not succeed: what the server said, or that it was not reached. */
export type Problem = ApiFailure | { readonly kind: 'offline' }

/** True from the moment a session ends until somebody has signed in again. */
export const sessionOver = signal(false)

const TIMEOUT = 20_000

const problems = new WeakMap<Error, Problem>()

/** An error that `problemOf` reads. */
export const problem = (value: Problem): Error => {
  const error = new Error(value.kind)
  problems.set(error, value)
  return error
}

/** The reason inside an error of a query or mutation. What did not come from the server is a fault of ours. */
export const problemOf = (error: unknown): Problem =>
  (error instanceof Error && problems.get(error)) || { kind: 'trouble', code: 'page' }

/**
 * One call of the inbox API. Rejects with an error that `problemOf` reads, because that is what the query library expects
 * of an expected failure.
 */
const call = async <T>(
  schema: z.ZodType<T>,
  method: string,
  path: string,
  body?: unknown,
  timeout = TIMEOUT,
): Promise<T> => {
  const response = await fetch(`${API}/${path}`, {
    method,
    headers: { [GUARD_HEADER]: '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(timeout),
  }).catch(() => {
    throw problem({ kind: 'offline' })
  })
  return answerOf(schema, path, response.status, await response.json().catch(() => null))
}

/** What came back, checked; throws where the answer is a refusal or has another shape. */
export const answerOf = <T>(schema: z.ZodType<T>, path: string, status: number, json: unknown): T => {
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(json)
    if (parsed.success) return parsed.data
    throw problem({ kind: 'trouble', code: `shape ${path.split('?')[0]}` })
  }
  const failure = apiFailure.safeParse(json)
  // A proxy in between answers without our words when the server is down.
  const reason: Problem = failure.success
    ? failure.data
    : status >= 502
      ? { kind: 'offline' }
      : { kind: 'trouble', code: `http ${status}` }
  if (reason.kind === 'signed-out') sessionOver.set(true)
  throw problem(reason)
}

export const get = <T>(schema: z.ZodType<T>, path: string): Promise<T> => call(schema, 'GET', path)
/** `timeout`: milliseconds. */
export const post = <T>(schema: z.ZodType<T>, path: string, body: unknown = {}, timeout = TIMEOUT): Promise<T> =>
  call(schema, 'POST', path, body, timeout)
export const patch = <T>(schema: z.ZodType<T>, path: string, body: unknown): Promise<T> =>
  call(schema, 'PATCH', path, body)
export const remove = <T>(schema: z.ZodType<T>, path: string): Promise<T> => call(schema, 'DELETE', path)
