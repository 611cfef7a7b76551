/*
 * Functions that run inside WhatsApp's page. They are sent there as text, so each stands alone, and uses only what the
 * library itself uses of the page.
 */

type Wid = { readonly _serialized: string; readonly server: string }
type PageMessage = {
  readonly id: { readonly fromMe: boolean; readonly _serialized: string }
  readonly t: number
  readonly type: string
  readonly isNotification?: boolean
}
type PageChat = {
  readonly id: Wid
  readonly unreadCount: number
  readonly msgs: { getModelsArray(): readonly PageMessage[] }
}
type Page = {
  readonly require: (name: string) => Record<string, never>
  readonly onAppStateHasSyncedEvent?: () => void
  readonly WWebJS?: {
    getMessageModel(message: PageMessage): unknown
    sendSeen(chat: string): Promise<boolean>
  }
}
declare const window: Page & {
  require(name: 'WAWebSocketModel'): { Socket: { state: string; hasSynced: boolean } }
} & {
  require(name: 'WAWebCollections'): {
    Chat: { get(id: unknown): PageChat | undefined; getModelsArray(): readonly PageChat[] }
  }
} & { require(name: 'WAWebWidFactory'): { createWid(id: string): Wid } } & {
  require(name: 'WAWebChatLoadMessages'): {
    loadEarlierMsgs(options: { chat: PageChat }): Promise<readonly PageMessage[] | undefined>
  }
} & { require(name: 'WAWebCmd'): { Cmd: { refreshQR(): void } } }

/** How the page stands. Null where WhatsApp's own code is not there yet. */
export const look = (): {
  readonly state: string
  readonly synced: boolean
  readonly injected: boolean
  readonly hooked: boolean
} | null => {
  if (typeof window.require !== 'function') return null
  const { Socket } = window.require('WAWebSocketModel')
  return {
    state: String(Socket.state),
    synced: Socket.hasSynced === true,
    injected: window.WWebJS !== undefined,
    hooked: typeof window.onAppStateHasSyncedEvent === 'function',
  }
}

/** Tells the library what it has missed: that the page is ready. */
export const announceSynced = (): void => window.onAppStateHasSyncedEvent?.()

export const refreshCode = (): void => window.require('WAWebCmd').Cmd.refreshQR()

/** The private chats with something unread. A chat that was marked as unread by hand counts less than nothing. */
export const unreadChats = (): readonly { readonly chat: string; readonly unread: number }[] =>
  window
    .require('WAWebCollections')
    .Chat.getModelsArray()
    .filter((chat) => chat.unreadCount !== 0 && (chat.id.server === 'c.us' || chat.id.server === 'lid'))
    .map((chat) => ({ chat: chat.id._serialized, unread: Math.max(1, chat.unreadCount) }))

/**
 * The last `unread` messages of the person in a chat, oldest first. The page's own order is kept: the library's way to
 * fetch messages turns those of the same second around.
 */
export const unreadIn = async (id: string, unread: number): Promise<readonly unknown[]> => {
  const chat = window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id))
  if (chat === undefined) return []
  const theirs = (messages: readonly PageMessage[]) =>
    messages.filter((message) => !message.id.fromMe && message.isNotification !== true)
  let found = theirs(chat.msgs.getModelsArray())
  while (found.length < unread) {
    const earlier = await window.require('WAWebChatLoadMessages').loadEarlierMsgs({ chat })
    if (earlier === undefined || earlier.length === 0) break
    const known = new Set(found.map((message) => message.id._serialized))
    found = [...theirs(earlier).filter((message) => !known.has(message.id._serialized)), ...found]
  }
  const inOrder = found.map((message, at) => ({ message, at })).sort((a, b) => a.message.t - b.message.t || a.at - b.at)
  return inOrder.slice(-unread).map(({ message }) => window.WWebJS?.getMessageModel(message))
}

/**
 * Marks a chat as read where this is the last thing that the person said in it, and nothing among the unread waits to be
 * deciphered. What came later is not saved yet, and only its being unread brings it again after a crash.
 */
export const markRead = async (id: string, last: string): Promise<boolean> => {
  const chat = window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id))
  if (chat === undefined || chat.unreadCount === 0) return false
  const theirs = chat.msgs.getModelsArray().filter((message) => !message.id.fromMe && message.isNotification !== true)
  const unread = theirs.slice(-Math.max(1, chat.unreadCount))
  if (unread.at(-1)?.id._serialized !== last || unread.some((message) => message.type === 'ciphertext')) return false
  return (await window.WWebJS?.sendSeen(id)) ?? false
}

/** Whether there is such a chat. The library would begin one with whoever never wrote. */
export const hasChat = (id: string): boolean =>
  window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id)) !== undefined
