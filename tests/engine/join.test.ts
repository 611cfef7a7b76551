import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { deliverDue } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createDesk } from '../../bot/app/desk.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { type ChannelName, choiceId, conversationId, messageId, staffId } from '../../bot/ids.ts'
import type { Body, InboundMessage } from '../../bot/message.ts'
import type { Scope } from '../../bot/ports/store.ts'
import { instant, MINUTE } from '../../bot/time.ts'
import { createFatefulChannel } from '../faults/fateful-channel.ts'
import { createCountingIds, createFakeClock, createTestLog } from '../support/fakes.ts'
import { testWorld } from '../support/world.ts'

const EVERYWHERE: Scope = { units: 'all' }
const ZENAIDA = { id: staffId('zenaida'), name: 'Zenaida' }
const QUESTION = 'what is the minimum wage'

/** The real engine, records and queue between two channels. */
const open = async () => {
  const clock = createFakeClock(instant(Date.parse('2026-03-02T11:00:00Z')))
  const ids = createCountingIds()
  const store = databaseStore(await openDatabase('sqlite::memory:'), ids)
  const telegram = createFatefulChannel('telegram')
  const whatsapp = createFatefulChannel('whatsapp-cloud')
  const forgotten: string[] = []
  const channels = new Map(
    [telegram, whatsapp].map((channel) => [
      channel.name,
      { ...channel, forget: async (address: string) => void forgotten.push(`${channel.name}:${address}`) },
    ]),
  )
  const deps: Deps = {
    world: testWorld,
    store,
    channels,
    clock,
    ids,
    keyed: createKeyed(),
    log: createTestLog(),
    committed: () => undefined,
  }
  const receive = createReceive(deps)
  let count = 0
  const settle = async (): Promise<void> => {
    for (;;) {
      const sent = await deliverDue(deps, 16)
      if (sent.length === 0) return
      await Promise.all(sent)
    }
  }
  const next = (channel: ChannelName, chat: string, body: string | Body): InboundMessage => {
    count += 1
    return {
      id: messageId(channel, count),
      conversation: conversationId(channel, chat),
      sentAt: clock.now(),
      from: 'Ama',
      locale: 'en',
      body: typeof body === 'string' ? { kind: 'text', text: body } : body,
    }
  }
  const says = async (channel: ChannelName, chat: string, ...bodies: readonly (string | Body)[]): Promise<void> => {
    for (const body of bodies) {
      await receive([next(channel, chat, body)])
      await settle()
      clock.advance(MINUTE)
    }
  }
  return { clock, store, telegram, whatsapp, forgotten, next, receive, says, settle, desk: createDesk(deps) }
}

let stage: Awaited<ReturnType<typeof open>>
beforeEach(async () => {
  stage = await open()
})
afterEach(() => stage.store.close())

const press = (id: string): Body => ({ kind: 'choice', choice: choiceId(id), label: id })
const lastOf = (channel: { texts: (chat: string) => readonly string[] }, chat: string): string =>
  channel.texts(chat).at(-1) ?? ''
const codeFrom = (text: string): string => /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? 'none'

/** A code of the Telegram chat `1`. */
const giveCode = async (): Promise<string> => {
  await stage.says('telegram', '1', QUESTION, 'join')
  return codeFrom(lastOf(stage.telegram, '1'))
}
const handOff = (channel: ChannelName, chat: string): Promise<void> =>
  stage.says(channel, chat, QUESTION, press('cmd:person'), press('unit:sal'), 'yes')

describe('a chat joins another by a code', () => {
  it('is told in both chats, and what was spoken of in the one goes on in the other', async () => {
    const code = await giveCode()
    await stage.says('whatsapp-cloud', '238', code.toLowerCase().replace('-', ' '))
    expect(lastOf(stage.whatsapp, '238')).toContain('one conversation now')
    expect(lastOf(stage.telegram, '1')).toContain('Another chat has just joined')
    const { session } = await stage.store.load(conversationId('telegram', '1'))
    expect(session?.topic).toBe('minimum-wage')
    expect((await stage.store.load(conversationId('whatsapp-cloud', '238'))).session).toBeNull()
  })

  it('answers where the person wrote last, also what staff write later', async () => {
    await handOff('telegram', '1')
    await stage.says('telegram', '1', 'join')
    await stage.says('whatsapp-cloud', '238', codeFrom(lastOf(stage.telegram, '1')))
    const [row] = await stage.store.tickets({ scope: EVERYWHERE, limit: 10 })
    if (row === undefined) throw new Error('no case')
    expect(await stage.desk.claim(row.id, ZENAIDA, EVERYWHERE, null)).toEqual({ kind: 'done' })
    await stage.says('whatsapp-cloud', '238', 'i am at the harbour')
    await stage.desk.reply(row.id, ZENAIDA, EVERYWHERE, 'I come to you', null)
    await stage.settle()
    expect(lastOf(stage.whatsapp, '238')).toContain('I come to you')
    await stage.says('telegram', '1', 'now i am home')
    await stage.desk.reply(row.id, ZENAIDA, EVERYWHERE, 'Good', null)
    await stage.settle()
    expect(lastOf(stage.telegram, '1')).toContain('Good')
    expect(stage.whatsapp.texts('238').filter((text) => text.includes('Good'))).toEqual([])

    const rows = await stage.store.tickets({ scope: EVERYWHERE, limit: 10 })
    expect(rows).toHaveLength(1)
    expect(rows[0]?.channel).toBe('telegram')
    const ticket = await stage.store.ticket(row.id, EVERYWHERE)
    const said = ticket?.entries.flatMap(({ change }) =>
      change.kind === 'from-person' && change.body.kind === 'text' ? [change.body.text] : [],
    )
    expect(said).toEqual(['i am at the harbour', 'now i am home'])
    expect(await stage.store.chatsOf(row.conversation)).toHaveLength(2)
  })

  it('shows the code to no member of staff, and brings closed cases along', async () => {
    await handOff('whatsapp-cloud', '238')
    const [own] = await stage.store.tickets({ scope: EVERYWHERE, limit: 10 })
    if (own === undefined) throw new Error('no case')
    await stage.desk.close(own.id, ZENAIDA, EVERYWHERE, 'answered', null)
    await stage.settle()
    await handOff('telegram', '1')
    await stage.says('telegram', '1', 'join')
    const code = codeFrom(lastOf(stage.telegram, '1'))
    await stage.says('whatsapp-cloud', '238', code)
    const home = conversationId('telegram', '1')
    const { session, tickets } = await stage.store.exportOf(home)
    expect(tickets.map(({ row }) => row.status).toSorted()).toEqual(['closed', 'open'])
    expect(JSON.stringify([session, tickets])).not.toContain(code)
  })

  it('works once, for a quarter of an hour, and only the newest code', async () => {
    const old = await giveCode()
    const code = await giveCode()
    await stage.says('whatsapp-cloud', '5', old)
    await stage.says('whatsapp-cloud', '6', code)
    await stage.says('whatsapp-cloud', '7', code)
    const home = conversationId('telegram', '1')
    expect(await stage.store.chatsOf(home)).toEqual([home, conversationId('whatsapp-cloud', '6')])
    const late = await giveCode()
    stage.clock.advance(15 * MINUTE)
    await stage.says('whatsapp-cloud', '8', late)
    expect(await stage.store.chatsOf(home)).toHaveLength(2)
  })

  it('the chat that was given the code cannot join itself, and is told where to write it', async () => {
    const code = await giveCode()
    await stage.says('telegram', '1', code)
    const home = conversationId('telegram', '1')
    expect(await stage.store.chatsOf(home)).toEqual([home])
    expect(lastOf(stage.telegram, '1')).toContain('for your other chat')
    await stage.says('whatsapp-cloud', '238', code, 'join')
    await stage.says('whatsapp-cloud', '238', codeFrom(lastOf(stage.whatsapp, '238')))
    expect(lastOf(stage.whatsapp, '238')).toContain('for your other chat')
    expect(await stage.store.chatsOf(home)).toHaveLength(2)
  })

  it('both chats are told though the process died right after the join', async () => {
    const code = await giveCode()
    const chat = conversationId('whatsapp-cloud', '238')
    // What the process did before it died; the platform then delivers the message again, twice.
    const message = stage.next('whatsapp-cloud', '238', code)
    expect((await stage.store.join(code, chat, message.id, stage.clock.now())).kind).toBe('joined')
    await stage.receive([message])
    await stage.receive([message])
    await stage.settle()
    expect(stage.whatsapp.texts('238')).toEqual([expect.stringContaining('one conversation now')])
    expect(stage.telegram.texts('1').filter((text) => text.includes('Another chat has just joined'))).toHaveLength(1)
  })

  it('a chat with an open case of its own stays apart and is told why', async () => {
    const code = await giveCode()
    await handOff('whatsapp-cloud', '238')
    await stage.says('whatsapp-cloud', '238', code)
    expect(lastOf(stage.whatsapp, '238')).toContain('open case of its own')
    expect(await stage.store.tickets({ scope: EVERYWHERE, limit: 10 })).toHaveLength(1)
    expect(await stage.store.homeOf(conversationId('whatsapp-cloud', '238'))).toBe(
      conversationId('whatsapp-cloud', '238'),
    )
  })

  it('erasing erases in both, and each is a chat of its own afterwards', async () => {
    const code = await giveCode()
    await stage.says('whatsapp-cloud', '238', code, 'delete my data', 'yes')
    const home = conversationId('telegram', '1')
    expect((await stage.store.load(home)).session).toBeNull()
    expect(await stage.store.chatsOf(home)).toEqual([home])
    expect(stage.forgotten).toEqual(['telegram:1', 'whatsapp-cloud:238'])
    await stage.says('whatsapp-cloud', '238', QUESTION)
    expect((await stage.store.load(conversationId('whatsapp-cloud', '238'))).session).not.toBeNull()
  })
})

it('nothing is joined without a code', async () => {
  await giveCode()
  const codes = fc.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await fc.assert(
    fc.asyncProperty(codes, async (code) => {
      await stage.says('whatsapp-cloud', '9', code)
      expect(await stage.store.chatsOf(conversationId('telegram', '1'))).toHaveLength(1)
    }),
    { numRuns: 30 },
  )
})
