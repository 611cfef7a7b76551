import type { Client } from 'whatsapp-web.js'
import { contentOf } from './content.ts'
import { hasChat, look, nothingSince, writtenIn } from './page-calls.ts'
import { FILE_PATIENCE, within } from './patience.ts'
import { type Answer, type Call, NOT_UPLOADED } from './protocol.ts'
import type { Send } from './schema.ts'

/** Milliseconds for a look into the page. */
const LOOK = 10_000
/** Milliseconds for a message without a file to reach WhatsApp. */
const SEND = 30_000
const FETCH = 90_000

type CallContext = {
  readonly client: Client
  /** Resolves when the program knows that the call has begun. */
  readonly begun: () => Promise<void>
}

/** Does what the program asks, once. A throw of the library before the call has begun means that nothing left. */
export const doCall = async (context: CallContext, call: Call): Promise<Answer> => {
  switch (call.name) {
    case 'send':
    case 'send-file':
    case 'send-place':
      return send(context, call)
    case 'typing':
      await within(LOOK, type(context, call.chat))
      return { kind: 'done' }
    case 'fetch':
      return fetchMedia(context, call.message, call.maxBytes)
    case 'logout':
      await within(SEND, context.client.logout())
      return { kind: 'done' }
  }
}

const pageOf = (client: Client) => {
  if (!client.pupPage) throw new Error('there is no page')
  return client.pupPage
}

const send = async ({ client, begun }: CallContext, call: Send): Promise<Answer> => {
  const { chat } = call
  const before = await within(LOOK, ready(client, chat)).catch(() => ({ kind: 'late' }) as const)
  if (before.kind === 'late' || before.value === 'offline') return { kind: 'not-sent', code: 'offline' }
  if (before.value === 'no-chat') return { kind: 'no-chat' }
  const { content, options } = await contentOf(call)
  const written = call.name === 'send-file' ? await writtenSoFar(client, chat) : null
  if (written === 'late') return { kind: 'not-sent', code: 'offline' }
  await begun()
  try {
    const patience = call.name === 'send-file' ? FILE_PATIENCE : SEND
    const sent = await within(patience, client.sendMessage(chat, content, options))
    if (sent.kind === 'late') return { kind: 'unknown', code: 'timeout' }
    // The types promise a message; the page may have none.
    const message = sent.value as typeof sent.value | undefined
    const ack: number = message?.ack ?? 0
    if (ack < 0) return { kind: 'not-sent', code: 'failed' }
    if (ack === 0) return { kind: 'unknown', code: 'not-acknowledged' }
    return { kind: 'sent', provider: message?.id._serialized ?? null }
  } catch {
    // The page uploads a file before it writes the message: where there is none, nothing left.
    if (written !== null && (await isUnchanged(written, chat))) return { kind: 'not-sent', code: NOT_UPLOADED }
    return { kind: 'unknown', code: 'thrown' }
  } finally {
    void written?.dispose().catch(() => undefined)
  }
}

/** What we wrote in the chat, kept in the page. It belongs to the document: with another one it cannot be asked any more. */
const keptIn = (client: Client, chat: string) => pageOf(client).evaluateHandle(writtenIn, chat)
type Written = Awaited<ReturnType<typeof keptIn>>

const writtenSoFar = async (client: Client, chat: string): Promise<Written | 'late'> => {
  const looked = await within(LOOK, keptIn(client, chat)).catch(() => null)
  return looked?.kind === 'done' ? looked.value : 'late'
}
const isUnchanged = async (written: Written, chat: string): Promise<boolean> => {
  const unchanged = await within(LOOK, written.evaluate(nothingSince, chat)).catch(() => null)
  return unchanged?.kind === 'done' && unchanged.value
}

const ready = async (client: Client, chat: string): Promise<'ready' | 'offline' | 'no-chat'> => {
  const page = pageOf(client)
  const seen = await page.evaluate(look)
  if (seen?.state !== 'CONNECTED' || !seen.injected) return 'offline'
  return (await page.evaluate(hasChat, chat)) ? 'ready' : 'no-chat'
}

const type = async ({ client }: CallContext, chat: string): Promise<void> => {
  if ((await ready(client, chat)) !== 'ready') return
  await (await client.getChatById(chat)).sendStateTyping()
}

const fetchMedia = async ({ client }: CallContext, id: string, maxBytes: number): Promise<Answer> => {
  const read = async (): Promise<Answer> => {
    const message = await client.getMessageById(id)
    if (!message?.hasMedia) return { kind: 'no-media', why: 'gone' }
    const size = Number((message.rawData as { readonly size?: unknown }).size ?? 0)
    if (size > maxBytes) return { kind: 'no-media', why: 'too-large' }
    const media = await message.downloadMedia()
    // WhatsApp keeps media for some weeks.
    if (!media) return { kind: 'no-media', why: 'gone' }
    const bytes = new Uint8Array(Buffer.from(media.data, 'base64'))
    if (bytes.length > maxBytes) return { kind: 'no-media', why: 'too-large' }
    return { kind: 'media', bytes, mime: media.mimetype ?? null, name: media.filename ?? null }
  }
  const fetched = await within(FETCH, read()).catch(() => ({ kind: 'late' }) as const)
  return fetched.kind === 'done' ? fetched.value : { kind: 'no-media', why: 'unreachable' }
}
