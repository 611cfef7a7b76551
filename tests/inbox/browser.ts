export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The answer where it is JSON; else nothing in it. */
  readonly json: Readonly<Record<string, unknown>>
}

export type Browser = ReturnType<typeof createBrowser>

/** As much of a browser as these tests need: it keeps cookies and sends what a page of that origin would. */
export const createBrowser = (origin: string) => {
  const cookies = new Map<string, string>()

  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(`${origin}${path}`, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/)
      if (/max-age=0/i.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }

  const request = async (method: string, path: string, body?: unknown, extra: HeadersInit = {}): Promise<Answer> => {
    const headers = new Headers({ origin, 'x-inbox': '1', 'sec-fetch-site': 'same-origin' })
    if (body !== undefined) headers.set('content-type', 'application/json')
    for (const [name, value] of new Headers(extra)) headers.set(name, value)
    const response = await raw(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await response.text()
    let json = {}
    try {
      json = JSON.parse(text) ?? {}
    } catch {
      // Not every answer is JSON.
    }
    return { status: response.status, headers: response.headers, text, json }
  }

  return {
    cookies,
    raw,
    request,
    get: (path: string, headers?: HeadersInit) => request('GET', path, undefined, headers),
    post: (path: string, body: unknown = {}, headers?: HeadersInit) => request('POST', path, body, headers),
    patch: (path: string, body: unknown) => request('PATCH', path, body),
    delete: (path: string) => request('DELETE', path),
    /** The live line; `next` gives one event, comments left out. Ends with `leave`. */
    events: async (query = '', headers: Record<string, string> = {}) => {
      const leaving = new AbortController()
      const response = await raw(`/inbox/api/events${query}`, { headers, signal: leaving.signal })
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let buffer = ''
      const next = async (): Promise<LiveEvent | null> => {
        for (;;) {
          const end = buffer.indexOf('\n\n')
          if (end >= 0) {
            const event = parseEvent(buffer.slice(0, end))
            buffer = buffer.slice(end + 2)
            if (event !== null) return event
            continue
          }
          const chunk = await reader?.read()
          if (!chunk || chunk.done) return null
          buffer += chunk.value
        }
      }
      return { status: response.status, next, leave: () => leaving.abort() }
    },
  }
}

export type LiveEvent = {
  readonly event: string
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
}

const parseEvent = (block: string): LiveEvent | null => {
  const fields = new Map<string, string>()
  for (const line of block.split('\n')) {
    const [name = '', value = ''] = line.split(/: ?(.*)/)
    if (name !== '') fields.set(name, value)
  }
  const data = fields.get('data')
  return data === undefined
    ? null
    : { event: fields.get('event') ?? '', id: fields.get('id') ?? '', data: JSON.parse(data) }
}
