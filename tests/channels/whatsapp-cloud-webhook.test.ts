import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signatureOf } from '../support/whatsapp-cloud-delivery.ts'
import {
  APP_SECRET,
  openWhatsappCloud,
  PHONE_ID,
  VERIFY_TOKEN,
  type WhatsappCloudStage,
} from '../support/whatsapp-cloud-stage.ts'
import { createReceived, REF, type ReceivedMessages } from './received.ts'

const NUMBER = '2389912345'

const deliveryOf = (phone = PHONE_ID, id = 'wamid.9') => ({
  object: 'whatsapp_business_account',
  entry: [
    {
      id: '1',
      changes: [
        {
          field: 'messages',
          value: {
            metadata: { phone_number_id: phone },
            contacts: [{ profile: { name: 'Maria' }, wa_id: NUMBER }],
            messages: [{ id, from: NUMBER, timestamp: '1780000000', type: 'text', text: { body: 'olá' } }],
          },
        },
      ],
    },
  ],
})
const BODY = JSON.stringify(deliveryOf())

describe('the webhook of the Cloud API', () => {
  let stage: WhatsappCloudStage
  let received: ReceivedMessages

  beforeEach(async () => {
    stage = await openWhatsappCloud({ silent: true })
    received = createReceived()
  })
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toMatch(/no-log-may-show|Maria|olá|99123/)
  })

  const start = () => stage.channel.start(received.receive, received.report)
  const post = async (body: BodyInit, signature: string | null): Promise<number> => {
    const headers: Record<string, string> = signature === null ? {} : { 'x-hub-signature-256': signature }
    const response = await fetch(stage.webhook, { method: 'POST', body, headers })
    await response.arrayBuffer()
    return response.status
  }
  const signed = (body: string): Promise<number> => post(body, signatureOf(body, APP_SECRET))

  describe('the handshake', () => {
    const shake = async (query: Readonly<Record<string, string>>) => {
      const response = await fetch(`${stage.webhook}?${new URLSearchParams(query)}`)
      return [response.status, await response.text()]
    }
    const right = { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '1158201444' }

    it('gives the challenge back as it is', async () => {
      expect(await shake(right)).toEqual([200, '1158201444'])
    })

    it.each([
      ['another word', { ...right, 'hub.verify_token': `${VERIFY_TOKEN}x` }],
      ['no word', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
      ['another mode', { ...right, 'hub.mode': 'unsubscribe' }],
      ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN }],
      ['nothing', {}],
    ])('refuses %s', async (_name, query) => {
      expect(await shake(query)).toEqual([403, 'who are you?'])
    })
  })

  it.each([
    ['no signature', null],
    ['an empty one', ''],
    ['one of another secret', signatureOf(BODY, 'another')],
    ['one of another body', signatureOf(`${BODY} `, APP_SECRET)],
    ['half of it', signatureOf(BODY, APP_SECRET).slice(0, 40)],
    ['another kind', signatureOf(BODY, APP_SECRET).replace('sha256=', 'sha1=')],
    ['what is no number', `sha256=${'z'.repeat(64)}`],
  ])('does nothing with %s', async (_name, signature) => {
    await start()
    expect(await post(BODY, signature)).toBe(401)
    expect(received.entered()).toBe(0)
  })

  it('checks the very bytes that came, not what they mean', async () => {
    await start()
    const spaced = JSON.stringify(deliveryOf(), null, 2).replaceAll('olá', 'ol\\u00e1')
    expect(await post(spaced, signatureOf(BODY, APP_SECRET))).toBe(401)
    expect(await signed(spaced)).toBe(200)
    expect(received.texts()).toEqual(['olá'])
  })

  it('refuses what is too large, also where its length is not told', async () => {
    await start()
    const large = JSON.stringify({ ...deliveryOf(), padding: 'x'.repeat(4 * 1024 * 1024) })
    expect(await signed(large)).toBe(413)
    const response = await fetch(stage.webhook, {
      method: 'POST',
      headers: { 'x-hub-signature-256': signatureOf(large, APP_SECRET) },
      body: new Blob([large]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
    expect(received.entered()).toBe(0)
  })

  it.each([
    ['no JSON', '{"object":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['what is for a page', JSON.stringify({ object: 'page', entry: [] })],
  ])('refuses %s', async (_name, body) => {
    await start()
    expect(await signed(body)).toBe(400)
    expect(received.entered()).toBe(0)
  })

  it('takes what is for another number, so that it does not come again, and does nothing', async () => {
    await start()
    expect(await signed(JSON.stringify(deliveryOf('999')))).toBe(200)
    expect(received.entered()).toBe(0)
  })

  it('answers only when the message is saved', async () => {
    await start()
    const release = received.hold()
    let status = 0
    const posted = signed(BODY).then((answered) => {
      status = answered
    })
    await received.until('it is being saved', () => received.entered() === 1)
    expect(status).toBe(0)
    release()
    await posted
    expect(status).toBe(200)
  })

  it('takes the same delivery twice, at once or replayed, as one message', async () => {
    await start()
    expect(await Promise.all([signed(BODY), signed(BODY)])).toEqual([200, 200])
    expect(await signed(BODY)).toBe(200)
    expect(received.texts()).toEqual(['olá'])
    expect(received.duplicates()).toBe(2)
  })

  it('makes Meta bring it again when a message or what was told of one could not be saved', async () => {
    await start()
    stage.server.postTo(stage.webhook)
    received.failNext(2)
    stage.server.person(NUMBER).says('olá')
    await stage.server.untilDelivered()
    expect(stage.server.webhookStatuses).toEqual([500, 500, 200])
    received.failNext(1)
    await stage.channel.send(stage.channel.render({ text: 'x', choices: [] }, NUMBER).call, REF)
    await received.until('three are told', () => received.reports.length >= 3)
    expect(stage.server.webhookStatuses).toContain(500)
    expect(received.reports.every(({ outbox, outcome }) => outbox === REF && outcome.kind === 'sent')).toBe(true)
  })

  it('takes nothing before it is started and after it has stopped', async () => {
    expect(await signed(BODY)).toBe(503)
    await start()
    await stage.channel.stop()
    expect(await signed(BODY)).toBe(503)
    expect(received.entered()).toBe(0)
  })

  it('passes over what cannot be read and takes the rest', async () => {
    await start()
    const body = JSON.stringify(deliveryOf()).replace('"messages":[', '"messages":[{"id":7},')
    expect(await signed(body)).toBe(200)
    expect(received.texts()).toEqual(['olá'])
    expect(stage.log.lines.join()).toContain('passed over')
  })
})

describe('deliveries in batches', () => {
  it.each([false, true])('keep the order for each person, reversed by Meta: %s', async (shuffle) => {
    const stage = await openWhatsappCloud({ silent: true, server: { shuffle, batch: 7 } })
    const received = createReceived()
    const people = ['23811111', '23822222', '23833333']
    for (let count = 0; count < 20; count += 1) {
      for (const number of people) stage.server.person(number).says(`${number} ${count}`)
      // Meta tells seconds: within one, only its own order counts.
      await stage.clock.sleep(1_000)
    }
    await stage.channel.start(received.receive, received.report)
    stage.server.postTo(stage.webhook)
    await received.untilCount(60)
    for (const number of people) {
      const own = received.texts().filter((text) => text.startsWith(number))
      expect(own).toEqual(Array.from({ length: 20 }, (_, count) => `${number} ${count}`))
    }
    await stage.channel.stop()
    await stage.close()
  })
})

describe('a person whom Meta begins to name by an account', () => {
  it('stays in the same conversation, and is written to by the name that it has', async () => {
    const stage = await openWhatsappCloud()
    const received = createReceived()
    await stage.channel.start(received.receive, received.report)
    stage.server.person(NUMBER).says('one')
    await received.untilCount(1)
    stage.server.person(NUMBER, { userId: 'CV.77', tells: 'both' }).says('two')
    await received.untilCount(2)
    stage.server.person(NUMBER, { tells: 'account' }).says('three')
    await received.untilCount(3)
    expect(received.messages.map(({ conversation }) => conversation)).toEqual(Array(3).fill(`whatsapp-cloud:${NUMBER}`))
    await stage.channel.stop()
    await stage.close()
  })

  it('and who comes with both keeps the account as the name', async () => {
    const stage = await openWhatsappCloud()
    const received = createReceived()
    await stage.channel.start(received.receive, received.report)
    stage.server.person(NUMBER, { userId: 'CV.77', tells: 'both' }).says('one')
    await received.untilCount(1)
    stage.server.person(NUMBER, { tells: 'number' }).says('two')
    await received.untilCount(2)
    expect(received.messages.map(({ conversation }) => conversation)).toEqual(Array(2).fill('whatsapp-cloud:CV.77'))
    await stage.channel.send(stage.channel.render({ text: 'x', choices: [] }, 'CV.77').call, REF)
    expect(await stage.server.untilSent(NUMBER, 1)).toHaveLength(1)
    expect(stage.server.violations).toEqual([])
    await stage.channel.stop()
    await stage.close()
  })
})

describe('the read mark', () => {
  it('is made with the sign of writing, after the commit, and only where an answer is written', async () => {
    const stage = await openWhatsappCloud()
    const received = createReceived()
    await stage.channel.start(async (messages) => {
      const done = await received.receive(messages)
      // As the way in does it, after the commit of each message.
      for (const { body } of messages) if (body.kind === 'text') await stage.channel.typing(NUMBER)
      expect(stage.server.reads).toHaveLength(messages.some(({ body }) => body.kind !== 'text') ? 1 : 0)
      return done
    }, received.report)
    const id = stage.server.person(NUMBER).says('olá')
    await stage.server.until('it is marked', () => stage.server.reads.length === 1)
    expect(stage.server.reads).toEqual([{ message: id, typing: true }])
    stage.server.person(NUMBER).sends({ voice: new Uint8Array(3) })
    await received.untilCount(2)
    await stage.server.untilDelivered()
    expect(stage.server.reads).toHaveLength(1)
    expect(stage.server.violations).toEqual([])
    await stage.channel.stop()
    await stage.close()
  })

  it('is not made where the commit failed', async () => {
    const stage = await openWhatsappCloud({ silent: true })
    await stage.channel.start(
      async () => {
        await stage.channel.typing(NUMBER)
        throw new Error('the database is away')
      },
      async () => undefined,
    )
    stage.server.person(NUMBER).says('olá')
    stage.server.postTo(stage.webhook)
    await stage.server.until('it was tried twice', () => stage.server.webhookStatuses.length >= 2)
    expect(stage.server.reads).toEqual([])
    await stage.channel.stop()
    await stage.close()
  })
})
