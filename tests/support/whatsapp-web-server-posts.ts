/** What the page asks for: messages and files on their way, what is read, and what it knows by now. Some of it goes wrong. */
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import type { createChats } from './whatsapp-web-server-chats.ts'
import type { Media } from './whatsapp-web-server-content.ts'
import type { createLines } from './whatsapp-web-server-lines.ts'
import { type Sent, type SentMessage, sendBody, shownOf } from './whatsapp-web-server-sent.ts'

/** What may become of the next message that is sent. WhatsApp takes it and says nothing (`lost`), or the connection breaks then. */
export type SendFault = 'failed' | 'lost' | 'broken'

/**
 * What may become of the next file that is uploaded, before there is a message. `refused`: WhatsApp does not take it; `broken`:
 * the connection breaks; `held`: it never gets there.
 */
export type UploadFault = 'refused' | 'broken' | 'held'

const bodies = {
  send: sendBody,
  seen: z.object({ chat: z.string(), last: z.string().optional() }),
  typing: z.object({ chat: z.string() }),
  earlier: z.object({ chat: z.string() }),
  removed: z.object({ chat: z.string() }),
  state: z.object({ state: z.string() }),
  violation: z.object({ what: z.string() }),
}

type Options = {
  readonly media: Media
  readonly chats: Pick<ReturnType<typeof createChats>, 'hasWritten' | 'add' | 'seen'>
  readonly lines: Pick<ReturnType<typeof createLines>, 'forgetSessions' | 'nextCode'>
  readonly violation: (what: string) => void
  readonly changed: () => void
}

export const createPosts = ({ media, chats, lines, violation, changed }: Options) => {
  const sent: SentMessage[] = []
  const typed: string[] = []
  const removed = new Set<string>()
  const faults: SendFault[] = []
  const uploadFaults: UploadFault[] = []
  let uploads = 0
  let stateOfPage = ''
  let whileLoading: ((chat: string) => void) | null = null

  const answer = (response: ServerResponse, value: unknown): void =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

  /** In the middle of the answer: where there is none yet, the browser asks once more by itself. */
  const breakOff = (response: ServerResponse): void =>
    void response.writeHead(200).write('{', () => response.socket?.destroy())

  const taken = (message: Sent): void => {
    const { chat, id, t, ...content } = message
    if (!chats.hasWritten(chat)) violation('wrote to somebody who never wrote')
    chats.add({ chat, id, fromMe: true, t, ack: 1, name: '', content })
    sent.push(shownOf(message, media, violation))
    changed()
  }
  const send = (message: Sent, fault: SendFault | undefined, response: ServerResponse): void => {
    taken(message)
    if (fault === 'broken') breakOff(response)
    // Where it is lost the line stays open, and nothing comes.
    else if (fault !== 'lost') answer(response, { ack: 1 })
  }

  return {
    sent: sent as readonly SentMessage[],
    typed: typed as readonly string[],
    removed: removed as ReadonlySet<string>,
    stateOfPage: (): string => stateOfPage,
    /** Files that reached WhatsApp, whatever became of them. */
    uploads: (): number => uploads,
    fault: (...next: readonly SendFault[]): void => void faults.push(...next),
    faultOfUpload: (...next: readonly UploadFault[]): void => void uploadFaults.push(...next),
    /** What happens while the page loads older messages of a chat. */
    whileLoading: (happens: (chat: string) => void): void => {
      whileLoading = happens
    },
    post: (name: string, body: unknown, response: ServerResponse): void => {
      if (name === 'send') {
        const fault = faults.shift()
        if (fault === 'failed') return answer(response, { ack: -1 })
        return send(bodies.send.parse(body), fault, response)
      }
      if (name === 'seen') {
        const { chat: id, last } = bodies.seen.parse(body)
        chats.seen(id, last)
      } else if (name === 'typing') typed.push(bodies.typing.parse(body).chat)
      else if (name === 'state') stateOfPage = bodies.state.parse(body).state
      else if (name === 'removed') removed.add(bodies.removed.parse(body).chat)
      else if (name === 'earlier') whileLoading?.(bodies.earlier.parse(body).chat)
      else if (name === 'violation') violation(bodies.violation.parse(body).what)
      else if (name === 'logout') lines.forgetSessions()
      else if (name === 'refresh') lines.nextCode()
      else violation(`POST ${name}`)
      changed()
      answer(response, {})
    },
    /** A file on its way to WhatsApp, before the message that brings it. */
    upload: (bytes: Uint8Array, response: ServerResponse): void => {
      uploads += 1
      changed()
      const fault = uploadFaults.shift()
      if (fault === 'held') return
      if (fault === 'broken') return breakOff(response)
      if (fault === 'refused') return answer(response, { mediaEntry: null })
      const directPath = media.store(bytes)
      const mmsUrl = `https://mmg.whatsapp.net${directPath}`
      const keys = { mediaKey: 'key', mediaKeyTimestamp: 1, encFilehash: 'encrypted', uploadHash: 'encrypted' }
      answer(response, { mediaEntry: { mmsUrl, deprecatedMms3Url: mmsUrl, directPath, ...keys } })
    },
  }
}
