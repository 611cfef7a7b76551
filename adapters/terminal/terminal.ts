import type { Interface } from 'node:readline/promises'
import { conversationId, messageId } from '../../bot/ids.ts'
import type { Body, InboundMessage, OutboundMessage } from '../../bot/message.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import type { Clock, Ids } from '../../bot/ports/clock.ts'
import { fail, ok } from '../../bot/result.ts'
import { withNumbers } from '../../bot/text.ts'
import { attachedAs, type Recorder, type Spoken, spokenOf } from './record.ts'

const ADDRESS = 'you'

/** What can be sent from a keyboard that has no camera: `/voice`, `/photo`, `/file`, `/sticker`, `/location 16.75 -22.95`. */
export const bodyOf = (line: string): Body => {
  const [command = '', ...words] = line.trim().split(/\s+/)
  const media = (what: 'voice' | 'image' | 'file', mime: string): Body => ({
    kind: 'media',
    what,
    media: { ref: `terminal-${what}`, mime, size: null, name: null, seconds: what === 'voice' ? 8 : null },
    caption: words.join(' '),
  })
  switch (command) {
    case '/voice':
      return media('voice', 'audio/ogg')
    case '/photo':
      return media('image', 'image/jpeg')
    case '/file':
      return media('file', 'application/pdf')
    case '/sticker':
      return { kind: 'unsupported', what: 'sticker' }
    case '/location': {
      const [lat, lon] = words.map(Number)
      if (lat !== undefined && lon !== undefined && Number.isFinite(lat) && Number.isFinite(lon)) {
        return { kind: 'location', lat, lon }
      }
      return { kind: 'text', text: line }
    }
    default:
      return { kind: 'text', text: line }
  }
}

export type TerminalOptions = {
  /** Called at the start: a line that comes before anybody listens would be lost. */
  readonly open: () => Interface
  readonly print: (text: string) => void
  readonly clock: Clock
  readonly ids: Ids
  /** Writes the session as a transcript test; null: not asked for. */
  readonly recorder: Recorder | null
  /** Called when the person closes the terminal. */
  readonly ended: () => void
}

/** What is printed. A file is only named: a terminal shows none. */
const payloadOf = (message: OutboundMessage) =>
  message.attachment === undefined
    ? { text: withNumbers(message) }
    : { text: attachedAs(message.attachment), needsBytes: message.attachment.kind === 'file' }

/** The bot in the terminal: the same engine, one person. */
export const createTerminal = (options: TerminalOptions): Channel => {
  let listening = true
  const inbound = (body: Body): InboundMessage => ({
    id: messageId('terminal', options.ids.newId()),
    conversation: conversationId('terminal', ADDRESS),
    sentAt: options.clock.now(),
    from: null,
    locale: null,
    body,
  })
  const heard = (spoken: Spoken): void => options.recorder?.add(spoken)
  return {
    name: 'terminal',
    limits: { maxText: 4000, maxButtons: 0, maxButtonLabel: 60, replyWindow: null },
    parse: (update) =>
      typeof update === 'string' ? ok([inbound(bodyOf(update))]) : fail('a line of text is expected'),
    render: (message) => ({ call: { method: 'print', payload: payloadOf(message) }, losses: [] }),
    pace: async () => undefined,
    send: async (call) => {
      if (call.payload.needsBytes === true && !call.file) return { kind: 'rejected', code: 'no-bytes' }
      options.print(`\n${String(call.payload.text)}\n\n> `)
      return { kind: 'sent', provider: null }
    },
    fetch: async () => fail({ kind: 'gone' }),
    forget: async () => undefined,
    typing: async () => undefined,
    start: async (receive) => {
      options.print(
        'Write as a person would. /voice /photo /file /sticker /location LAT LON send something else; Ctrl+D ends.\n\n> ',
      )
      const lines = options.open()
      lines.on('line', (line) => {
        if (!listening) return
        const message = inbound(bodyOf(line))
        heard(spokenOf(message.body))
        void receive([message])
      })
      lines.on('close', () => {
        listening = false
        options.ended()
      })
    },
    stop: async () => {
      listening = false
    },
    health: () => ({ state: 'on', detail: 'one person at the keyboard' }),
  }
}
