import { token } from './device.ts'

export type Choice = { readonly id: string; readonly label: string }

export type AttachedFile = {
  readonly kind: 'file'
  readonly what: 'voice' | 'image' | 'file'
  readonly mime: string
  /** Bytes. */
  readonly size: number
  readonly name: string | null
}
/** What staff sent that is no words. The text of the line is empty then. */
export type Attached = AttachedFile | { readonly kind: 'location'; readonly lat: number; readonly lon: number }

/** The language in which the conversation is held. `lang` may be one that this page does not have yet. */
export type Language = { readonly lang: string; readonly by: 'detected' | 'chosen' }

/** A line as the server tells it; see events.ts beside this folder. */
export type Line = { readonly id: string; readonly at: number } & (
  | {
      readonly from: 'person'
      readonly clientId: string | null
      readonly body:
        | { readonly kind: 'text'; readonly text: string }
        | { readonly kind: 'choice'; readonly choice: string; readonly label: string }
        | { readonly kind: 'location' }
        | {
            readonly kind: 'media'
            readonly what: 'voice' | 'image' | 'file'
            readonly name: string | null
            readonly seconds: number | null
          }
    }
  | {
      readonly from: 'bot' | 'staff'
      readonly text: string
      readonly choices: readonly Choice[]
      readonly urgent: boolean
      readonly attachment?: Attached
      readonly language?: Language
    }
)

type History = {
  readonly cursor: string
  readonly reset: boolean
  readonly more: boolean
  readonly lines: readonly Line[]
}

/** Milliseconds: the server says something at least every 20 seconds. */
const SILENCE = 45_000
const POLL = 4_000
const LONGEST_PAUSE = 20_000

/** The events in what has come so far, and the beginning of the next one. */
export const splitEvents = (
  text: string,
): { readonly events: readonly { readonly event: string; readonly data: string }[]; readonly rest: string } => {
  const parts = text.split('\n\n')
  const rest = parts.pop() ?? ''
  const events = parts.map((part) => {
    let event = ''
    let data = ''
    for (const line of part.split('\n')) {
      if (line.indexOf('event: ') === 0) event = line.slice(7)
      if (line.indexOf('data: ') === 0) data += line.slice(6)
    }
    return { event, data }
  })
  return { events: events.filter((one) => one.event !== ''), rest }
}

/**
 * Reads the conversation, from the beginning and for as long as the page is open: as a stream where the browser can, else by
 * asking again and again. After an interruption it goes on behind the last line it has.
 */
export const createWire = (on: {
  readonly line: (line: Line) => void
  /** Everything was erased: what is shown must go. */
  readonly reset: () => void
  readonly typing: () => void
  /** All lines so far have come. */
  readonly ready: () => void
}) => {
  let cursor = ''
  let stopped = false
  let failures = 0
  let timer = 0
  let current: AbortController | null = null
  let streams = typeof ReadableStream !== 'undefined' && typeof TextDecoder !== 'undefined'

  const get = (path: string, signal: AbortSignal | null): Promise<Response> =>
    fetch(`${path}?after=${encodeURIComponent(cursor)}`, {
      headers: { authorization: `Bearer ${token()}` },
      signal,
      cache: 'no-store',
    })

  const take = (line: Line) => {
    cursor = line.id
    on.line(line)
  }

  /** Everything after the cursor. Throws where the network or the server fails. */
  const catchUp = async (): Promise<void> => {
    for (let more = true; more; ) {
      const response = await get('/chat/history', null)
      if (!response.ok) throw new Error(String(response.status))
      const page: History = await response.json()
      if (page.reset) on.reset()
      page.lines.forEach(take)
      cursor = page.cursor
      more = page.more
    }
    on.ready()
  }

  const listen = async (abort: AbortController): Promise<void> => {
    const response = await get('/chat/events', abort.signal)
    if (response.status === 429 || !response.body) streams = false
    if (!response.ok || !response.body) throw new Error(String(response.status))
    failures = 0
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const watch = setTimeout(() => abort.abort(), SILENCE)
      const { done, value } = await reader.read().finally(() => clearTimeout(watch))
      if (done) return
      const { events, rest } = splitEvents(text + decoder.decode(value, { stream: true }))
      text = rest
      for (const { event, data } of events) {
        if (event === 'line') take(JSON.parse(data))
        else if (event === 'typing') on.typing()
        else if (event === 'reset') {
          cursor = ''
          on.reset()
        }
      }
    }
  }

  const again = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(run, ms) as unknown as number
  }

  const run = async (): Promise<void> => {
    if (current !== null || stopped) return
    current = new AbortController()
    try {
      await catchUp()
      if (streams) await listen(current)
      failures = 0
    } catch {
      failures += 1
    }
    current = null
    again(failures > 0 ? Math.min(LONGEST_PAUSE, 500 * 2 ** failures) : streams ? 500 : POLL)
  }

  return {
    start: run,
    /** The network is back or the page is in view again: no use in waiting. */
    hurry(): void {
      if (current === null) again(0)
    },
    /** The phone said that the network went: the stream is dead though nothing shows it. */
    cut(): void {
      if (current !== null) current.abort()
    },
    stop(): void {
      stopped = true
      clearTimeout(timer)
      if (current !== null) current.abort()
    },
  }
}
