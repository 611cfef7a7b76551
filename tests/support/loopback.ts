import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/* What the simulated platforms need of HTTP. */

export type JsonObject = Readonly<Record<string, unknown>>

/** Listens on loopback, at any free port for 0; gives the port. */
export const listenOnLoopback = async (server: Server, port = 0): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

export const closeNow = async (server: Server): Promise<void> => {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}

export const reply = (
  response: ServerResponse,
  { status, body }: { readonly status: number; readonly body: unknown },
): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** The body as an object; an empty one counts as an empty object, null where it is something else. */
export const jsonOf = async (request: IncomingMessage): Promise<JsonObject | null> => {
  const text = (await bodyOf(request)).toString('utf8')
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

/** Posts to a webhook and gives the status; 0 where it cannot be reached. */
export const postJson = async (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number> => {
  try {
    const sent = { 'content-type': 'application/json', ...headers }
    const response = await fetch(url, { method: 'POST', headers: sent, body, signal })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}
