import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock, systemIds } from '../../adapters/clock.ts'
import { createTelegram } from '../../adapters/telegram/index.ts'
import { createTestLog } from './fakes.ts'

/*
 * A program that receives from Telegram and keeps what came in a file, one JSON line for each message, until it is killed:
 * `node telegram-mortal.ts <api root> <token> <file>`.
 */

const [, , apiRoot = '', token = '', file = ''] = process.argv

/** A line that was cut off by a kill was never saved. */
const seen = new Set(
  (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []).map((line) => line.split(' ')[0]),
)

const channel = createTelegram({
  token,
  apiRoot,
  webhook: null,
  clock: systemClock,
  ids: systemIds,
  log: createTestLog(),
  pollSeconds: 5,
  requestSeconds: 5,
})
await channel.start(
  async (messages) => {
    for (const { id, body } of messages) {
      // Some work, so that a kill falls into it.
      await wait(5)
      if (!seen.has(id)) appendFileSync(file, `${id} ${JSON.stringify(body)}\n`)
      seen.add(id)
    }
    return messages.map(() => 'committed')
  },
  async () => undefined,
)
