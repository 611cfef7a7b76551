import { createTelegram } from '../../adapters/telegram/index.ts'
import { deliverDue } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import type { ApiCall, Channel } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { type Instant, instant, MINUTE } from '../../bot/time.ts'
import { createCountingIds, createFakeClock, createTestLog } from '../support/fakes.ts'
import { memoryStore } from '../support/memory-store.ts'
import { testWorld } from '../support/world.ts'

const known = new Map<string, Promise<readonly string[]>>()

/** One channel as far as it shapes what is said: how a message comes in, and the words of a call. */
export type Shape = {
  readonly create: (clock: Clock) => Channel
  readonly update: (n: number, text: string, now: Instant) => unknown
  readonly textOf: (call: ApiCall) => string
}

/** What one person gets for these messages when nothing goes wrong: the same engine, undisturbed, in this process. */
export const expectedReplies = (
  script: readonly string[],
  shape: Shape = telegramShape,
): Promise<readonly string[]> => {
  const key = JSON.stringify(script)
  const replies = known.get(key) ?? play(script, shape)
  known.set(key, replies)
  return replies
}

const telegramShape: Shape = {
  create: (clock) =>
    createTelegram({
      token: '1:x',
      apiRoot: 'http://127.0.0.1:9',
      webhook: null,
      clock,
      ids: createCountingIds(),
      log: createTestLog(),
    }),
  update: (n, text, now) => ({
    update_id: n + 1,
    message: {
      message_id: n + 1,
      date: Math.floor(now / 1000),
      chat: { id: 1, type: 'private', first_name: 'A' },
      from: { id: 1, is_bot: false, first_name: 'A', language_code: 'pt' },
      text,
    },
  }),
  textOf: (call) => String(call.payload.text),
}

const play = async (script: readonly string[], shape: Shape): Promise<readonly string[]> => {
  const clock = createFakeClock(instant(Date.now()))
  const replies: string[] = []
  const log = createTestLog()
  const ids = createCountingIds()
  const real = shape.create(clock)
  const channel: Channel = {
    ...real,
    pace: async () => undefined,
    typing: async () => undefined,
    send: async (call) => {
      replies.push(shape.textOf(call))
      return { kind: 'sent', provider: null }
    },
  }
  const store = await memoryStore()
  const deps: Deps = {
    world: () => testWorld(),
    store,
    channels: new Map([[channel.name, channel]]),
    clock,
    ids,
    keyed: createKeyed(),
    log,
    committed: () => undefined,
  }
  const receive = createReceive(deps)
  for (const [n, text] of script.entries()) {
    const parsed = real.parse(shape.update(n, text, clock.now()))
    if (!parsed.ok) throw new Error(parsed.error)
    await receive(parsed.value)
    for (let sent = 1; sent > 0; ) {
      const under = await deliverDue(deps, 16)
      await Promise.all(under)
      sent = under.length
    }
    clock.advance(2 * MINUTE)
  }
  await store.close()
  return replies
}
