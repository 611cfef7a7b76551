import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseAliases } from '../../adapters/database/aliases.ts'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { type ConversationId, conversationId } from '../../bot/ids.ts'
import type { Aliases } from '../../bot/ports/aliases.ts'
import type { Store } from '../../bot/ports/store.ts'
import { act, countingIds, LONG_AGO, NOW } from './support.ts'

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
