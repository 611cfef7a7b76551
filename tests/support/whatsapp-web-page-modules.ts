/* The modules of WhatsApp's page that whatsapp-web.js asks for by name. */
import {
  Chats,
  Cmd,
  Conn,
  keep,
  Msgs,
  messages,
  phones,
  post,
  Socket,
  setUnread,
  violation,
} from './whatsapp-web-page-account.ts'
import { MEDIA_MODULES } from './whatsapp-web-page-media.ts'
import {
  type Chat,
  createMsg,
  emitter,
  fromStored,
  key,
  type MsgKey,
  me,
  meLid,
  type Wid,
  wid,
  widFrom,
} from './whatsapp-web-page-models.ts'

/** What the library may write into a message: its own options, and what belongs to a file or a place. */
const ATTRIBUTES = new Set(
  (
    'id ack body from to local self t isNewMsg type waitUntilMsgSent ignoreQuoteErrors mentionedJidList parseVCards ' +
    'isCaptionByUser sendAudioAsVoice sendMediaAsDocument loc lat lng isGif mimetype size filehash mediaBlob filename ' +
    'preview renderableUrl waveform clientUrl deprecatedMms3Url directPath mediaKey mediaKeyTimestamp encFilehash uploadhash'
  ).split(' '),
)
/** Those of which the server keeps something, or checks it. */
const SENT = (
  'type body t sendAudioAsVoice sendMediaAsDocument loc lat lng mimetype size filehash filename directPath mediaKey ' +
  'encFilehash uploadhash'
).split(' ')

/** Messages that the page loads of a chat with each step into the past. */
const LOADED_EACH = 20

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
  for (const [name, value] of Object.entries(attributes))
    if (!ATTRIBUTES.has(name) && value !== undefined && value !== null) violation(`a message with ${name}`)
  const msg = createMsg(attributes)
  keep(chat, msg)
  Msgs.trigger('add', msg)
  const acknowledged = async (): Promise<void> => {
    const answer = await post('send', {
      chat: chat.id._serialized,
      id: msg.id.id,
      ...Object.fromEntries(SENT.map((name) => [name, attributes[name]])),
    })
    const { ack } = (await answer.json()) as { ack: number }
    Object.assign(msg, { ack })
    Msgs.trigger('change:ack', msg, ack)
  }
  return [Promise.resolve(), acknowledged()]
}

const MODULES: Readonly<Record<string, unknown>> = {
  ...MEDIA_MODULES,
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

export const require = (name: string): unknown => {
  if (name in MODULES) return MODULES[name]
  violation(`module ${name}`)
  throw new Error(`[sim] WhatsApp Web module "${name}" is not simulated`)
}
