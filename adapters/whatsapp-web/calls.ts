import type { Client } from 'whatsapp-web.js'
import { hasChat, look } from './page-calls.ts'
import { within } from './patience.ts'
import type { Answer, Call } from './protocol.ts'

/** Milliseconds for a look into the page. */
const LOOK = 10_000
/** Milliseconds for a message to reach WhatsApp. */
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
      return send(context, call.chat, call.text)
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

const send = async ({ client, begun }: CallContext, chat: string, text: string): Promise<Answer> => {
  const before = await within(LOOK, ready(client, chat)).catch(() => ({ kind: 'late' }) as const)
  if (before.kind === 'late' || before.value === 'offline') return { kind: 'not-sent', code: 'offline' }
  if (before.value === 'no-chat') return { kind: 'no-chat' }
  await begun()
  try {
    // Marking as read is done after the commit; a preview of a link would tell the page that somebody was sent there.
    const options = { sendSeen: false, linkPreview: false, parseVCards: false, waitUntilMsgSent: true }
    const sent = await within(SEND, client.sendMessage(chat, text, options))
    if (sent.kind === 'late') return { kind: 'unknown', code: 'timeout' }
    // The types promise a message; the page may have none.
    const message = sent.value as typeof sent.value | undefined
    const ack: number = message?.ack ?? 0
    if (ack < 0) return { kind: 'not-sent', code: 'failed' }
    if (ack === 0) return { kind: 'unknown', code: 'not-acknowledged' }
    return { kind: 'sent', provider: message?.id._serialized ?? null }
  } catch {
    return { kind: 'unknown', code: 'thrown' }
  }
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
