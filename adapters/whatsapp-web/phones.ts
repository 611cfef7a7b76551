import type { Client } from 'whatsapp-web.js'
import { within } from './patience.ts'
import type { Raw } from './raw.ts'

/** WhatsApp may have to be asked for it, and the message must not wait for long. */
const PATIENCE = 3_000
const MOST_KEPT = 5_000

/** Looks up the telephone numbers of chats that have an id without one. Where that fails the number stays unknown. */
export const createPhones = (client: Client) => {
  const known = new Map<string, string | null>()

  const learn = async (chats: readonly string[]): Promise<void> => {
    if (known.size > MOST_KEPT) known.clear()
    const found = await within(PATIENCE, client.getContactLidAndPhone([...chats])).catch(() => null)
    if (found?.kind !== 'done') return
    for (const [index, chat] of chats.entries()) known.set(chat, found.value[index]?.pn ?? null)
  }

  return async (messages: readonly Raw[]): Promise<readonly Raw[]> => {
    const unknown = messages.filter(({ from, phone }) => phone === null && from.endsWith('@lid') && !known.has(from))
    if (unknown.length > 0) await learn([...new Set(unknown.map(({ from }) => from))])
    return messages.map((message) => ({ ...message, phone: message.phone ?? known.get(message.from) ?? null }))
  }
}
