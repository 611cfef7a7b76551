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

/** The private chats with something unread. */
export const unreadChats = (): readonly string[] =>
  window
    .require('WAWebCollections')
    .Chat.getModelsArray()
    .filter((chat) => chat.unreadCount !== 0 && (chat.id.server === 'c.us' || chat.id.server === 'lid'))
    .map((chat) => chat.id._serialized)

/**
 * The unread messages of the person in a chat, at most so many, oldest first. Counted at the very end: what comes while older
 * ones are loaded counts too. The page's own order is kept: the library's way to fetch messages turns those of the same
 * second around.
 */
export const unreadIn = async (id: string, most: number): Promise<readonly unknown[]> => {
  const chat = window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id))
  if (chat === undefined) return []
  // A chat that was marked as unread by hand counts less than nothing.
  const unread = (): number => (chat.unreadCount === 0 ? 0 : Math.min(most, Math.max(1, chat.unreadCount)))
  const theirs = (messages: readonly PageMessage[]) =>
    messages.filter((message) => !message.id.fromMe && message.isNotification !== true)
  const unknownTo = (known: readonly PageMessage[], messages: readonly PageMessage[]) => {
    const ids = new Set(known.map((message) => message.id._serialized))
    return theirs(messages).filter((message) => !ids.has(message.id._serialized))
  }
  let found = theirs(chat.msgs.getModelsArray())
  while (found.length < unread()) {
    const earlier = await window.require('WAWebChatLoadMessages').loadEarlierMsgs({ chat })
    if (earlier === undefined || earlier.length === 0) break
    found = [...unknownTo(found, earlier), ...found]
    found = [...found, ...unknownTo(found, chat.msgs.getModelsArray())]
  }
  const inOrder = found.map((message, at) => ({ message, at })).sort((a, b) => a.message.t - b.message.t || a.at - b.at)
  return unread() === 0 ? [] : inOrder.slice(-unread()).map(({ message }) => window.WWebJS?.getMessageModel(message))
}

/**
 * Marks a chat as read where everything unread in it is saved, or was written before `since` (seconds). Only its being unread
 * brings a message again after a crash, so a chat with anything else is left as it is: `not-yet`.
 */
export const markRead = async (
  id: string,
  saved: readonly string[],
  since: number,
): Promise<'read' | 'nothing' | 'not-yet'> => {
  const chat = window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id))
  if (chat === undefined || chat.unreadCount === 0) return 'nothing'
  const theirs = chat.msgs.getModelsArray().filter((message) => !message.id.fromMe && message.isNotification !== true)
  const unread = theirs.slice(-Math.max(1, chat.unreadCount))
  if (unread.some((message) => message.t >= since && !saved.includes(message.id._serialized))) return 'not-yet'
  await window.WWebJS?.sendSeen(id)
  return 'read'
}

/** Whether there is such a chat. The library would begin one with whoever never wrote. */
export const hasChat = (id: string): boolean =>
  window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id)) !== undefined

/** The ids of what was written in a chat from this account, as far as this page knows. */
export const writtenIn = (id: string): readonly string[] => {
  const chat = window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id))
  const own = chat?.msgs.getModelsArray().filter((message) => message.id.fromMe) ?? []
  return own.map((message) => message.id._serialized)
}

/** Whether nothing was written in the chat since then. */
export const nothingSince = (then: readonly string[], id: string): boolean => {
  const chat = window.require('WAWebCollections').Chat.get(window.require('WAWebWidFactory').createWid(id))
  const own = chat?.msgs.getModelsArray().filter((message) => message.id.fromMe)
  return own?.every((message) => then.includes(message.id._serialized)) ?? false
}
