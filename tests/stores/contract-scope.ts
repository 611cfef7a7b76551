import { describe, expect, test } from 'vitest'
import { ticketId } from '../../bot/ids.ts'
import type { Scope, Store } from '../../bot/ports/store.ts'
import type { Given } from './contract.ts'
import { ANY, act, CASE, IN_PRAIA, IN_SAL, MARIA, on, opened, PRAIA, person, SAL, said } from './support.ts'

const ANA = person('ana')
const PHOTO = { ref: 'file-9', mime: 'image/jpeg', size: 9, name: null, seconds: null }

/** Everything that the store tells about a case of Sal, through every door that takes a scope. */
const through = async (store: Store, scope: Scope) => ({
  ticket: (await store.ticket(CASE, scope))?.row.id ?? null,
  listed: (await store.tickets({ scope, limit: 9 })).map((row) => row.id),
  listedByUnit: (await store.tickets({ scope, unit: SAL, limit: 9 })).map((row) => row.id),
  found: (await store.tickets({ scope, search: 'segredo', limit: 9 })).map((row) => row.id),
  changes: (await store.changesSince(0, scope, 9)).map((row) => row.id),
  conversation: await store.conversationOf(CASE, scope),
  media: await store.media(CASE, 2, scope),
})

const NOTHING = {
  ticket: null,
  listed: [],
  listedByUnit: [],
  found: [],
  changes: [],
  conversation: null,
  media: null,
}
const ALL = {
  ticket: CASE,
  listed: [CASE],
  listedByUnit: [CASE],
  found: [CASE],
  changes: [CASE],
  conversation: ANA,
  media: { channel: '', media: PHOTO },
}

export const scopeContract = ({ store }: Given): void => {
  describe('scope', () => {
    const photo = said(CASE, { kind: 'media', what: 'image', media: PHOTO, caption: 'segredo' })

    test('a unit sees its own cases and nothing of another', async () => {
      await act(store(), ANA, [opened(CASE), photo])
      expect(await through(store(), IN_SAL)).toEqual(ALL)
      expect(await through(store(), ANY)).toEqual(ALL)
      expect(await through(store(), IN_PRAIA)).toEqual(NOTHING)
      expect(await through(store(), { units: [] })).toEqual(NOTHING)
    })

    test('a case that is transferred is seen by its new unit, and no more by the old one', async () => {
      await act(store(), ANA, [
        opened(CASE),
        photo,
        on(CASE, { kind: 'transferred', by: MARIA, to: { unit: PRAIA }, note: '' }),
      ])
      expect(await through(store(), IN_SAL)).toEqual(NOTHING)
      expect(await through(store(), IN_PRAIA)).toEqual({ ...ALL, listedByUnit: [] })
    })

    test('a line without a medium, and a line that is not there, give none', async () => {
      await act(store(), ANA, [opened(CASE), said(CASE, 'words')])
      expect(await store().media(CASE, 2, ANY)).toBeNull()
      expect(await store().media(CASE, 99, ANY)).toBeNull()
      expect(await store().ticket(ticketId('none'), ANY)).toBeNull()
      expect(await store().conversationOf(ticketId('none'), ANY)).toBeNull()
    })
  })
}
