/** The chats of the account: what people write in them, what the page adds, and what is unread. */
import { type Content, contentOf, type Media } from './whatsapp-web-server-content.ts'
import type { FromServer, StoredMessage } from './whatsapp-web-wire.ts'

type Options = {
  readonly media: Media
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** To every page that is linked. */
  readonly push: (event: FromServer) => void
}

export const createChats = ({ media, now, push }: Options) => {
  const chats = new Map<string, { name: string; unread: number; messages: StoredMessage[] }>()
  const phones: Record<string, string> = {}
  let count = 0

  const chatOf = (id: string, name: string) => {
    const chat = chats.get(id) ?? { name, unread: 0, messages: [] }
    chats.set(id, chat)
    return chat
  }
  const arrives = (
    id: string,
    name: string,
    content: Readonly<Record<string, unknown>>,
    t = Math.floor(now() / 1000),
  ): string => {
    count += 1
    const message: StoredMessage = {
      chat: id,
      id: `3A${String(count).padStart(18, '0')}`,
      fromMe: false,
      t,
      ack: 1,
      name,
      content,
    }
    const chat = chatOf(id, name)
    chat.messages.push(message)
    chat.unread = Math.max(0, chat.unread) + 1
    push({ kind: 'message', message, unread: chat.unread })
    return `false_${id}_${message.id}`
  }

  return {
    /** As a page gets them when it is linked. */
    snapshot: () => ({ phones, chats: [...chats].map(([id, chat]) => ({ id, ...chat })) }),
    /** True where somebody has written in it. */
    hasWritten: (id: string): boolean => chats.get(id)?.messages.some(({ fromMe }) => !fromMe) ?? false,
    add: (message: StoredMessage): void => void chatOf(message.chat, '').messages.push(message),
    /** What came after the last message that the page knows stays unread. */
    seen: (id: string, last: string | undefined): void => {
      const chat = chats.get(id)
      if (!chat) return
      const at = chat.messages.findIndex((message) => message.id === last)
      chat.unread = chat.messages.slice(at + 1).filter(({ fromMe }) => !fromMe).length
    },
    remove: (id: string): void => {
      chats.delete(id)
      push({ kind: 'removed', chat: id })
    },
    /** Somebody who writes. `id` is their chat: `…@c.us`, or `…@lid` with the number behind it, or none. */
    person: (id: string, name = 'Maria', phone?: string) => {
      if (phone !== undefined) phones[id] = phone
      return {
        says: (text: string, t?: number): string => arrives(id, name, { type: 'chat', body: text }, t),
        sends: (content: Content, t?: number): string => arrives(id, name, contentOf(content, media), t),
        /** A message that can be read only later. */
        saysInCipher: (): string => arrives(id, name, { type: 'ciphertext' }),
      }
    },
    deciphers: (id: string, text: string): void => {
      for (const chat of chats.values())
        chat.messages = chat.messages.map((one) =>
          `false_${one.chat}_${one.id}` === id ? { ...one, content: { type: 'chat', body: text } } : one,
        )
      push({ kind: 'deciphered', id, content: { type: 'chat', body: text } })
    },
    unread: (chat: string): number => chats.get(chat)?.unread ?? 0,
    /** All that people wrote and nobody has read. */
    allUnread: (): number => [...chats.values()].reduce((sum, { unread }) => sum + unread, 0),
    /** Somebody marks the chat as unread on the telephone. */
    markUnread: (id: string): void => {
      const chat = chats.get(id)
      if (chat) chat.unread = -1
    },
  }
}
