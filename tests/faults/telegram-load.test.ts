import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type RunningProgram, startProcess } from '../support/program.ts'
import { seeded } from '../support/seeded.ts'
import { startTelegramServer, type TelegramServer } from '../support/telegram-server.ts'
import { expectedReplies } from './expected.ts'
import { check, script, type Tally } from './load.ts'

const PEOPLE = 200
const EACH = 10
const KILLS = 20
const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** Feeds the load while the program is killed and started again, and waits until nothing is left to do. */
const runLoad = async (
  telegram: TelegramServer,
  say: (person: number, text: string, at: number) => void,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'load-'))
  const random = seeded(20261125)
  const settings = {
    DATA_DIR: folder,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_MAX_PER_SECOND: '1000',
    LOG_LEVEL: 'error',
  }
  let program: RunningProgram | null = null
  try {
    const feeding = (async () => {
      for (let n = 0; n < EACH; n += 1) {
        for (let person = 1; person <= PEOPLE; person += 1) {
          say(person, script(person)[n] ?? '', n)
          if (person % 20 === 0) await wait(100)
        }
      }
    })()
    for (let kill = 0; kill < KILLS; kill += 1) {
      program = await startProcess(settings)
      await wait(50 + random(900))
      await program.kill()
    }
    program = await startProcess(settings)
    await feeding
    await idle(program, telegram)
  } finally {
    await program?.kill()
    rmSync(folder, { recursive: true })
  }
}

/** Until Telegram has given everything out and the queue has been empty for a while. */
const idle = async (program: RunningProgram, telegram: TelegramServer): Promise<void> => {
  let quiet = 0
  let before = -1
  while (quiet < 8) {
    await wait(500)
    const health = (await (await fetch(`${program.url}/health/ready`)).json()) as { waiting: number }
    const sent = telegram.calls.filter((call) => call.method === 'sendMessage').length
    quiet = health.waiting === 0 && telegram.unconfirmed() === 0 && sent === before ? quiet + 1 : 0
    before = sent
  }
}

const tally = async (telegram: TelegramServer): Promise<Tally> => {
  const all = { answered: 0, missing: 0, notices: 0 }
  for (let person = 1; person <= PEOPLE; person += 1) {
    const got = telegram.sent(person).map((message) => message.text)
    const one = check(person, got, await expectedReplies(script(person)))
    all.answered += one.answered
    all.missing += one.missing
    all.notices += one.notices
  }
  return all
}

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
  await runLoad(telegram, (person, text, n) => {
    clock = 1_780_000_000_000 + n * 120_000
    const update = telegram.person(person, { language: 'pt' }).says(text)
    if (random(10) === 0) telegram.again(update)
    const fault = faults[random(200)]
    if (fault !== undefined) telegram.fault('sendMessage', fault)
    if (random(200) === 0) telegram.fault('getUpdates', { kind: 'lost' })
  })
  const all = await tally(telegram)
  console.log(`killed ${KILLS} times: ${JSON.stringify(all)}`)
  expect(telegram.violations).toEqual([])
  await telegram.close()
})
