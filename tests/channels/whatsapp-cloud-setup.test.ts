import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../bot/time.ts'
import {
  openWhatsappCloud,
  PHONE_ID,
  TOKEN,
  VERIFY_TOKEN,
  type WhatsappCloudStage,
} from '../support/whatsapp-cloud-stage.ts'
import { createReceived, type ReceivedMessages } from './received.ts'

const NUMBER = '2389912345'

describe('the set-up', () => {
  let stage: WhatsappCloudStage
  let received: ReceivedMessages
  beforeEach(async () => {
    stage = await openWhatsappCloud()
    received = createReceived()
    await stage.channel.start(received.receive, received.report)
  })
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toMatch(/no-log-may-show|99123/)
  })

  const look = () => stage.channel.setup.setup()
  const lacks = async () => (await look()).lacks
  const writes = async (from = NUMBER, profile = {}) => {
    stage.server.person(from, profile).says('olá')
    await stage.server.untilDelivered()
  }

  test('says step by step what is missing, until everything was seen to work', async () => {
    expect(await look()).toEqual({
      webhook: `${stage.publicUrl}/whatsapp-cloud/updates`,
      handshakeAt: null,
      deliveryAt: null,
      refusedAt: null,
      number: { display: '+238 990 00 00', name: 'Apoio ao Imigrante', quality: 'GREEN' },
      lacks: ['handshake'],
    })
    await stage.shake()
    expect(await lacks()).toEqual(['delivery'])
    expect((await look()).handshakeAt).toBeLessThanOrEqual(stage.clock.now())
    await stage.forge()
    expect(await lacks()).toEqual(['secret'])
    await stage.clock.sleep(1)
    await writes()
    expect(await lacks()).toEqual([])
    expect((await look()).deliveryAt).not.toBeNull()
  })

  test.each([
    ['number', { kind: 'error', code: 100 }],
    ['token', { kind: 'error', code: 190, status: 401 }],
    ['token', { kind: 'error', code: 10, status: 403 }],
    ['token', { kind: 'error', code: 200, status: 403 }],
    ['account', { kind: 'error', code: 131_031 }],
    ['account', { kind: 'error', code: 368 }],
    ['unreachable', { kind: 'error', code: 4 }],
    ['unreachable', { kind: 'status', status: 502 }],
    ['unreachable', { kind: 'dropped' }],
  ] as const)('tells %s where Meta does not tell our number, and asks again soon', async (lack, fault) => {
    stage.server.fault('number', fault)
    expect(await look()).toMatchObject({ number: null, lacks: [lack, 'handshake'] })
    await stage.clock.sleep(MINUTE)
    expect(await lacks()).toEqual(['handshake'])
  })

  test('does not ask Meta with every look', async () => {
    const asked = () => stage.server.calls.filter(({ path }) => path === `/v24.0/${PHONE_ID}`).length
    const before = asked()
    for (let n = 0; n < 20; n += 1) await look()
    await Promise.all([look(), look()])
    expect(asked()).toBe(before + 1)
    await stage.clock.sleep(HOUR)
    await look()
    expect(asked()).toBe(before + 2)
  })

  test('tells nothing secret', async () => {
    expect(JSON.stringify(await look())).not.toMatch(new RegExp(`${TOKEN}|${VERIFY_TOKEN}`))
  })

  describe('a test message', () => {
    const sends = (to = '+238 991-2345') => stage.channel.setup.sendTest(to)

    test('goes to a number that wrote within a day, written in whatever way', async () => {
      expect(await sends()).toEqual({ kind: 'not-written' })
      await writes()
      for (const to of ['+238 991-2345', '2389912345', '00'.slice(2) + NUMBER])
        expect(await sends(to)).toEqual({ kind: 'sent' })
      expect(stage.server.sent(NUMBER).map(({ text }) => text)[0]).toContain('WhatsApp')
      await stage.clock.sleep(DAY)
      expect(await sends()).toEqual({ kind: 'not-written' })
      expect(stage.server.sent(NUMBER)).toHaveLength(3)
    })

    test('goes by the account where the person is known by it, and nowhere once the person is forgotten', async () => {
      await writes(NUMBER, { userId: 'CV.1' })
      expect(await sends()).toEqual({ kind: 'sent' })
      expect(stage.server.calls.at(-1)?.payload).toMatchObject({ recipient: 'CV.1' })
      await stage.channel.forget('CV.1')
      expect(await sends()).toEqual({ kind: 'not-written' })
      expect(await sends('')).toEqual({ kind: 'not-written' })
    })

    test('says in words why it failed, without the words of Meta', async () => {
      await writes()
      stage.server.fault('messages', { kind: 'error', code: 190, status: 401 }, { kind: 'error', code: 131_026 })
      expect(await sends()).toEqual({ kind: 'failed', why: expect.stringContaining('WHATSAPP_CLOUD_TOKEN') })
      expect(stage.channel.health().state).toBe('failing')
      expect(await sends()).toEqual({ kind: 'failed', why: 'Meta answered 131026' })
    })
  })
})
