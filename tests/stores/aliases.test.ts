import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseAliases } from '../../adapters/database/aliases.ts'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import type { Effect } from '../../bot/effect.ts'
import { type ConversationId, conversationId, messageId } from '../../bot/ids.ts'
import type { Aliases } from '../../bot/ports/aliases.ts'
import type { Store } from '../../bot/ports/store.ts'
import { instant, MINUTE } from '../../bot/time.ts'
import { act, countingIds, LONG_AGO, NOW, person } from './support.ts'

const named = (name: string): ConversationId => conversationId('whatsapp-cloud', name)
const ACCOUNT = named('CV.1')
const NUMBER = named('2389911111')

let aliases: Aliases
let store: Store
beforeEach(async () => {
  const db = await openDatabase('sqlite::memory:')
  store = databaseStore(db, countingIds())
  aliases = databaseAliases(db)
})
afterEach(() => store.close())

describe('names of one person', () => {
  test('a name alone is its own conversation, and stays that when another name is told', async () => {
    expect(await aliases.conversationOf([NUMBER])).toBe(NUMBER)
    expect(await aliases.conversationOf([ACCOUNT, NUMBER])).toBe(NUMBER)
    expect(await aliases.conversationOf([ACCOUNT])).toBe(NUMBER)
    expect(await aliases.conversationOf([NUMBER])).toBe(NUMBER)
  })

  test('where both are told from the beginning the first counts', async () => {
    expect(await aliases.conversationOf([ACCOUNT, NUMBER])).toBe(ACCOUNT)
    expect(await aliases.conversationOf([NUMBER])).toBe(ACCOUNT)
  })

  test('two conversations that turn out to be of one person stay two', async () => {
    await aliases.conversationOf([ACCOUNT])
    await aliases.conversationOf([NUMBER])
    expect(await aliases.conversationOf([ACCOUNT, NUMBER])).toBe(ACCOUNT)
    expect(await aliases.conversationOf([NUMBER])).toBe(NUMBER)
  })

  test('asked at the same moment, all get one answer', async () => {
    const answers = await Promise.all([
      aliases.conversationOf([ACCOUNT, NUMBER]),
      aliases.conversationOf([NUMBER]),
      aliases.conversationOf([ACCOUNT]),
    ])
    expect(new Set(answers).size).toBe(1)
  })

  test('are erased with the conversation, by the person or by time', async () => {
    await aliases.conversationOf([NUMBER])
    await aliases.conversationOf([ACCOUNT, NUMBER])
    await act(store, NUMBER, [{ kind: 'erase' }])
    expect(await aliases.conversationOf([ACCOUNT])).toBe(ACCOUNT)

    await act(store, ACCOUNT, [], { session: { lastInboundAt: LONG_AGO } })
    await store.forget({ conversations: NOW, cases: NOW }, NOW)
    expect(await aliases.conversationOf([NUMBER, ACCOUNT])).toBe(NUMBER)
  })
})

describe('when somebody last wrote', () => {
  const EARLIER = instant(NOW - MINUTE)
  const wrote = (conversation: ConversationId, at = NOW, chat: ConversationId | null = null) =>
    act(store, conversation, [], { session: { lastInboundAt: at, chat } })

  test('is told of every name of theirs, with the conversation', async () => {
    await aliases.conversationOf([ACCOUNT, NUMBER])
    await wrote(ACCOUNT, EARLIER)
    const expected = { conversation: ACCOUNT, at: EARLIER }
    expect(await aliases.lastFrom(NUMBER)).toEqual(expected)
    expect(await aliases.lastFrom(ACCOUNT)).toEqual(expected)
    await wrote(ACCOUNT)
    expect(await aliases.lastFrom(NUMBER)).toEqual({ conversation: ACCOUNT, at: NOW })
  })

  test('is not known of a name that nobody told, and asking does not keep it', async () => {
    expect(await aliases.lastFrom(NUMBER)).toBeNull()
    expect(await aliases.conversationOf([ACCOUNT, NUMBER])).toBe(ACCOUNT)
    expect(await aliases.lastFrom(NUMBER)).toBeNull()
  })

  test('is forgotten with the conversation', async () => {
    await aliases.conversationOf([NUMBER])
    await wrote(NUMBER)
    await act(store, NUMBER, [{ kind: 'erase' }])
    expect(await aliases.lastFrom(NUMBER)).toBeNull()
  })

  test('is that of a joined chat only where they wrote in it last', async () => {
    const home = person('1')
    const code: Effect = { kind: 'join-code', code: 'CODE', until: instant(NOW + MINUTE) }
    await aliases.conversationOf([NUMBER])
    await act(store, home, [code])
    await store.join('CODE', NUMBER, messageId('whatsapp-cloud', 'm1'), NOW)
    await wrote(home, EARLIER, NUMBER)
    expect(await aliases.lastFrom(NUMBER)).toEqual({ conversation: NUMBER, at: EARLIER })
    await wrote(home)
    expect(await aliases.lastFrom(NUMBER)).toBeNull()
  })
})
