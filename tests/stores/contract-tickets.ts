import { describe, expect, test } from 'vitest'
import { type TicketId, ticketId } from '../../bot/ids.ts'
import type { Scope, Store } from '../../bot/ports/store.ts'
import type { TicketChange, TicketRow } from '../../bot/ticket.ts'
import { MINUTE, after as plus } from '../../bot/time.ts'
import type { Given } from './contract.ts'
import { ANY, act, CASE, IN_SAL, MARIA, NOW, NUNO, on, opened, PRAIA, person, SAL, said, send } from './support.ts'

const ANA = person('ana')

const rowOf = async (store: Store): Promise<TicketRow | undefined> => (await store.ticket(CASE, ANY))?.row

/** Makes each change in turn, a minute after the one before; gives the row. */
const changed = async (store: Store, ...changes: readonly TicketChange[]): Promise<TicketRow | undefined> => {
  const at = (await rowOf(store))?.changedAt ?? NOW
  for (const [index, change] of changes.entries())
    await act(store, ANA, [on(CASE, change)], { now: plus(at, (index + 1) * MINUTE) })
  return rowOf(store)
}

const closed = { kind: 'closed', by: MARIA, outcome: 'answered', topic: 'work' } as const

export const ticketContract = ({ store }: Given): void => {
  describe('tickets', () => {
    test('a case begins open, waiting, in its unit, with the last words of the person', async () => {
      const history = [
        { at: NOW, by: 'person', text: 'o patrão\nnão paga' },
        { at: NOW, by: 'bot', text: 'Passo a uma pessoa.' },
      ] as const
      await act(store(), ANA, [opened(CASE, { code: 'SAL-7', name: 'Ana', lang: 'fr', danger: 'sea', history })])
      const ticket = await store().ticket(CASE, ANY)
      expect(ticket?.row).toEqual({
        id: CASE,
        code: 'SAL-7',
        conversation: ANA,
        channel: 'telegram',
        name: 'Ana',
        lang: 'fr',
        unit: SAL,
        topic: null,
        danger: 'sea',
        status: 'open',
        assignee: null,
        outcome: null,
        openedAt: NOW,
        changedAt: NOW,
        closedAt: null,
        waitingSince: NOW,
        lastWords: 'o patrão não paga',
        lastEntry: 1,
        revision: 1,
      })
      expect(ticket?.entries).toMatchObject([{ seq: 1, at: NOW, change: { kind: 'opened', history } }])
    })

    test('each change is a line, as it was given, in order', async () => {
      const media = { ref: 'file-9', mime: 'image/jpeg', size: 9, name: null, seconds: null }
      const changes: readonly TicketChange[] = [
        { kind: 'from-person', body: { kind: 'location', lat: 16.7, lon: -22.9 }, message: 'm1' },
        { kind: 'from-person', body: { kind: 'choice', choice: 'x' as never, label: 'Sim' }, message: 'm2' },
        { kind: 'from-person', body: { kind: 'media', what: 'image', media, caption: 'carta' }, message: 'm3' },
        { kind: 'from-person', body: { kind: 'unsupported', what: 'sticker' }, message: 'm4' },
        { kind: 'from-bot', text: 'bot' },
        { kind: 'note', by: MARIA, text: 'note' },
        { kind: 'claimed', by: MARIA },
        { kind: 'transferred', by: MARIA, to: { staff: NUNO }, note: 'n' },
        { kind: 'transferred', by: null, to: { unit: PRAIA }, note: 'p' },
        { kind: 'handed-back', by: MARIA },
        { kind: 'danger', danger: 'fire-disaster' },
        { kind: 'language', lang: 'kea' },
        closed,
        { kind: 'reopened', by: null },
      ]
      await act(store(), ANA, [opened(CASE)])
      const row = await changed(store(), ...changes)
      const ticket = await store().ticket(CASE, ANY)
      expect(ticket?.entries.slice(1).map((entry) => entry.change)).toEqual(changes)
      expect(ticket?.entries.map((entry) => entry.seq)).toEqual([...changes.keys(), changes.length].map((n) => n + 1))
      expect(row).toMatchObject({ lastEntry: changes.length + 1, danger: 'fire-disaster', lang: 'kea', unit: PRAIA })
    })

    test('who holds a case', async () => {
      await act(store(), ANA, [opened(CASE)])
      expect(await changed(store(), { kind: 'claimed', by: MARIA })).toMatchObject({
        status: 'assigned',
        assignee: MARIA,
      })
      expect(await changed(store(), { kind: 'transferred', by: MARIA, to: { staff: NUNO }, note: '' })).toMatchObject({
        status: 'assigned',
        assignee: NUNO,
        unit: SAL,
      })
      expect(await changed(store(), { kind: 'transferred', by: NUNO, to: { unit: PRAIA }, note: '' })).toMatchObject({
        status: 'open',
        assignee: null,
        unit: PRAIA,
      })
      expect(await changed(store(), { kind: 'claimed', by: NUNO }, { kind: 'handed-back', by: NUNO })).toMatchObject({
        status: 'open',
        assignee: null,
        unit: PRAIA,
      })
    })

    test('closed with an outcome, and taken up again as it was held', async () => {
      await act(store(), ANA, [opened(CASE)])
      expect(await changed(store(), closed)).toMatchObject({
        status: 'closed',
        outcome: 'answered',
        topic: 'work',
        closedAt: plus(NOW, MINUTE),
      })
      expect(await changed(store(), { kind: 'reopened', by: null })).toMatchObject({
        status: 'open',
        outcome: null,
        closedAt: null,
        topic: 'work',
      })
      expect(
        await changed(store(), { kind: 'claimed', by: MARIA }, closed, { kind: 'reopened', by: null }),
      ).toMatchObject({ status: 'assigned', assignee: MARIA })
    })

    test('since when the person waits', async () => {
      await act(store(), ANA, [opened(CASE)])
      const words = { kind: 'from-person', body: { kind: 'text', text: 'alô?' }, message: 'm' } as const
      expect(await changed(store(), words)).toMatchObject({ waitingSince: NOW, lastWords: 'alô?' })
      expect(await changed(store(), { kind: 'from-staff', by: MARIA, text: 'Bom dia' })).toMatchObject({
        waitingSince: null,
        lastWords: 'Bom dia',
      })
      expect(await changed(store(), { kind: 'from-bot', text: 'x' })).toMatchObject({
        waitingSince: null,
        lastWords: 'Bom dia',
      })
      const row = await changed(store(), words)
      expect(row).toMatchObject({ waitingSince: row?.changedAt, lastWords: 'alô?' })
    })

    test('last words are short, and a voice note has a sign', async () => {
      await act(store(), ANA, [opened(CASE), said(CASE, '👩‍👩‍👧'.repeat(200))])
      const { lastWords = '' } = (await rowOf(store())) ?? {}
      expect([...new Intl.Segmenter().segment(lastWords)]).toHaveLength(120)
      const media = { ref: 'r', mime: 'audio/ogg', size: null, name: null, seconds: 3 }
      await act(store(), ANA, [said(CASE, { kind: 'media', what: 'voice', media, caption: '' })])
      expect((await rowOf(store()))?.lastWords).toBe('🎤')
    })

    test('the revision grows with every change of any case, and the cursor misses none', async () => {
      const other = ticketId('case-2')
      await act(store(), ANA, [opened(CASE)])
      await act(store(), person('bo'), [opened(other)])
      const first = await store().changesSince(0, ANY, 1)
      expect(first.map((row) => row.id)).toEqual([CASE])
      const cursor = first[0]?.revision ?? 0
      expect((await store().changesSince(cursor, ANY, 9)).map((row) => row.id)).toEqual([other])
      await act(store(), ANA, [said(CASE, 'x')])
      expect((await store().changesSince(cursor, ANY, 9)).map((row) => row.id)).toEqual([other, CASE])
      expect(await store().changesSince(await store().revision(), ANY, 9)).toEqual([])
    })

    test('a list is filtered by status, holder and unit, danger and the longest wait first', async () => {
      const make = async (name: string, minute: number, given = {}, ...more: readonly TicketChange[]) => {
        const effects = [opened(ticketId(name), given), ...more.map((change) => on(ticketId(name), change))]
        await act(store(), person(name), effects, { now: plus(NOW, minute * MINUTE) })
      }
      await make('late', 3)
      await make('held', 1, {}, { kind: 'claimed', by: MARIA })
      await make('closed', 0, {}, { kind: 'claimed', by: MARIA }, closed)
      await make('praia', 2, { unit: PRAIA })
      await make('danger', 4, { danger: 'medical' })
      const list = async (filter: object) =>
        (await store().tickets({ scope: ANY, limit: 9, ...filter })).map((row) => row.id)
      expect(await list({})).toEqual(['danger', 'held', 'praia', 'late', 'closed'])
      expect(await list({ status: ['open'] })).toEqual(['danger', 'praia', 'late'])
      expect(await list({ status: ['assigned', 'closed'] })).toEqual(['held', 'closed'])
      expect(await list({ status: [] })).toEqual([])
      expect(await list({ assignee: MARIA, status: ['assigned'] })).toEqual(['held'])
      expect(await list({ assignee: null })).toEqual(['danger', 'praia', 'late'])
      expect(await list({ unit: PRAIA })).toEqual(['praia'])
      expect(await list({ limit: 2 })).toEqual(['danger', 'held'])
    })

    test('a search finds code, name and every word of the thread, without accents or case', async () => {
      await act(store(), ANA, [
        opened(CASE, { code: 'SAL-7', name: 'Conceição', history: [{ at: NOW, by: 'person', text: 'Título' }] }),
        said(CASE, 'o meu SALÁRIO não veio'),
        send('Résumé 100%', { staff: true, ticket: CASE }),
        on(CASE, { kind: 'note', by: MARIA, text: 'ligar_amanhã' }),
      ])
      await act(store(), person('bo'), [opened(ticketId('case-2'))])
      const find = async (search: string) =>
        (await store().tickets({ scope: ANY, limit: 9, search })).map((row) => row.id)
      for (const search of [
        'sal-7',
        'conceicao',
        'titulo',
        'salario',
        'RESUME',
        '100%',
        'ligar_',
        'Salário  conceição',
      ])
        expect([search, await find(search)]).toEqual([search, [CASE]])
      for (const search of ['salario xyz', '10%0', 'ligar%amanha', "'; drop table tickets"])
        expect([search, await find(search)]).toEqual([search, []])
      expect(await find(' ')).toHaveLength(2)
    })

    test('unread is what the person or a colleague added for the reader after the mark, which only grows', async () => {
      const unread = async (staff = MARIA, scope = IN_SAL) => (await store().unread(staff, scope)).get(CASE) ?? 0
      await act(store(), ANA, [opened(CASE)])
      const lines: readonly (readonly [TicketChange, forMaria: number, forNuno: number])[] = [
        [{ kind: 'from-person', body: { kind: 'text', text: 'x' }, message: 'm' }, 1, 1],
        [{ kind: 'from-bot', text: 'bot' }, 0, 0],
        [{ kind: 'claimed', by: MARIA }, 0, 0],
        [{ kind: 'from-staff', by: MARIA, text: 'reply' }, 0, 0],
        [{ kind: 'note', by: MARIA, text: 'note' }, 0, 1],
        [{ kind: 'danger', danger: 'fire-disaster' }, 1, 1],
        [{ kind: 'transferred', by: MARIA, to: { staff: NUNO }, note: '' }, 0, 1],
        [{ kind: 'transferred', by: NUNO, to: { unit: SAL }, note: '' }, 1, 0],
        [{ kind: 'transferred', by: null, to: { unit: SAL }, note: '' }, 1, 1],
        [{ kind: 'language', lang: 'fr' }, 0, 0],
        [{ kind: 'handed-back', by: NUNO }, 0, 0],
      ]
      let [maria, nuno] = [1, 1]
      expect([await unread(MARIA), await unread(NUNO)]).toEqual([maria, nuno])
      for (const [change, forMaria, forNuno] of lines) {
        await changed(store(), change)
        maria += forMaria
        nuno += forNuno
        expect([change, await unread(MARIA), await unread(NUNO)]).toEqual([change, maria, nuno])
      }
      await store().markRead(MARIA, CASE, 9)
      await store().markRead(MARIA, CASE, 1)
      expect([await unread(MARIA), await unread(NUNO), await unread(MARIA, ANY)]).toEqual([1, nuno, 1])
      await store().markRead(MARIA, CASE, 99)
      expect([await unread(MARIA), await unread(NUNO)]).toEqual([0, nuno])
      await store().markRead(MARIA, ticketId('none'), 1)
    })

    test('unread is counted within the scope, for the cases that are asked for, and not of closed ones', async () => {
      const other = ticketId('case-2')
      await act(store(), ANA, [opened(CASE)])
      await act(store(), person('bo'), [opened(other, { unit: PRAIA })])
      const ids = async (...given: readonly [Scope, (readonly TicketId[])?]) =>
        [...(await store().unread(MARIA, ...given)).keys()].sort()
      expect(await ids(ANY)).toEqual([CASE, other])
      expect(await ids(IN_SAL)).toEqual([CASE])
      expect(await ids({ units: [] })).toEqual([])
      expect(await ids(ANY, [other])).toEqual([other])
      expect(await ids(IN_SAL, [other])).toEqual([])
      expect(await ids(ANY, [])).toEqual([])
      await changed(store(), closed)
      expect(await ids(ANY)).toEqual([other])
      await changed(store(), { kind: 'reopened', by: null })
      expect(await ids(ANY)).toEqual([CASE, other])
    })

    test('a case belongs to its conversation: another cannot write into it', async () => {
      await act(store(), ANA, [opened(CASE)])
      await expect(act(store(), person('bo'), [said(CASE, 'x')])).rejects.toThrow('no case')
      expect((await store().ticket(CASE, ANY))?.entries).toHaveLength(1)
    })
  })
}
