import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock, systemIds } from '../adapters/clock.ts'
import { openDatabase } from '../adapters/database/open.ts'
import { databaseStore } from '../adapters/database/store.ts'
import { createTelegram } from '../adapters/telegram/index.ts'
import type { Deps } from '../bot/app/deps.ts'
import { createKeyed } from '../bot/app/keyed.ts'
import { createReceive } from '../bot/app/receive.ts'
import type { InboundMessage } from '../bot/message.ts'
import type { World } from '../bot/world.ts'
import { percentile } from './table.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Questions as people ask them: half are answered, the rest are suggested or not known. */
export const QUESTIONS = [
  'quanto custa a residencia',
  'how much is the minimum wage',
  'ou est le bureau des immigrés à sal',
  'nha kartan perde modi ki n ta fazi',
  'what is the weather tomorrow',
  'preciso de ajuda',
]

type Bench = {
  readonly receive: ReturnType<typeof createReceive>
  readonly message: (person: number, n: number) => InboundMessage
  readonly close: () => Promise<void>
}

/** The real way in, from a Telegram update to the commit, on a real file with durable writes. Nothing is sent. */
const open = async (world: World): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const store = databaseStore(await openDatabase(`sqlite:${join(folder, 'records.sqlite')}`), systemIds)
  const telegram = createTelegram({
    token: '1:bench',
    apiRoot: 'http://127.0.0.1:9',
    webhook: null,
    clock: systemClock,
    ids: systemIds,
    log: silent,
  })
  const deps: Deps = {
    world: () => world,
    store,
    channels: new Map(),
    clock: systemClock,
    ids: systemIds,
    keyed: createKeyed(),
    log: silent,
    committed: () => undefined,
  }
  let updates = 0
  return {
    receive: createReceive(deps),
    message: (person, n) => {
      updates += 1
      const parsed = telegram.parse({
        update_id: updates,
        message: {
          message_id: n,
          // A minute apart, as people write: no flood.
          date: Math.floor(Date.now() / 1000) + n * 60,
          chat: { id: person, type: 'private', first_name: 'A' },
          from: { id: person, is_bot: false, first_name: 'A', language_code: 'pt' },
          text: `${QUESTIONS[(person + n) % QUESTIONS.length]} ${n}`,
        },
      })
      const message = parsed.ok ? parsed.value[0] : undefined
      if (message === undefined) throw new Error('the update of the bench does not parse')
      return message
    },
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Messages a second when as many as possible come at once, from 200 people. */
export const throughput = async (world: World, messages: number): Promise<number> => {
  const { receive, message, close } = await open(world)
  const people = 200
  await Promise.all(Array.from({ length: people }, (_, person) => receive([message(person, 0)])))
  const start = performance.now()
  await Promise.all(
    Array.from({ length: people }, async (_, person) => {
      for (let n = 1; n <= messages / people; n += 1) await receive([message(person, n)])
    }),
  )
  const seconds = (performance.now() - start) / 1000
  await close()
  return messages / seconds
}

/** Milliseconds from update to committed reply, at a steady number of messages a second. Late starts count as waiting. */
export const latency = async (
  world: World,
  perSecond: number,
  seconds: number,
): Promise<{ p50: number; p99: number }> => {
  const { receive, message, close } = await open(world)
  for (let n = 0; n < 200; n += 1) await receive([message(n, 0)])
  const times: number[] = []
  const start = performance.now()
  const all: Promise<void>[] = []
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = start + (n * 1000) / perSecond
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const one = message(n % 200, 1 + Math.floor(n / 200))
    all.push(receive([one]).then(() => void times.push(performance.now() - due)))
  }
  await Promise.all(all)
  await close()
  return { p50: percentile(times, 50), p99: percentile(times, 99) }
}
