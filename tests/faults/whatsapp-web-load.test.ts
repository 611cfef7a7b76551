import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWhatsAppWeb } from '../../adapters/whatsapp-web/index.ts'
import { chromiumPath } from '../support/chromium.ts'
import { createCountingIds, createTestLog } from '../support/fakes.ts'
import { freePort } from '../support/program.ts'
import { seeded } from '../support/seeded.ts'
import { browsersOf } from '../support/whatsapp-web-processes.ts'
import { startWhatsApp } from '../support/whatsapp-web-server.ts'
import { towards } from '../support/whatsapp-web-stage.ts'
import { expectedReplies, type Shape } from './expected.ts'
import { runUnderKills } from './kills.ts'
import { check, script, tally, unknownIn } from './load.ts'

const PEOPLE = 50
const KILLS = 20
const BEGIN = 1_780_000_000

/** Every second person hides their number. */
const chatOf = (person: number): string => (person % 2 === 0 ? `2389900${100 + person}@c.us` : `770${person}@lid`)

const shape: Shape = {
  create: (clock) =>
    createWhatsAppWeb({
      folder: '/nowhere',
      browser: '/nowhere',
      args: [],
      environment: {},
      maxPerMinute: 0,
      maxMegabytes: 1_000,
      clock,
      ids: createCountingIds(),
      log: createTestLog(),
    }),
  update: (n, text, now) => ({
    id: `false_1@c.us_${n}`,
    from: '1@c.us',
    fromMe: false,
    type: 'chat',
    t: Math.floor(now / 1_000),
    body: text,
    notifyName: 'A',
    stored: false,
    phone: null,
  }),
  textOf: (call) => String(call.payload.text),
}

test(`500 messages of 50 people, the program killed ${KILLS} times and some sends failed: every message is answered once and in order`, {
  timeout: 300_000,
}, async () => {
  const random = seeded(7)
  const whatsApp = await startWhatsApp()
  const begun = Date.now()
  const data = mkdtempSync(join(tmpdir(), 'load-'))
  const folder = join(data, 'whatsapp-web')
  mkdirSync(folder)
  // The messages are of another day than today; to an account that was linked just now they would be history.
  writeFileSync(join(folder, 'link.json'), JSON.stringify({ since: 0 }))
  await runUnderKills({
    settings: {
      PORT: String(await freePort()),
      DATA_DIR: data,
      WHATSAPP_WEB: 'on',
      WHATSAPP_WEB_MAX_PER_MINUTE: '0',
      CHROMIUM_PATH: chromiumPath(),
      CHROMIUM_ARGS: towards(whatsApp.port)
        .map((one) => `"${one}"`)
        .join(' '),
      LOG_LEVEL: 'error',
    },
    people: PEOPLE,
    kills: KILLS,
    // While the browser starts, while it catches up, and while it answers.
    lives: (random) => 300 + random(2_200),
    rest: { after: 10, ms: 1_000 },
    say: (person, text, n) => {
      whatsApp.person(chatOf(person)).says(text, BEGIN + n * 120)
      if (random(40) === 0) whatsApp.fault('failed')
    },
    got: () => (whatsApp.allUnread() > 0 ? null : whatsApp.sent().length),
  })
  await expect.poll(() => browsersOf(folder), { timeout: 10_000 }).toEqual([])
  const unknown = unknownIn(join(data, 'records.sqlite'))
  rmSync(data, { recursive: true, maxRetries: 20, retryDelay: 100 })
  const all = await tally(PEOPLE, async (person) =>
    check(
      person,
      whatsApp.sent(chatOf(person)).map(({ text }) => text),
      await expectedReplies(script(person), shape),
      unknown.get(`whatsapp-web:${chatOf(person)}`) ?? 0,
    ),
  )
  console.log(`killed ${KILLS} times in ${Math.round((Date.now() - begun) / 1_000)} s: ${JSON.stringify(all)}`)
  expect(whatsApp.violations).toEqual([])
  await whatsApp.close()
})
