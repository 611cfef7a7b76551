import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { messageId, reminderId, ticketId } from '../../bot/ids.ts'
import type { Store } from '../../bot/ports/store.ts'
import { DAY, instant } from '../../bot/time.ts'
import { temporaryFiles } from './folder.ts'
import {
  ANY,
  act,
  CASE,
  countingIds,
  IN_PRAIA,
  IN_SAL,
  LONG_AGO,
  MARIA,
  NOW,
  NUNO,
  on,
  opened,
  PRAIA,
  person,
  said,
  send,
  sendAll,
} from './support.ts'

const newFile = temporaryFiles()
const MARKER = 'zkqxmarker'
const ADDRESS = '9911223344'
const ANA = person(ADDRESS)

const REMINDER = { ticket: CASE, at: NOW, by: MARIA, unit: PRAIA, text: MARKER, template: null }

let file = ''
let store: Store
beforeEach(async () => {
  file = newFile()
  store = databaseStore(await openDatabase(`sqlite:${file}`), countingIds())
})
afterEach(() => store.close())

/** How often the bytes of a word are in the database and its log. */
const traces = (word: string): number =>
  [file, `${file}-wal`]
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + readFileSync(path).toString('latin1').split(word).length - 1, 0)

/** Puts the marker wherever a word of a person may be kept, among the words of many others. */
const fill = async (now = NOW): Promise<void> => {
  const long = `${MARKER} `.repeat(900)
  for (let index = 0; index < 40; index += 1) {
    const other = ticketId(`other-${index}`)
    await act(store, person(`other-${index}`), [opened(other), said(other, 'palavras '.repeat(index * 9))], { now })
    if (index === 10) {
      const history = [{ at: now, by: 'person', text: MARKER }] as const
      await act(store, ANA, [opened(CASE, { name: MARKER, code: MARKER, history })], { now })
    }
    if (index % 10 === 5 && index > 10) {
      await act(
        store,
        ANA,
        [
          said(CASE, long),
          said(CASE, MARKER),
          send(MARKER, { staff: true, ticket: CASE }),
          send(`urgent ${MARKER}`, { urgent: true }),
          on(CASE, { kind: 'note', by: MARIA, text: MARKER }),
          on(CASE, { kind: 'transferred', by: MARIA, to: { staff: NUNO }, note: MARKER }),
          { kind: 'timer', name: 'late', at: now },
          { kind: 'remind', reminder: { ...REMINDER, id: reminderId(`reminder-${index}`) } },
        ],
        {
          now,
          seen: messageId('telegram', `update-${index}`),
          session: { recent: [{ at: now, by: 'person', text: MARKER }], lastInboundAt: now },
        },
      )
    }
  }
}

describe('what is left in the files', () => {
  test('of an erased conversation: nothing, once the goodbye has left', async () => {
    await fill()
    expect(traces(MARKER)).toBeGreaterThan(100)
    expect(traces(ADDRESS)).toBeGreaterThan(0)
    await act(store, ANA, [{ kind: 'erase' }, send('goodbye')])
    expect(traces(MARKER)).toBe(0)
    expect(await sendAll(store)).toContain('goodbye')
    // The log keeps old pages until it is emptied: by the next erasure, the daily `forget`, or the end of the program.
    await store.forget({ conversations: LONG_AGO, cases: LONG_AGO }, NOW)
    expect(traces(ADDRESS)).toBe(0)
    expect(traces('palavras')).toBeGreaterThan(0)
  })

  test('of an old case and its silent conversation: nothing after forget', async () => {
    await fill(LONG_AGO)
    await sendAll(store)
    await act(store, ANA, [on(CASE, { kind: 'closed', by: MARIA, outcome: 'other', topic: null })], { now: LONG_AGO })
    const before = instant(NOW - 30 * DAY)
    expect(await store.forget({ conversations: before, cases: before }, NOW)).toEqual({ conversations: 1, cases: 1 })
    expect(traces(MARKER)).toBe(0)
    expect(traces(ADDRESS)).toBe(0)
  })

  test('of a message outside of a case: no words once it is settled, no row after eight days', async () => {
    await act(store, ANA, [send(`fact ${MARKER}`)])
    await sendAll(store)
    await store.forget({ conversations: LONG_AGO, cases: LONG_AGO }, NOW)
    expect(traces(MARKER)).toBe(0)
    const later = instant(NOW + 9 * DAY)
    await store.forget({ conversations: later, cases: later }, later)
    expect(traces(ADDRESS)).toBe(0)
  })
})

describe('live lists learn what left them', () => {
  test('by erasure', async () => {
    await act(store, ANA, [opened(CASE)])
    const cursor = await store.revision()
    expect(await store.departedSince(0, ANY)).toEqual([])
    await act(store, ANA, [{ kind: 'erase' }])
    expect(await store.departedSince(cursor, ANY)).toEqual([CASE])
    expect(await store.departedSince(cursor, IN_SAL)).toEqual([CASE])
    expect(await store.departedSince(cursor, IN_PRAIA)).toEqual([])
    expect(await store.departedSince(cursor, { units: [] })).toEqual([])
    expect(await store.departedSince(await store.revision(), ANY)).toEqual([])
  })

  test('by transfer, until it comes back', async () => {
    await act(store, ANA, [opened(CASE)])
    const move = (unit: typeof PRAIA) => on(CASE, { kind: 'transferred', by: MARIA, to: { unit }, note: '' })
    await act(store, ANA, [move(PRAIA)])
    expect(await store.departedSince(0, IN_SAL)).toEqual([CASE])
    expect(await store.departedSince(0, ANY)).toEqual([])
    await act(store, ANA, [move('sal' as typeof PRAIA)])
    expect(await store.departedSince(0, IN_SAL)).toEqual([])
    expect(await store.departedSince(0, IN_PRAIA)).toEqual([CASE])
  })
})
