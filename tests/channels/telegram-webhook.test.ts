import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WEBHOOK_PATH } from '../../adapters/telegram/index.ts'
import { openTelegram, SECRET, type TelegramStage } from '../support/telegram-stage.ts'
import { createReceived, type ReceivedMessages } from './received.ts'

const PERSON = 777
const UPDATE = {
  update_id: 9,
  message: { message_id: 1, date: 1, chat: { id: PERSON, type: 'private' }, text: 'olá' },
}

describe('Telegram by webhook', () => {
  let stage: TelegramStage
  let received: ReceivedMessages

  beforeEach(async () => {
    stage = await openTelegram({ webhook: true })
    received = createReceived()
  })
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toContain(SECRET)
  })

  const post = async (body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<number> => {
    const response = await fetch(stage.publicUrl + WEBHOOK_PATH, { method: 'POST', body, headers })
    await response.arrayBuffer()
    return response.status
  }
  const trusted = { 'x-telegram-bot-api-secret-token': SECRET }

  it('tells Telegram where to post, what, and with which secret', async () => {
    await stage.channel.start(received.receive, received.report)
    expect(stage.server.calls).toEqual([
      {
        method: 'setWebhook',
        payload: {
          url: `${stage.publicUrl}/telegram/updates`,
          secret_token: SECRET,
          allowed_updates: ['message', 'callback_query', 'my_chat_member'],
        },
      },
    ])
    expect(stage.channel.health()).toEqual({ state: 'on', detail: 'receiving by webhook' })
  })

  it.each([
    ['no secret', {}],
    ['a wrong one', { 'x-telegram-bot-api-secret-token': `${SECRET}x` }],
    ['a beginning of it', { 'x-telegram-bot-api-secret-token': SECRET.slice(0, -1) }],
    ['an empty one', { 'x-telegram-bot-api-secret-token': '' }],
  ])('does nothing with %s', async (_name, headers) => {
    await stage.channel.start(received.receive, received.report)
    expect(await post(JSON.stringify(UPDATE), headers)).toBe(401)
    expect(await post('x'.repeat(2 * 1024 * 1024), headers)).toBe(401)
    expect(received.entered()).toBe(0)
  })

  it('refuses what is too large, also where its length is not told', async () => {
    await stage.channel.start(received.receive, received.report)
    const large = JSON.stringify({ ...UPDATE, padding: 'x'.repeat(1024 * 1024) })
    expect(await post(large, trusted)).toBe(413)
    const stream = new Blob([large]).stream()
    const response = await fetch(stage.publicUrl + WEBHOOK_PATH, {
      method: 'POST',
      headers: trusted,
      body: stream,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
    expect(received.entered()).toBe(0)
  })

  it.each([
    ['no JSON', '{"update_id":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['no number', JSON.stringify({ message: UPDATE.message })],
    ['a message from nowhere', JSON.stringify({ update_id: 1, message: { text: 'x' } })],
  ])('refuses %s', async (_name, body) => {
    await stage.channel.start(received.receive, received.report)
    expect(await post(body, trusted)).toBe(400)
    expect(received.entered()).toBe(0)
  })

  it('takes an update that is not for us, so that it does not come again', async () => {
    await stage.channel.start(received.receive, received.report)
    expect(await post(JSON.stringify({ update_id: 3, edited_message: {} }), trusted)).toBe(200)
    expect(received.entered()).toBe(0)
  })

  it('answers only when the message is saved', async () => {
    await stage.channel.start(received.receive, received.report)
    const release = received.hold()
    let status = 0
    const posted = post(JSON.stringify(UPDATE), trusted).then((answered) => {
      status = answered
    })
    await received.until('it is being saved', () => received.entered() === 1)
    expect(status).toBe(0)
    release()
    await posted
    expect(status).toBe(200)
    expect(received.texts()).toEqual(['olá'])
  })

  it('takes the same update twice at the same moment as one message', async () => {
    await stage.channel.start(received.receive, received.report)
    const body = JSON.stringify(UPDATE)
    expect(await Promise.all([post(body, trusted), post(body, trusted)])).toEqual([200, 200])
    expect(received.texts()).toEqual(['olá'])
    expect(received.duplicates()).toBe(1)
  })

  it('makes Telegram bring it again when it could not be saved', async () => {
    await stage.channel.start(received.receive, received.report)
    received.failNext(2)
    stage.server.person(PERSON).says('olá')
    await stage.server.untilConfirmed()
    expect(stage.server.webhookStatuses).toEqual([500, 500, 200])
    expect(received.texts()).toEqual(['olá'])
  })

  it('takes nothing before it is started and after it has stopped', async () => {
    expect(await post(JSON.stringify(UPDATE), trusted)).toBe(503)
    await stage.channel.start(received.receive, received.report)
    await stage.channel.stop()
    expect(await post(JSON.stringify(UPDATE), trusted)).toBe(503)
    expect(received.entered()).toBe(0)
  })

  it('sets the webhook as soon as Telegram can be reached', async () => {
    stage.server.fault('setWebhook', { kind: 'status', status: 502, description: 'Bad Gateway' }, { kind: 'lost' })
    await stage.channel.start(received.receive, received.report)
    expect(stage.channel.health()).toEqual({ state: 'failing', detail: 'Telegram answered 502 Bad Gateway' })
    stage.server.person(PERSON).says('olá')
    await received.untilCount(1)
    // Telegram had taken the webhook before the answer was lost: it may deliver before we know.
    await stage.server.until(
      'it is set again',
      () => stage.server.calls.filter((c) => c.method === 'setWebhook').length === 2,
    )
  })

  it('leaves the rest of the server alone', async () => {
    const response = await fetch(`${stage.publicUrl}/telegram/elsewhere`, { method: 'POST', headers: trusted })
    expect(response.status).toBe(404)
  })
})

describe('from webhook to long polling', () => {
  it('takes back the webhook and loses nothing that waits', async () => {
    const first = await openTelegram({ webhook: true })
    const received = createReceived()
    await first.channel.start(received.receive, received.report)
    await first.channel.stop()
    first.server.person(PERSON).says('while it changed')
    const second = await openTelegram({ channel: { apiRoot: first.server.url } })
    await second.channel.start(received.receive, received.report)
    await received.untilCount(1)
    expect(received.texts()).toEqual(['while it changed'])
    await second.channel.stop()
    await second.close()
    await first.close()
    expect(first.server.violations).toEqual([])
  })
})
