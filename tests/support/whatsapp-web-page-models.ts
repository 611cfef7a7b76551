/* What WhatsApp's page is made of: ids, messages and chats, with the events of a model. */
import type { StoredMessage } from './whatsapp-web-wire.ts'

type Listener = (...args: readonly unknown[]) => unknown

/** Listeners by name; several names may stand in one text, as with Backbone. */
export const emitter = () => {
  const listeners = new Map<string, Set<Listener>>()
  const self = {
    on(names: string, listener: Listener): void {
      for (const name of names.split(' ')) listeners.set(name, (listeners.get(name) ?? new Set()).add(listener))
    },
    once(name: string, listener: Listener): void {
      const first: Listener = (...args) => {
        self.off(name, first)
        return listener(...args)
      }
      self.on(name, first)
    },
    off: (name: string, listener: Listener): void => void listeners.get(name)?.delete(listener),
    trigger(name: string, ...args: readonly unknown[]): void {
      for (const listener of [...(listeners.get(name) ?? [])]) listener(...args)
    },
    has: (name: string): boolean => (listeners.get(name)?.size ?? 0) > 0,
  }
  return self
}

export const wid = (id: string) => {
  const [user = '', server = ''] = id.split('@')
  return {
    user,
    server,
    _serialized: id,
    isLid: () => server === 'lid',
    isGroup: () => server === 'g.us',
    isStatus: () => id === 'status@broadcast',
    isUser: () => server === 'c.us' || server === 'lid',
    toString: () => id,
    toJid: () => id,
  }
}
export type Wid = ReturnType<typeof wid>
export const widFrom = (id: unknown): Wid => {
  if (typeof id === 'string') return wid(id)
  if (typeof id === 'object' && id !== null && '_serialized' in id) return wid(String(id._serialized))
  throw new Error('[sim] not an id of WhatsApp')
}

export type MsgKey = { fromMe: boolean; remote: Wid; id: string; _serialized: string }
export const key = (fromMe: boolean, remote: Wid, id: string): MsgKey => ({
  fromMe,
  remote,
  id,
  _serialized: `${fromMe}_${remote._serialized}_${id}`,
})

/** A message: its attributes, and the events of a model. */
export const createMsg = (attributes: Record<string, unknown> & { id: MsgKey }) => {
  const model = {
    ...emitter(),
    ...attributes,
    isEphemeral: false,
    mediaObject: attributes.directPath === undefined ? undefined : {},
    mediaData: attributes.directPath === undefined ? undefined : { mediaStage: 'RESOLVED' },
    downloadMedia: async () => undefined,
    serialize: () => {
      const { on, once, off, trigger, has, serialize, downloadMedia, mediaData, mediaObject, mediaBlob, ...rest } =
        model as unknown as Record<string, unknown>
      return { ...rest, id: { ...(rest.id as MsgKey) } }
    },
  }
  return model as typeof model & Record<string, unknown>
}
export type Msg = ReturnType<typeof createMsg>

export const me = wid('2389990000@c.us')
export const meLid = wid('77001122@lid')

export const fromStored = (stored: StoredMessage, isNewMsg: boolean): Msg => {
  const chat = wid(stored.chat)
  const attributes = {
    ...stored.content,
    id: key(stored.fromMe, chat, stored.id),
    from: stored.fromMe ? me : chat,
    to: stored.fromMe ? chat : me,
    t: stored.t,
    ack: stored.ack,
    notifyName: stored.name,
    isStatusV3: stored.chat === 'status@broadcast',
    ...(isNewMsg ? { isNewMsg } : {}),
  }
  return createMsg(attributes as typeof attributes & Record<string, unknown>)
}

export const createChat = (id: string, name: string, unread: number) => {
  const loaded: Msg[] = []
  const chat = {
    id: wid(id),
    unreadCount: unread,
    formattedTitle: name,
    t: 0,
    mute: { expiration: 0 },
    /** In the browser's own storage, not loaded yet. */
    earlier: [] as StoredMessage[],
    msgs: { getModelsArray: () => [...loaded] },
    loaded,
    serialize: () => ({ id: chat.id, unreadCount: chat.unreadCount, formattedTitle: name, t: chat.t, archive: false }),
    toJSON: () => chat.serialize(),
  }
  return chat
}
export type Chat = ReturnType<typeof createChat>
