import type { SSEStreamingApi } from 'hono/streaming'
import { never } from '../../bot/result.ts'
import { SECOND } from '../../bot/time.ts'
import type { Bell } from './bell.ts'
import { type Content, type Cursor, type Log, type LogLine, writeCursor } from './log.ts'

/** A comment this often keeps proxies and phones from closing a silent line. */
const HEARTBEAT = 20 * SECOND

/** What the bot or staff said, without the place of a file. */
const said = ({ attachment, ...content }: Exclude<Content, { from: 'person' }>) => {
  if (attachment === undefined) return content
  if (attachment.kind === 'location') return { ...content, attachment }
  const { ref: _, ...file } = attachment
  return { ...content, attachment: file }
}

/** A line as the page gets it. Where a file lies is not its business. */
export const publicLine = (epoch: string, { seq, at, clientId, content }: LogLine) => {
  const id = writeCursor({ epoch, seq })
  if (content.from !== 'person') return { id, at, ...said(content) }
  const { body } = content
  const shown =
    body.kind === 'media' ? { kind: body.kind, what: body.what, name: body.name, seconds: body.seconds } : body
  return { id, at, clientId, from: content.from, body: shown }
}
export type PublicLine = ReturnType<typeof publicLine>

/** Sends the log from the cursor on, and goes on with what is added, until the page leaves or the channel stops. */
export const streamLog = async (
  stream: SSEStreamingApi,
  { log, bell, address, after }: { log: Log; bell: Bell; address: string; after: Cursor },
): Promise<void> => {
  const gone = new AbortController()
  stream.onAbort(() => gone.abort())
  const listener = bell.listen(address, gone.signal)
  let cursor = after
  try {
    // Something must be written for the page to know that it is connected.
    await stream.write(': connected\n\n')
    for (;;) {
      const page = await log.read(address, cursor)
      if (page.reset) await stream.writeSSE({ event: 'reset', data: '' })
      for (const line of page.lines) {
        const shown = publicLine(page.epoch, line)
        await stream.writeSSE({ event: 'line', id: shown.id, data: JSON.stringify(shown) })
      }
      cursor = { epoch: page.epoch, seq: page.lines.at(-1)?.seq ?? (page.reset ? 0 : cursor.seq) }
      if (page.more) continue
      const ring = await listener.next(HEARTBEAT)
      switch (ring) {
        case 'over':
          return
        case 'typing':
          await stream.writeSSE({ event: 'typing', data: '' })
          break
        case 'time':
          await stream.write(': still here\n\n')
          break
        case 'lines':
          break
        default:
          never(ring)
      }
    }
  } finally {
    listener.leave()
  }
}
