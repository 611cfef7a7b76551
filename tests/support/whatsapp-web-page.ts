/*
 * WhatsApp's page as whatsapp-web.js sees it: the modules behind `window.require` that a text bot needs, and nothing else.
 * The server of whatsapp-web-server.ts serves this file, without its types, as the only script of the page. What the
 * library asks for and is not here throws, and the server learns of it: that fails the test.
 */
import type { FromServer, StoredMessage } from './whatsapp-web-wire.ts'

type Listener = (...args: readonly unknown[]) => unknown

const SESSION = 'sim-session'
/** Messages that the page has loaded of a chat when it opens, and with each step into the past. */
const LOADED_AT_FIRST = 1
const LOADED_EACH = 20

const post = async (path: string, body: unknown): Promise<Response> =>
  fetch(`/sim/${path}`, { method: 'POST', body: JSON.stringify(body) })
const violation = (what: string): void => void post('violation', { what })

/** Listeners by name; several names may stand in one text, as with Backbone. */
const emitter = () => {
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

const wid = (id: string) => {
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
type Wid = ReturnType<typeof wid>
const widFrom = (id: unknown): Wid => {
  if (typeof id === 'string') return wid(id)
  if (typeof id === 'object' && id !== null && '_serialized' in id) return wid(String(id._serialized))
  throw new Error('[sim] not an id of WhatsApp')
}

type MsgKey = { fromMe: boolean; remote: Wid; id: string; _serialized: string }
const key = (fromMe: boolean, remote: Wid, id: string): MsgKey => ({
  fromMe,
  remote,
  id,
  _serialized: `${fromMe}_${remote._serialized}_${id}`,
})

/** A message: its attributes, and the events of a model. */
const createMsg = (attributes: Record<string, unknown> & { id: MsgKey }) => {
  const model = {
    ...emitter(),
    ...attributes,
    isEphemeral: false,
    mediaObject: attributes.directPath === undefined ? undefined : {},
    mediaData: attributes.directPath === undefined ? undefined : { mediaStage: 'RESOLVED' },
    downloadMedia: async () => undefined,
    serialize: () => {
      const { on, once, off, trigger, has, serialize, downloadMedia, mediaData, mediaObject, ...rest } =
        model as unknown as Record<string, unknown>
      return { ...rest, id: { ...(rest.id as MsgKey) } }
    },
  }
  return model as typeof model & Record<string, unknown>
}
type Msg = ReturnType<typeof createMsg>

const me = wid('2389990000@c.us')
const meLid = wid('77001122@lid')

const fromStored = (stored: StoredMessage, isNewMsg: boolean): Msg => {
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

const createChat = (id: string, name: string, unread: number) => {
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
type Chat = ReturnType<typeof createChat>

const chats = new Map<string, Chat>()
const messages = new Map<string, Msg>()
const phones = new Map<string, string>()

const Socket = {
  ...emitter(),
  state: 'OPENING',
  hasSynced: false,
  logout: async () => {
    await post('logout', { session: localStorage.getItem(SESSION) })
    localStorage.removeItem(SESSION)
  },
  takeover: () => violation('takeover'),
}
const Cmd = { ...emitter(), refreshQR: () => void post('refresh', {}) }
const Conn = {
  ...emitter(),
  ref: '',
  platform: 'android',
  pushname: '',
  serialize: () => ({ pushname: Conn.pushname, platform: 'android' }),
}
const Msgs = {
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
const Chats = {
  ...emitter(),
  get: (id: unknown) => chats.get(widFrom(id)._serialized),
  getModelsArray: () => [...chats.values()],
}

const setState = (state: string): void => {
  if (Socket.state === state) return
  Socket.state = state
  Socket.trigger('change:state', Socket, state)
}

const keep = (chat: Chat, msg: Msg): void => {
  chat.loaded.push(msg)
  chat.t = Number(msg.t)
  messages.set(msg.id._serialized, msg)
}
const setUnread = (chat: Chat, unread: number): void => {
  if (chat.unreadCount === unread) return
  chat.unreadCount = unread
  Chats.trigger('change:unreadCount', chat)
}

/** The library asks for these; what they would do is not simulated further. */
const MsgKeyClass = Object.assign(
  function MsgKeyClass(this: unknown, from: { to: Wid; id: string }) {
    return key(true, from.to, from.id)
  },
  {
    newId: async () => `3EB0${crypto.randomUUID().replaceAll('-', '').slice(0, 18).toUpperCase()}`,
  },
)

const addAndSend = (
  chat: Chat,
  attributes: Record<string, unknown> & { id: MsgKey },
): [Promise<unknown>, Promise<unknown>] => {
  const msg = createMsg(attributes)
  keep(chat, msg)
  Msgs.trigger('add', msg)
  const acknowledged = async (): Promise<void> => {
    const answer = await post('send', {
      chat: chat.id._serialized,
      id: msg.id.id,
      type: attributes.type,
      body: attributes.body,
      t: attributes.t,
    })
    const { ack } = (await answer.json()) as { ack: number }
    Object.assign(msg, { ack })
    Msgs.trigger('change:ack', msg, ack)
  }
  return [Promise.resolve(), acknowledged()]
}

const MODULES: Readonly<Record<string, unknown>> = {
  WAWebSocketModel: { Socket },
  WAWebCmd: { Cmd },
  WAWebConnModel: { Conn },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
  WAWebAltDeviceLinkingApi: {},
  WABase64: { encodeB64: (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)) },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: {
    waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: new Uint8Array([1, 2]) } }) },
  },
  WAWebSignalStoreApi: {
    waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: new Uint8Array([3, 4]) } }) },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'secret' },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me, getMaybeMeLidUser: () => meLid },
  WAWebCollections: { Msg: Msgs, Chat: Chats },
  WAWebSyncGatingUtils: {},
  WAWebCallCollection: { ...emitter(), calls: new Map() },
  WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: () => undefined } },
  WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: () => undefined } },
  WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => null },
  WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => 'text' },
  WALinkify: {
    findLinks: (text: unknown) => (String(text ?? '').match(/https?:\/\/\S+/g) ?? []).map((href) => ({ href })),
    findLink: (text: unknown) => {
      const href = /https?:\/\/\S+/.exec(String(text ?? ''))?.[0]
      return href === undefined ? null : { href }
    },
  },
  WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: () => false },
  WAWebWidFactory: { createWid: widFrom, createWidFromWidLike: widFrom },
  WAWebMsgKey: MsgKeyClass,
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebSendMsgChatAction: { addAndSendMsgToChat: addAndSend },
  WAWebStreamModel: { Stream: { markAvailable: () => undefined, markUnavailable: () => undefined } },
  WAWebUpdateUnreadChatAction: {
    sendSeen: async ({ chat }: { chat: Chat }) => {
      setUnread(chat, 0)
      // Of the person: an answer of ours may have come to WhatsApp after words that the page does not know yet.
      const last = chat.loaded.findLast(({ id }) => !id.fromMe)?.id.id
      await post('seen', { chat: chat.id._serialized, last })
    },
  },
  WAWebFindChatAction: {
    findOrCreateLatestChat: async (id: Wid) => {
      violation(`a chat was begun with somebody who never wrote (${id.server})`)
      return { chat: null }
    },
  },
  WAWebChatLoadMessages: {
    loadEarlierMsgs: async ({ chat }: { chat: Chat }) => {
      // What the server says meanwhile comes first.
      await post('earlier', { chat: chat.id._serialized })
      await new Promise((resolve) => setTimeout(resolve, 20))
      const older = chat.earlier.splice(-LOADED_EACH).map((stored) => fromStored(stored, false))
      chat.loaded.unshift(...older)
      for (const msg of older) messages.set(msg.id._serialized, msg)
      return older
    },
  },
  WAWebChatStateBridge: { sendChatStateComposing: (id: Wid) => post('typing', { chat: id._serialized }) },
  WAWebApiContact: {
    getCurrentLid: () => null,
    getPhoneNumber: (id: Wid) => {
      const phone = phones.get(id._serialized)
      return phone === undefined ? undefined : wid(phone)
    },
  },
  WAWebQueryExistsJob: { queryWidExists: async () => null },
  WAWebDownloadManager: {
    downloadManager: {
      downloadAndMaybeDecrypt: async ({ directPath }: { directPath: string }) => {
        const answer = await fetch(`/sim/media${directPath}`)
        if (!answer.ok) throw Object.assign(new Error('[sim] no such medium'), { status: answer.status })
        return answer.arrayBuffer()
      },
    },
  },
}

const require = (name: string): unknown => {
  if (name in MODULES) return MODULES[name]
  violation(`module ${name}`)
  throw new Error(`[sim] WhatsApp Web module "${name}" is not simulated`)
}

const open = (stored: Extract<FromServer, { kind: 'snapshot' }>): void => {
  Conn.pushname = stored.name
  for (const [lid, phone] of Object.entries(stored.phones)) phones.set(lid, phone)
  for (const one of stored.chats) {
    const chat = createChat(one.id, one.name, one.unread)
    chats.set(one.id, chat)
    chat.earlier = [...one.messages]
    for (const message of chat.earlier.splice(-LOADED_AT_FIRST)) keep(chat, fromStored(message, false))
  }
  setState('CONNECTED')
  const sync = (): void => {
    Socket.hasSynced = true
    Socket.trigger('change:hasSynced', Socket, true)
  }
  const whenListened = (): void => {
    if (Socket.has('change:hasSynced')) sync()
    else setTimeout(whenListened, 5)
  }
  if (stored.sync === 'at-once') sync()
  else if (stored.sync === 'when-listened') whenListened()
}

const arrive = (stored: StoredMessage, unread: number): void => {
  const chat = chats.get(stored.chat) ?? createChat(stored.chat, stored.name, 0)
  chats.set(stored.chat, chat)
  const msg = fromStored(stored, true)
  keep(chat, msg)
  Msgs.trigger('add', msg)
  setUnread(chat, unread)
}

const decipher = (id: string, content: Readonly<Record<string, unknown>>): void => {
  const msg = messages.get(id)
  if (!msg) return violation('something was deciphered that is not there')
  Object.assign(msg, content)
  msg.trigger('change:type', msg)
  Msgs.trigger('change:type', msg)
}

/** What the telephone does when the link is ended there. */
const leave = async (): Promise<void> => {
  localStorage.removeItem(SESSION)
  Cmd.trigger('logout')
  location.href = '/?post_logout=1'
}

/** Frames that come and go, and addresses that change, as WhatsApp's page has them. */
const stir = async (times: number): Promise<void> => {
  for (let count = 0; count < times; count += 1) {
    const frame = document.createElement('iframe')
    frame.src = '/sim/frame'
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve))
    history.pushState(null, '', `/?step=${count}`)
  }
}

const obey = (event: FromServer): void => {
  switch (event.kind) {
    case 'unlinked':
      localStorage.removeItem(SESSION)
      Conn.ref = event.ref
      setState('UNPAIRED')
      return
    case 'ref':
      Conn.ref = event.ref
      return Conn.trigger('change:ref', Conn, event.ref)
    case 'paired':
      localStorage.setItem(SESSION, event.session)
      return setState('PAIRING')
    case 'snapshot':
      return open(event)
    case 'message':
      return arrive(event.message, event.unread)
    case 'deciphered':
      return decipher(event.id, event.content)
    case 'state':
      setState(event.state)
      return void post('state', { state: event.state })
    case 'removed':
      chats.delete(event.chat)
      return void post('removed', { chat: event.chat })
    case 'leave':
      return void leave()
    case 'reload':
      return location.reload()
    case 'hang':
      for (;;) if (Date.now() < 0) return
    case 'stir':
      return void stir(event.times)
  }
}

Object.assign(window, { Debug: { VERSION: '2.3000.1' }, require })
const line = new EventSource(`/sim/events?session=${localStorage.getItem(SESSION) ?? ''}`)
line.addEventListener('message', (event) => obey(JSON.parse(event.data) as FromServer))
