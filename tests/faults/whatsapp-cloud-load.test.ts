import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWhatsappCloud, WEBHOOK_PATH } from '../../adapters/whatsapp-cloud/index.ts'
import { outgoing } from '../../adapters/whatsapp-cloud/schema.ts'
import { createCountingIds, createTestLog } from '../support/fakes.ts'
import { freePort } from '../support/program.ts'
import { seeded } from '../support/seeded.ts'
import { startWhatsappCloudServer } from '../support/whatsapp-cloud-server.ts'
import { memoryAliases } from '../support/whatsapp-cloud-stage.ts'
import { expectedReplies, type Shape } from './expected.ts'
import { runUnderKills } from './kills.ts'
import { check, script, tally, unknownIn } from './load.ts'

const PEOPLE = 50
const KILLS = 20
const SECRETS = {
  token: 'EAA-token',
  phoneId: '100200300',
  appSecret: 'app-secret',
  verifyToken: 'a-word-of-our-own',
} as const

const numberOf = (person: number): string => String(23_899_000_000 + person)

const shape: Shape = {
  create: (clock) =>
    createWhatsappCloud({
      ...SECRETS,
      apiRoot: 'http://127.0.0.1:9',
      publicUrl: 'http://127.0.0.1:9',
      // Nothing is delivered to it.
      folder: join(tmpdir(), 'no-such-folder'),
      aliases: memoryAliases(),
      clock,
      ids: createCountingIds(),
      log: createTestLog(),
    }),
  update: (n, text, now) => ({
    object: 'whatsapp_business_account',
    entry: [
      {
        changes: [
          {
            field: 'messages',
            value: {
              metadata: { phone_number_id: SECRETS.phoneId },
              messages: [
                {
                  id: `wamid.${n}`,
                  from: '23899',
                  timestamp: String(Math.floor(now / 1_000)),
                  type: 'text',
                  text: { body: text },
                },
              ],
            },
          },
        ],
      },
    ],
  }),
  textOf: (call) => {
    const payload = outgoing.parse(call.payload)
    if (payload.type === 'text') return payload.text.body
    if (payload.type === 'interactive') return payload.interactive.body.text
    throw new Error(`nobody sends a ${payload.type} here`)
  },
}

test('500 messages of 50 people, the process killed 20 times, limits, 500, lost answers, doubled and reordered deliveries: every message is answered once and in order', {
  timeout: 300_000,
}, async () => {
  let clock = 1_780_000_000_000
  const random = seeded(7)
  const meta = await startWhatsappCloudServer({
    ...SECRETS,
    now: () => clock,
    shuffle: true,
    rules: { perSecond: 1e9, pairBurst: 1e9, statuses: ['read', 'sent', 'delivered', 'sent'] },
  })
  const faults = [
    { kind: 'error', code: 130_429 },
    { kind: 'error', code: 131_000, status: 500 },
    { kind: 'lost' },
    { kind: 'status', status: 502 },
    { kind: 'lost' },
    { kind: 'delay', ms: 300 },
    { kind: 'garbled' },
    { kind: 'error', code: 131_056 },
    { kind: 'dropped' },
  ] as const
  const folder = mkdtempSync(join(tmpdir(), 'load-'))
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  meta.postTo(publicUrl + WEBHOOK_PATH)
  await runUnderKills({
    settings: {
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      DATA_DIR: folder,
      WHATSAPP_CLOUD_TOKEN: SECRETS.token,
      WHATSAPP_CLOUD_PHONE_ID: SECRETS.phoneId,
      WHATSAPP_CLOUD_APP_SECRET: SECRETS.appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: SECRETS.verifyToken,
      WHATSAPP_CLOUD_API_ROOT: meta.url,
      WHATSAPP_CLOUD_MAX_PER_SECOND: '1000',
      LOG_LEVEL: 'error',
    },
    people: PEOPLE,
    kills: KILLS,
    lives: (random) => 50 + random(900),
    rest: { after: 10, ms: 300 },
    say: (person, text, n) => {
      clock = 1_780_000_000_000 + n * 120_000
      const id = meta.person(numberOf(person)).says(text)
      if (random(10) === 0) meta.again(id)
      const fault = faults[random(60)]
      if (fault !== undefined) meta.fault('messages', fault)
    },
    got: () => (meta.waits() ? null : meta.calls.length),
  })
  const unknown = unknownIn(join(folder, 'records.sqlite'))
  rmSync(folder, { recursive: true })
  const all = await tally(PEOPLE, async (person) =>
    check(
      person,
      meta.sent(numberOf(person)).map(({ text }) => text),
      await expectedReplies(script(person), shape),
      unknown.get(`whatsapp-cloud:${numberOf(person)}`) ?? 0,
    ),
  )
  console.log(`killed ${KILLS} times, and a bad connection: ${JSON.stringify(all)}`)
  expect(all.missing).toBeLessThanOrEqual(all.notices)
  expect(meta.violations).toEqual([])
  await meta.close()
})
