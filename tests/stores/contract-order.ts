import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OutboxId } from '../../bot/ids.ts'
import type { Settled, Store } from '../../bot/ports/store.ts'
import { never } from '../../bot/result.ts'
import { type Instant, MINUTE, after as plus } from '../../bot/time.ts'
import { act, CASE, LEASE, NOW, type Open, opened, person, send, TELEGRAM } from './support.ts'

type Action =
  | { readonly kind: 'say'; readonly who: number; readonly urgent: boolean; readonly staff: boolean }
  | { readonly kind: 'take'; readonly limit: number }
  | { readonly kind: 'begin' | 'retry'; readonly which: number }
  | { readonly kind: 'settle'; readonly which: number; readonly how: Settled['kind'] }
  | { readonly kind: 'drop'; readonly who: number }
  | { readonly kind: 'pass'; readonly minutes: number }

const which = fc.nat(30)
const who = fc.nat(1)
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('say' as const), who, urgent: fc.boolean(), staff: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('take' as const), limit: fc.integer({ min: 1, max: 3 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('begin' as const, 'begin' as const, 'retry' as const), which }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which,
      how: fc.constantFrom('sent' as const, 'retry' as const, 'rejected' as const, 'gone' as const, 'unknown' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 6 }) }) },
)

/** A message in the model: the outbox as a plain list, in the order of speaking. */
type Row = {
  readonly text: string
  readonly who: number
  readonly urgent: boolean
  readonly staff: boolean
  readonly spoken: number
  state: 'pending' | 'leased' | 'sending' | 'failed' | 'unknown' | 'over'
  order: number
  queuedAt: Instant
  dueAt: Instant
  id: OutboxId | null
}

const modelOf = (store: Store) => {
  const rows: Row[] = []
  let now = NOW
  let count = 0
  const waits = (row: Row) => row.state === 'pending' || row.state === 'leased' || row.state === 'sending'
  const isHead = (row: Row) =>
    !rows.some(
      (other) =>
        other.who === row.who &&
        waits(other) &&
        (other.state === 'sending' ||
          (other.urgent && !row.urgent) ||
          (other.urgent === row.urgent && other.order < row.order)),
    )
  /** A message that was taken once, so that its id is known. */
  const known = (index: number): (Row & { id: OutboxId }) | undefined => {
    const taken = rows.filter((row): row is Row & { id: OutboxId } => row.id !== null)
    return taken[index % Math.max(1, taken.length)]
  }

  const settle = async (row: Row & { id: OutboxId }, how: Settled['kind']): Promise<void> => {
    const wasOut = row.state === 'sending' || row.state === 'leased'
    if (how === 'retry') {
      await store.settle(row.id, { kind: 'retry', at: plus(now, 2 * MINUTE), reason: 'r' }, now)
      if (wasOut) Object.assign(row, { state: 'pending', dueAt: plus(now, 2 * MINUTE) })
    } else if (how === 'sent') {
      await store.settle(row.id, { kind: 'sent', provider: null }, now)
      if (wasOut || row.state === 'unknown') row.state = 'over'
    } else {
      await store.settle(row.id, { kind: how, code: 'c' }, now)
      if (wasOut) row.state = how === 'unknown' ? 'unknown' : 'failed'
    }
  }

  return async (step: Action): Promise<void> => {
    switch (step.kind) {
      case 'say': {
        count += 1
        const { urgent, staff } = step
        const row = { text: `m${count}`, who: step.who, urgent, staff, spoken: count, order: count }
        rows.push({ ...row, state: 'pending', queuedAt: now, dueAt: now, id: null })
        // Only the first person has a case: only there may a message be sent again.
        const ticket = step.who === 0 ? { ticket: CASE } : {}
        await act(store, person(`p${step.who}`), [send(row.text, { urgent, staff, ...ticket })], { now })
        return
      }
      case 'take': {
        const heads = rows
          .filter((row) => waits(row) && row.dueAt <= now && isHead(row))
          .sort((a, b) => Number(b.urgent) - Number(a.urgent) || a.queuedAt - b.queuedAt || a.spoken - b.spoken)
          .slice(0, step.limit)
        const items = await store.takeOutbox(now, step.limit, LEASE, TELEGRAM)
        expect(items.map((item) => item.message.text)).toEqual(heads.map((row) => row.text))
        for (const [index, row] of heads.entries())
          Object.assign(row, { state: 'leased', dueAt: plus(now, LEASE), id: items[index]?.id })
        return
      }
      case 'begin': {
        const row = known(step.which)
        if (!row) return
        const may = row.state === 'leased' && isHead(row)
        expect(await store.begin(row.id, now)).toBe(may)
        if (may) row.state = 'sending'
        else if (row.state === 'leased') Object.assign(row, { state: 'pending', dueAt: now })
        return
      }
      case 'retry': {
        const row = known(step.which)
        if (!row) return
        const may = row.who === 0 && (row.state === 'failed' || row.state === 'unknown')
        expect(await store.retryOutbox(row.id, now)).toBe(may)
        count += 1
        if (may) Object.assign(row, { state: 'pending', order: count, queuedAt: now, dueAt: now })
        return
      }
      case 'settle': {
        const row = known(step.which)
        if (row) await settle(row, step.how)
        return
      }
      case 'drop':
        await act(store, person(`p${step.who}`), [{ kind: 'drop-unsent' }], { now })
        for (const row of rows) {
          const unsent = row.state === 'pending' || row.state === 'leased'
          if (row.who === step.who && unsent && !row.staff && !row.urgent) row.state = 'over'
        }
        return
      case 'pass':
        now = plus(now, step.minutes * MINUTE)
        return
      default:
        never(step)
    }
  }
}

export const orderContract = (open: Open): void => {
  test('whatever happens, the outbox gives what a plain list would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 60 }), async (actions) => {
        const { store } = await open()
        try {
          await act(store, person('p0'), [opened(CASE)])
          const play = modelOf(store)
          for (const step of actions) await play(step)
        } finally {
          await store.close()
        }
      }),
      { seed: 20260302, numRuns: 60 },
    )
  })
}
