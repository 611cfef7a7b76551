/*
 * WhatsApp's page as whatsapp-web.js sees it: the modules behind `window.require` that a text bot needs, and nothing else.
 * The server of whatsapp-web-server.ts serves this file and the whatsapp-web-page-….ts that it imports, without their
 * types, as the only scripts of the page. What the library asks for and is not here throws, and the server learns of it:
 * that fails the test.
 */
import {
  Cmd,
  Conn,
  chats,
  keep,
  Msgs,
  messages,
  phones,
  post,
  SESSION,
  Socket,
  setState,
  setUnread,
  violation,
} from './whatsapp-web-page-account.ts'
import { createChat, fromStored } from './whatsapp-web-page-models.ts'
import { require } from './whatsapp-web-page-modules.ts'
import type { FromServer, StoredMessage } from './whatsapp-web-wire.ts'

/** Messages that the page has loaded of a chat when it opens. */
const LOADED_AT_FIRST = 1

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
