import { device, token } from './device.ts'

/** A body as the server takes it. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly choice: string; readonly label: string }
  | { readonly kind: 'location'; readonly lat: number; readonly lon: number }

export type File = {
  readonly kind: 'file'
  readonly what: 'voice' | 'image' | 'file'
  readonly blob: Blob
  readonly name: string | null
  readonly seconds: number | null
}

export type Waiting = {
  readonly clientId: string
  readonly at: number
  readonly lang: string
  readonly body: Body | File
}

/** How a message stands: on its way, held up, or refused for good. */
export type Fate = 'sending' | 'offline' | 'busy' | 'our-problem' | 'refused' | 'too-large' | 'wrong-kind'

const isSaved = (value: unknown): value is readonly Waiting[] =>
  Array.isArray(value) &&
  value.every((item) => typeof item?.clientId === 'string' && typeof item?.body?.kind === 'string')

const load = (): Waiting[] => {
  try {
    const saved: unknown = JSON.parse(device.get('queue') ?? '[]')
    return isSaved(saved) ? [...saved] : []
  } catch {
    return []
  }
}

const post = (item: Waiting): Promise<Response> => {
  const authorization = `Bearer ${token()}`
  const { body } = item
  if (body.kind !== 'file') {
    return fetch('/chat/messages', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ clientId: item.clientId, lang: item.lang, body }),
    })
  }
  const headers: Record<string, string> = { authorization, 'x-client-id': item.clientId }
  if (body.name !== null) headers['x-file-name'] = encodeURIComponent(body.name)
  if (body.seconds !== null) headers['x-seconds'] = String(body.seconds)
  return fetch('/chat/media', { method: 'POST', headers, body: body.blob })
}

const fateOf = (status: number): Fate => {
  if (status === 429) return 'busy'
  if (status === 413) return 'too-large'
  if (status === 415) return 'wrong-kind'
  return status >= 500 ? 'our-problem' : 'refused'
}

const FINAL: readonly Fate[] = ['refused', 'too-large', 'wrong-kind']
const LONGEST_PAUSE = 30_000

/**
 * Sends messages one after the other, in order, again and again until the server has them. What waits is kept on the device,
 * so closing the page loses no words; a file waits only as long as the page is open. A message carries its own id, so it
 * works once however often it is sent.
 */
export const createQueue = (on: {
  readonly sent: (clientId: string, at: number) => void
  readonly fate: (clientId: string, fate: Fate) => void
}) => {
  const waiting = load()
  let busy = false
  let failures = 0
  let timer = 0

  const save = () => device.set('queue', JSON.stringify(waiting.filter((item) => item.body.kind !== 'file')))

  const drop = (item: Waiting) => {
    waiting.splice(waiting.indexOf(item), 1)
    save()
  }

  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(run, ms) as unknown as number
  }

  const held = (item: Waiting, fate: Fate, ms: number) => {
    failures += 1
    on.fate(item.clientId, fate)
    later(ms)
  }

  /** Sends the first; true where the next one may follow. */
  const sendFirst = async (item: Waiting): Promise<boolean> => {
    const pause = Math.min(LONGEST_PAUSE, 1_000 * 2 ** failures)
    on.fate(item.clientId, 'sending')
    let response: Response
    try {
      response = await post(item)
    } catch {
      held(item, 'offline', pause)
      return false
    }
    if (response.ok) {
      failures = 0
      drop(item)
      on.sent(item.clientId, Date.now())
      return true
    }
    const fate = fateOf(response.status)
    if (FINAL.indexOf(fate) !== -1) {
      drop(item)
      on.fate(item.clientId, fate)
      return true
    }
    held(item, fate, Math.max(pause, 1_000 * Number(response.headers.get('retry-after') ?? 0)))
    return false
  }

  const run = async (): Promise<void> => {
    if (busy) return
    busy = true
    clearTimeout(timer)
    for (let item = waiting[0]; item; item = waiting[0]) if (!(await sendFirst(item))) break
    busy = false
  }

  return {
    /** What waits, oldest first. */
    waiting: (): readonly Waiting[] => waiting,
    add(item: Waiting): void {
      waiting.push(item)
      save()
      void run()
    },
    /** The network is back, or the page was just opened. */
    hurry(): void {
      failures = 0
      void run()
    },
    stop(): void {
      clearTimeout(timer)
    },
  }
}
