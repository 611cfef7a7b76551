/** The pages that are open, each with its line from the server, and the telephone that links and unlinks them. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FromServer } from './whatsapp-web-wire.ts'

type Options = {
  /** Links a page without a session by itself. */
  readonly linksAtOnce: boolean
  /** What a page gets when it is linked. */
  readonly snapshot: () => FromServer
  readonly changed: () => void
}

export const createLines = (options: Options) => {
  const { snapshot, changed } = options
  let { linksAtOnce } = options
  const lines = new Map<ServerResponse, { linked: boolean }>()
  let sessions = new Set<string>()
  let codes = 1

  const push = (line: ServerResponse, event: FromServer): void => void line.write(`data: ${JSON.stringify(event)}\n\n`)
  const pushLinked = (event: FromServer): void => {
    for (const [line, { linked }] of lines) if (linked) push(line, event)
  }
  const link = (line: ServerResponse): void => {
    const session = `session-${sessions.size + 1}-${codes}`
    sessions.add(session)
    lines.set(line, { linked: true })
    push(line, { kind: 'paired', session })
    push(line, snapshot())
    changed()
  }

  const isLinked = (): boolean => [...lines.values()].some((line) => line.linked)
  const endSessions = (): void => {
    sessions = new Set()
  }

  return {
    push: pushLinked,
    /** A page opens its line. */
    open: (request: IncomingMessage, response: ServerResponse, session: string): void => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      request.on('close', () => {
        lines.delete(response)
        changed()
      })
      const linked = sessions.has(session)
      lines.set(response, { linked })
      if (linked) push(response, snapshot())
      else push(response, { kind: 'unlinked', ref: `code-${codes}` })
      if (!linked && linksAtOnce) link(response)
      changed()
    },
    /** The page asks for another code. */
    nextCode: (): void => {
      codes += 1
    },
    pages: (): number => lines.size,
    linked: isLinked,
    /** The telephone scans the code on the page. */
    scan: (): void => {
      for (const [line, { linked }] of lines) if (!linked) link(line)
    },
    refreshCode: (): void => {
      codes += 1
      for (const [line, { linked }] of lines) if (!linked) push(line, { kind: 'ref', ref: `code-${codes}` })
    },
    code: (): string => `code-${codes}`,
    /** The link is ended on the telephone. */
    unlink: (): void => {
      endSessions()
      codes += 1
      for (const line of lines.values()) line.linked = false
      for (const line of lines.keys()) push(line, { kind: 'leave' })
    },
    sessions: (): number => sessions.size,
    /** Ends every session without a word: the page finds out when it is loaded next. */
    forgetSessions: endSessions,
    setLinksAtOnce: (next: boolean): void => {
      linksAtOnce = next
    },
  }
}
