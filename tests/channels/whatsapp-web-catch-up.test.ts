import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mainBrowserOf, parentOf } from '../support/whatsapp-web-processes.ts'
import { openWhatsAppWeb, untilLink, type WhatsAppWebStage } from '../support/whatsapp-web-stage.ts'
import { createReceived, type ReceivedMessages } from './received.ts'

const MARIA = '2385551111@c.us'
const JOAO = '77004321@lid'

describe('what came while nobody listened', () => {
  let stage: WhatsAppWebStage
  let received: ReceivedMessages
  const start = async (): Promise<void> => {
    await stage.channel.start(received.receive, received.report)
    await untilLink(stage.channel, 'linked')
  }
  const textsOf = (chat: string): readonly string[] =>
    received.messages.flatMap(({ conversation, body }) =>
      conversation.endsWith(chat) && body.kind === 'text' ? [body.text] : [],
    )

  beforeEach(async () => {
    stage = await openWhatsAppWeb()
    received = createReceived()
  })
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
  })

  it('is taken up once and in order, many in one second too, and read after it is saved', async () => {
    const { server, channel } = stage
    await start()
    await channel.stop()
    const second = Math.floor(Date.now() / 1000)
    const written = Array.from({ length: 75 }, (_, index) => `line ${index + 1}`)
    for (const text of written) server.person(MARIA).says(text, second)
    server.person(JOAO, 'João').says('bom dia', second)
    await start()
    await received.untilCount(76)
    expect(textsOf(MARIA)).toEqual(written)
    expect(textsOf(JOAO)).toEqual(['bom dia'])
    await server.until('everything is read', () => server.allUnread() === 0)
    expect(received.duplicates()).toBe(0)
  })

  it('is taken up when the network comes back, once and in order', async () => {
    const { server } = stage
    await start()
    server.person(MARIA).says('before')
    await received.untilCount(1)
    server.network(false)
    server.person(MARIA).says('one')
    server.person(MARIA).says('two')
    server.person(JOAO, 'João').says('bom dia')
    server.network(true)
    await received.untilCount(4)
    server.person(MARIA).says('after')
    await received.untilCount(5)
    expect(textsOf(MARIA)).toEqual(['before', 'one', 'two', 'after'])
    expect(textsOf(JOAO)).toEqual(['bom dia'])
  })

  it('comes before what is written live', async () => {
    const { server, channel } = stage
    await start()
    await channel.stop()
    server.person(MARIA).says('first')
    server.person(MARIA).says('second')
    await channel.start(received.receive, received.report)
    await server.untilLinked()
    const live = Array.from({ length: 20 }, (_, index) => `live ${index + 1}`)
    for (const text of live) server.person(MARIA).says(text)
    await received.untilCount(22)
    expect(textsOf(MARIA)).toEqual(['first', 'second', ...live])
  })

  it('is not passed over because more comes while other chats are looked through', async () => {
    const { server, channel } = stage
    await start()
    await channel.stop()
    for (const text of ['one', 'two']) server.person(MARIA).says(text)
    server.person(JOAO).says('um')
    let more = 0
    server.whileLoading(() => {
      more += 1
      if (more === 1) for (const text of ['dois', 'três']) server.person(JOAO).says(text)
    })
    await start()
    await received.untilCount(5)
    expect(textsOf(MARIA)).toEqual(['one', 'two'])
    expect(textsOf(JOAO)).toEqual(['um', 'dois', 'três'])
    await server.until('everything is read', () => server.allUnread() === 0)
  })

  it('stays unread until it is saved, and comes again after a crash', async () => {
    const { server, folder } = stage
    await start()
    server.person(MARIA).says('one')
    await received.untilCount(1)
    const release = received.hold()
    server.person(MARIA).says('two')
    await received.until('it is being saved', () => received.entered() === 2)
    expect(server.unread(MARIA)).toBeGreaterThan(0)
    const browser = mainBrowserOf(folder)
    process.kill(parentOf(browser?.pid ?? 0), 'SIGKILL')
    await server.until('the page is gone', () => server.pages() === 0)
    server.person(MARIA).says('three')
    release()
    await received.untilCount(3)
    expect(textsOf(MARIA)).toEqual(['one', 'two', 'three'])
    await server.until('everything is read', () => server.allUnread() === 0)
  })

  it('is not what stood in the chats before the account was linked', async () => {
    const { server } = stage
    server.person(MARIA).says('from last week', Math.floor(Date.now() / 1000) - 7 * 24 * 3600)
    server.person(MARIA).says('just now')
    await start()
    await received.untilCount(1)
    server.person(MARIA).says('and live')
    await received.untilCount(2)
    expect(textsOf(MARIA)).toEqual(['just now', 'and live'])
  })

  it('is brought when it can be read, live and where it was ciphered while nobody listened', async () => {
    const { server, channel } = stage
    await start()
    const id = server.person(MARIA).saysInCipher()
    server.person(MARIA).says('clear')
    await received.untilCount(1)
    server.deciphers(id, 'deciphered')
    await received.untilCount(2)
    expect(textsOf(MARIA)).toEqual(['clear', 'deciphered'])
    await channel.stop()
    const later = server.person(JOAO).saysInCipher()
    server.person(JOAO).says('clear')
    await start()
    await received.untilCount(3)
    expect(server.unread(JOAO)).toBe(2)
    server.deciphers(later, 'deciphered')
    server.reload()
    await received.untilCount(4)
    expect(textsOf(JOAO)).toContain('deciphered')
  })

  it('knows the number behind an id where WhatsApp tells it, and does without', async () => {
    const { server } = stage
    server.person(JOAO, 'João', '2385552222@c.us')
    await start()
    server.person(JOAO).says('um')
    server.person('77009999@lid', 'Ana').says('dois')
    await received.untilCount(2)
    expect(received.messages.map(({ phone, conversation }) => [conversation, phone])).toEqual([
      [`whatsapp-web:${JOAO}`, '+2385552222'],
      ['whatsapp-web:77009999@lid', null],
    ])
  })
})
