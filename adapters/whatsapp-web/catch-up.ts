import type { Client } from 'whatsapp-web.js'
import { unreadChats, unreadIn } from './page-calls.ts'
import { within } from './patience.ts'
import { type Raw, rawOf } from './raw.ts'

/** Unread messages of one chat at most. */
const MOST = 500
const PATIENCE = 30_000

/** What was found unread, by time, and whether something among it waits to be deciphered. */
type Unread = { readonly messages: readonly Raw[]; readonly ciphered: boolean }

/**
 * What people wrote that nobody has read: WhatsApp tells live messages only, so all that came while we were away stands
 * here. Null where the page was loaded anew meanwhile.
 */
export const findUnread = async (client: Client): Promise<Unread | null> => {
  try {
    const page = client.pupPage
    if (!page) return null
    const found: Raw[] = []
    const chats = await within(PATIENCE, page.evaluate(unreadChats))
    if (chats.kind === 'late') return null
    for (const chat of chats.value) {
      const messages = await within(PATIENCE, page.evaluate(unreadIn, chat, MOST))
      if (messages.kind === 'late') return null
      for (const data of messages.value) {
        const raw = rawOf(data)
        if (raw !== null && !raw.fromMe) found.push(raw)
      }
    }
    return {
      messages: found.filter(({ type }) => type !== 'ciphertext').toSorted((a, b) => a.t - b.t),
      ciphered: found.some(({ type }) => type === 'ciphertext'),
    }
  } catch {
    return null
  }
}
