import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createWhatsAppWeb } from '../../adapters/whatsapp-web/index.ts'
import { chromiumPath } from '../support/chromium.ts'
import { createCountingIds, createTestLog } from '../support/fakes.ts'
import { freePort, type RunningProgram, startProcess } from '../support/program.ts'
import { seeded } from '../support/seeded.ts'
import { browsersOf } from '../support/whatsapp-web-processes.ts'
import { startWhatsApp, type WhatsAppServer } from '../support/whatsapp-web-server.ts'
import { towards } from '../support/whatsapp-web-stage.ts'
import { expectedReplies, type Shape } from './expected.ts'
import { check, script, type Tally, unknownIn } from './load.ts'

const PEOPLE = 50
const EACH = 10
/** A browser takes two seconds to be there: twenty would take too long for every run of the tests. */
const KILLS = 12
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

/** Until everything is read and the queue has been empty for a while. */
const idle = async (program: RunningProgram, whatsApp: WhatsAppServer): Promise<void> => {
  let quiet = 0
  let before = -1
  while (quiet < 8) {
    await wait(250)
    const health = (await (await fetch(`${program.url}/health/ready`)).json()) as { waiting: number }
    const sent = whatsApp.sent().length
    quiet = health.waiting === 0 && whatsApp.allUnread() === 0 && sent === before ? quiet + 1 : 0
    before = sent
  }
}

/** Feeds the load while the program is killed and started again, waits until nothing is left to do, and gives what is unknown. */
const runLoad = async (
  whatsApp: WhatsAppServer,
  say: (person: number, n: number) => void,
): Promise<ReadonlyMap<string, number>> => {
  const data = mkdtempSync(join(tmpdir(), 'load-'))
  const folder = join(data, 'whatsapp-web')
  mkdirSync(folder)
  // The messages are of another day than today; to an account that was linked just now they would be history.
  writeFileSync(join(folder, 'link.json'), JSON.stringify({ since: 0 }))
  const random = seeded(20261125)
  const settings = {
    PORT: String(await freePort()),
    DATA_DIR: data,
    WHATSAPP_WEB: 'on',
    WHATSAPP_WEB_MAX_PER_MINUTE: '0',
    CHROMIUM_PATH: chromiumPath(),
    CHROMIUM_ARGS: towards(whatsApp.port)
      .map((one) => `"${one}"`)
      .join(' '),
    LOG_LEVEL: 'error',
  }
  let program: RunningProgram | null = null
  try {
    const feeding = (async () => {
      for (let n = 0; n < EACH; n += 1) {
        for (let person = 1; person <= PEOPLE; person += 1) {
          say(person, n)
          if (person % 10 === 0) await wait(700)
        }
      }
    })()
    for (let kill = 0; kill < KILLS; kill += 1) {
      program = await startProcess(settings)
      // While the browser starts, while it catches up, and while it answers.
      await wait(500 + random(5_000))
      await program.kill()
    }
    program = await startProcess(settings)
    await feeding
    await idle(program, whatsApp)
    return unknownIn(join(data, 'records.sqlite'))
  } finally {
    await program?.kill()
    await expect.poll(() => browsersOf(folder), { timeout: 10_000 }).toEqual([])
    rmSync(data, { recursive: true, maxRetries: 20, retryDelay: 100 })
  }
}

test(`500 messages of 50 people, the program killed ${KILLS} times and some sends failed: every message is answered once and in order`, {
  timeout: 300_000,
}, async () => {
  const random = seeded(7)
  const whatsApp = await startWhatsApp()
  const begun = Date.now()
  const unknown = await runLoad(whatsApp, (person, n) => {
    whatsApp.person(chatOf(person)).says(script(person)[n] ?? '', BEGIN + n * 120)
    if (random(40) === 0) whatsApp.fault('failed')
  })
  const all = { answered: 0, missing: 0, notices: 0 }
  for (let person = 1; person <= PEOPLE; person += 1) {
    const got = whatsApp.sent(chatOf(person)).map(({ text }) => text)
    const known = unknown.get(`whatsapp-web:${chatOf(person)}`) ?? 0
    const one: Tally = check(person, got, await expectedReplies(script(person), shape), known)
    all.answered += one.answered
    all.missing += one.missing
    all.notices += one.notices
  }
  console.log(`killed ${KILLS} times in ${Math.round((Date.now() - begun) / 1_000)} s: ${JSON.stringify(all)}`)
  expect(whatsApp.violations).toEqual([])
  await whatsApp.close()
})
