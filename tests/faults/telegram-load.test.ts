import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seeded } from '../support/seeded.ts'
import { startTelegramServer } from '../support/telegram-server.ts'
import { expectedReplies } from './expected.ts'
import { runUnderKills } from './kills.ts'
import { check, script, tally } from './load.ts'

const PEOPLE = 200
const KILLS = 20
const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAA'

test('2,000 messages of 200 people, the process killed 20 times, 429, 500, lost answers, doubled and shuffled updates: each is answered once and in order', {
  timeout: 300_000,
}, async () => {
  let clock = 1_780_000_000_000
  const random = seeded(7)
  const telegram = await startTelegramServer({ token: TOKEN, now: () => clock, shuffle: true })
  const faults = [
    { kind: 'rate-limited', retryAfter: 1 },
    { kind: 'status', status: 500, description: 'Internal Server Error' },
    { kind: 'lost' },
    { kind: 'status', status: 502, description: 'Bad Gateway' },
    { kind: 'lost' },
    { kind: 'delay', ms: 300 },
  ] as const
  const folder = mkdtempSync(join(tmpdir(), 'load-'))
  await runUnderKills({
    settings: {
      DATA_DIR: folder,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: telegram.url,
      TELEGRAM_MAX_PER_SECOND: '1000',
      LOG_LEVEL: 'error',
    },
    people: PEOPLE,
    kills: KILLS,
    lives: (random) => 50 + random(900),
    rest: { after: 20, ms: 100 },
    say: (person, text, n) => {
      clock = 1_780_000_000_000 + n * 120_000
      const update = telegram.person(person, { language: 'pt' }).says(text)
      if (random(10) === 0) telegram.again(update)
      const fault = faults[random(200)]
      if (fault !== undefined) telegram.fault('sendMessage', fault)
      if (random(200) === 0) telegram.fault('getUpdates', { kind: 'lost' })
    },
    got: () =>
      telegram.unconfirmed() > 0 ? null : telegram.calls.filter((call) => call.method === 'sendMessage').length,
  })
  rmSync(folder, { recursive: true })
  const all = await tally(PEOPLE, async (person) =>
    check(
      person,
      telegram.sent(person).map((message) => message.text),
      await expectedReplies(script(person)),
    ),
  )
  console.log(`killed ${KILLS} times: ${JSON.stringify(all)}`)
  expect(telegram.violations).toEqual([])
  await telegram.close()
})
