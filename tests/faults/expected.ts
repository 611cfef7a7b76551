import { createTelegram } from '../../adapters/telegram/index.ts'
import { deliverDue } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import { instant, MINUTE } from '../../bot/time.ts'
import { createCountingIds, createFakeClock, createTestLog } from '../support/fakes.ts'
import { memoryStore } from '../support/memory-store.ts'
import { testWorld } from '../support/world.ts'

const known = new Map<string, Promise<readonly string[]>>()

/** What one person gets for these messages when nothing goes wrong: the same engine, undisturbed, in this process. */
export const expectedReplies = (script: readonly string[]): Promise<readonly string[]> => {
  const key = JSON.stringify(script)
  const replies = known.get(key) ?? play(script)
  known.set(key, replies)
  return replies
}

const play = async (script: readonly string[]): Promise<readonly string[]> => {
  const clock = createFakeClock(instant(Date.now()))
  const replies: string[] = []
  const log = createTestLog()
  const ids = createCountingIds()
  const telegram = createTelegram({ token: '1:x', apiRoot: 'http://127.0.0.1:9', webhook: null, clock, ids, log })
  const channel: Channel = {
    ...telegram,
    pace: async () => undefined,
    typing: async () => undefined,
    send: async (call) => {
      replies.push(String(call.payload.text))
      return { kind: 'sent', provider: null }
    },
  }
  const store = await memoryStore()
  const deps: Deps = {
    world: () => testWorld(),
    store,
    channels: new Map([['telegram', channel]]),
    clock,
    ids,
    keyed: createKeyed(),
    log,
    committed: () => undefined,
  }
  const receive = createReceive(deps)
  for (const [n, text] of script.entries()) {
    const update = {
      update_id: n + 1,
      message: {
        message_id: n + 1,
        date: Math.floor(clock.now() / 1000),
        chat: { id: 1, type: 'private', first_name: 'A' },
        from: { id: 1, is_bot: false, first_name: 'A', language_code: 'pt' },
        text,
      },
    }
    const parsed = telegram.parse(update)
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
