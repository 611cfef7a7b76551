import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { cloudAnswer, cloudTest } from '../../adapters/inbox/contract-channels-cloud.ts'
import type { CloudSetup, CloudTest, WhatsappCloudSetup } from '../../bot/ports/whatsapp-cloud-setup.ts'
import { instant } from '../../bot/time.ts'
import type { Browser } from './browser.ts'
import { startInbox, type TestInbox } from './support.ts'

const SETUP: CloudSetup = {
  webhook: 'https://ajuda.example.cv/whatsapp-cloud/updates',
  handshakeAt: instant(1_780_000_000_000),
  deliveryAt: null,
  refusedAt: null,
  number: { display: '+238 990 00 00', name: 'Apoio', quality: 'GREEN' },
  lacks: ['delivery'],
}
const ROOT = '/inbox/api/channels/whatsapp-cloud'

let asked: string[] = []
let outcome: CloudTest = { kind: 'sent' }
const whatsappCloud: WhatsappCloudSetup = {
  setup: async () => SETUP,
  sendTest: async (to) => {
    asked.push(to)
    return outcome
  },
}

let inbox: TestInbox
let admin: Browser
beforeAll(async () => {
  const options = { requireTwoFactor: [], whatsappCloud }
  inbox = await startInbox(options)
  admin = await inbox.administrator()
})
beforeEach(() => {
  asked = []
})
afterAll(() => inbox.stop())

it('shows administrators how the set-up stands', async () => {
  expect(cloudAnswer.parse((await admin.get(ROOT)).json)).toEqual({ setup: SETUP })
})

it('sends a test message, and says what came of it', async () => {
  const outcomes: readonly CloudTest[] = [
    { kind: 'sent' },
    { kind: 'not-written' },
    { kind: 'failed', why: 'Meta answered 131026' },
  ]
  for (const next of outcomes) {
    outcome = next
    expect(cloudTest.parse((await admin.post(`${ROOT}/test`, { to: ' +238 991 23 45 ' })).json)).toEqual(next)
  }
  expect(asked).toEqual(Array.from({ length: 3 }, () => '+238 991 23 45'))
  for (const to of [undefined, '', '1', '2'.repeat(40), 5])
    expect((await admin.post(`${ROOT}/test`, { to })).status).toBe(400)
  expect(asked).toHaveLength(3)
  expect(inbox.log.lines.join('\n')).not.toMatch(/991/)
})

it('is for administrators only', async () => {
  const others = [
    await inbox.member(admin, 'lead@aai.cv', 'lead', ['sal']),
    await inbox.member(admin, 'agent@aai.cv', 'agent', ['sal']),
    inbox.browser(),
  ]
  for (const other of others) {
    for (const answer of [await other.get(ROOT), await other.post(`${ROOT}/test`, { to: '+238 991 23 45' })]) {
      expect([401, 403]).toContain(answer.status)
      expect(answer.text).not.toMatch(/webhook|990/)
    }
  }
  expect((await admin.post(`${ROOT}/test`, { to: '+238 991 23 45' }, { 'x-inbox': '0' })).status).toBe(403)
  expect(asked).toEqual([])
})

it('says where the Cloud API is off', async () => {
  const options = { requireTwoFactor: [] }
  const other = await startInbox(options)
  const ana = await other.administrator()
  expect(cloudAnswer.parse((await ana.get(ROOT)).json)).toEqual({ setup: null })
  expect((await ana.post(`${ROOT}/test`, { to: '+238 991 23 45' })).status).toBe(404)
  await other.stop()
})
