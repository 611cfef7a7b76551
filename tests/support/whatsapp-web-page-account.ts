/* What WhatsApp's page knows of the account, and how it speaks to the server. */
import { type Chat, emitter, fromStored, type Msg, widFrom } from './whatsapp-web-page-models.ts'

export const SESSION = 'sim-session'

export const post = async (path: string, body: unknown): Promise<Response> =>
  fetch(`/sim/${path}`, { method: 'POST', body: JSON.stringify(body) })
export const violation = (what: string): void => void post('violation', { what })

export const chats = new Map<string, Chat>()
export const messages = new Map<string, Msg>()
export const phones = new Map<string, string>()

export const Socket = {
  ...emitter(),
  state: 'OPENING',
  hasSynced: false,
  logout: async () => {
    await post('logout', { session: localStorage.getItem(SESSION) })
    localStorage.removeItem(SESSION)
  },
  takeover: () => violation('takeover'),
}
export const Cmd = { ...emitter(), refreshQR: () => void post('refresh', {}) }
export const Conn = {
  ...emitter(),
  ref: '',
  platform: 'android',
  pushname: '',
  serialize: () => ({ pushname: Conn.pushname, platform: 'android' }),
}
export const Msgs = {
  ...emitter(),
  get: (id: unknown) => messages.get(String(id)),
  getModelsArray: () => [...messages.values()],
  getMessagesById: async (ids: readonly string[]) => {
    const found = ids.flatMap((id) => {
      const loaded = messages.get(id)
      if (loaded) return [loaded]
      const stored = [...chats.values()]
        .flatMap((chat) => chat.earlier)
        .find((one) => `${one.fromMe}_${one.chat}_${one.id}` === id)
      return stored ? [fromStored(stored, false)] : []
    })
    return { messages: found }
  },
}
export const Chats = {
  ...emitter(),
  get: (id: unknown) => chats.get(widFrom(id)._serialized),
  getModelsArray: () => [...chats.values()],
}

export const setState = (state: string): void => {
  if (Socket.state === state) return
  Socket.state = state
  Socket.trigger('change:state', Socket, state)
}

export const keep = (chat: Chat, msg: Msg): void => {
  chat.loaded.push(msg)
  chat.t = Number(msg.t)
  messages.set(msg.id._serialized, msg)
}
export const setUnread = (chat: Chat, unread: number): void => {
  if (chat.unreadCount === unread) return
  chat.unreadCount = unread
  Chats.trigger('change:unreadCount', chat)
}
