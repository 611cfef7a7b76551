import type { z } from 'zod'
import { API, GUARD_HEADER } from '../../contract.ts'
import { answerOf, problem } from './api.ts'

/** Milliseconds without a sign that it goes on, after which it is given up: a poor link is slow, and not dead. */
const STALLED = 45_000

type Upload = {
  readonly headers: Readonly<Record<string, string>>
  /** How much has left, from 0 to 1. */
  readonly onPart: (part: number) => void
  readonly signal: AbortSignal
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Sends bytes and tells how far they have come, which `fetch` cannot. Rejects with an error that `problemOf` reads. */
export const upload = <T>(
  schema: z.ZodType<T>,
  path: string,
  bytes: Blob,
  { headers, onPart, signal }: Upload,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout> | undefined
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), STALLED)
    }
    request.open('POST', `${API}/${path}`)
    for (const [name, value] of Object.entries({ ...headers, [GUARD_HEADER]: '1' }))
      request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      wait()
      onPart(total > 0 ? loaded / total : 0)
    })
    request.addEventListener('load', () => {
      try {
        resolve(answerOf(schema, path, request.status, parsed(request.responseText)))
      } catch (error) {
        reject(error)
      }
    })
    for (const name of ['error', 'abort']) request.addEventListener(name, () => reject(problem({ kind: 'offline' })))
    request.addEventListener('loadend', () => clearTimeout(timer))
    signal.addEventListener('abort', () => request.abort())
    wait()
    request.send(bytes)
  })
