import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ApiFailure, failureOf } from '../../adapters/whatsapp-cloud/api.ts'
import { meaningOf, outcomeOf, troubleOf } from '../../adapters/whatsapp-cloud/outcome.ts'
import { choiceId, outboxId } from '../../bot/ids.ts'
import type { SendOutcome } from '../../bot/ports/channel.ts'
import { openWhatsappCloud, TOKEN, type WhatsappCloudStage } from '../support/whatsapp-cloud-stage.ts'
import { createReceived, REF } from './received.ts'

const NUMBER = '2389912345'
const OTHER = '2389954321'

describe('sending to WhatsApp', () => {
  let stage: WhatsappCloudStage

  beforeEach(async () => {
    stage = await openWhatsappCloud({ channel: { requestSeconds: 0.5 } })
    for (const number of [NUMBER, OTHER]) stage.server.person(number).says('olá')
    await stage.channel.start(createReceived().receive, async () => undefined)
    await stage.server.untilDelivered()
  })
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toMatch(/no-log-may-show|99123|olá/)
  })

  const send = (text = 'olá', address = NUMBER): Promise<SendOutcome> =>
    stage.channel.send(stage.channel.render({ text, choices: [] }, address).call, REF)

  it("gives Meta's id of the message, and Meta ours", async () => {
    const outcome = await stage.channel.send(
      stage.channel.render({ text: 'olá', choices: [] }, NUMBER).call,
      outboxId('outbox-77'),
    )
    const [sent] = stage.server.sent(NUMBER)
    expect(outcome).toEqual({ kind: 'sent', provider: sent?.wamid })
    expect(sent?.ref).toBe('outbox-77')
  })

  it('holds everything when it is too much for the number, and goes on afterwards', async () => {
    stage.server.fault('messages', { kind: 'error', code: 130_429 })
    expect(await send()).toMatchObject({ kind: 'retry', reason: '130429' })
    expect(await send('to somebody else', OTHER)).toMatchObject({ kind: 'retry', reason: 'paused' })
    await stage.channel.pace(OTHER)
    expect(stage.clock.slept.at(-1)).toBeGreaterThan(1_500)
    expect((await send('to somebody else', OTHER)).kind).toBe('sent')
  })

  it('holds one person only when it is too much for that one', async () => {
    stage.server.fault('messages', { kind: 'error', code: 131_056 })
    const outcome = await send()
    expect(outcome.kind === 'retry' && outcome.after).toBeGreaterThanOrEqual(6_000)
    expect((await send('to somebody else', OTHER)).kind).toBe('sent')
  })

  it('keeps within both limits of Meta by itself', async () => {
    // Meta lets 45 through at once; ours are fewer, and then one in six seconds.
    for (let count = 0; count < 60; count += 1) {
      await stage.channel.pace(NUMBER)
      expect((await send()).kind).toBe('sent')
    }
    expect(stage.clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan((60 - 13) * 6_000 - 5_000)
  })

  it.each([
    ['the connection ends after it was taken', { kind: 'lost' }, 'UND_ERR_SOCKET', 1],
    ['the connection ends, and nobody knows what was taken', { kind: 'dropped' }, 'UND_ERR_SOCKET', 0],
    ['the answer cannot be read', { kind: 'garbled' }, 'invalid-json', 1],
    ['no answer comes in time', { kind: 'delay', ms: 900 }, 'timeout', 1],
  ] as const)('does not know the fate of a message when %s', async (_name, fault, code, shown) => {
    stage.server.fault('messages', fault)
    expect(await send()).toEqual({ kind: 'unknown', code })
    await stage.server.until('it is known what was taken', () => stage.server.sent(NUMBER).length === shown)
  })

  it('waits longer with each failure in a row, and briefly again after a success', async () => {
    const failure = { kind: 'error', code: 131_000, status: 500 } as const
    stage.server.fault('messages', failure, failure, failure, failure)
    const waits: number[] = []
    for (let tries = 0; tries < 4; tries += 1) {
      const outcome = await send()
      if (outcome.kind === 'retry') waits.push(outcome.after)
    }
    expect(waits).toHaveLength(4)
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(2_000 + 500 * 2 ** index)
    await send()
    expect(stage.channel.health().state).toBe('on')
  })

  it.each([
    [190, 'WHATSAPP_CLOUD_TOKEN'],
    [10, 'whatsapp_business_messaging'],
    [200, 'whatsapp_business_messaging'],
    [368, 'rules'],
    [131_031, 'locked'],
    [131_042, 'payment'],
  ])('keeps everything for later and raises the alarm in words at %i', async (code, words) => {
    stage.server.fault('messages', { kind: 'error', code })
    expect(await send()).toEqual({ kind: 'retry', after: 60_000, reason: String(code) })
    expect(stage.channel.health()).toEqual({ state: 'failing', detail: expect.stringContaining(words) })
    expect((await send()).kind).toBe('sent')
    expect(stage.channel.health()).toEqual({ state: 'on', detail: 'receiving by webhook' })
  })

  it('raises the alarm when Meta tells of it later, and ends it when something arrives', async () => {
    await send()
    await stage.server.untilDelivered()
    const [sent] = await stage.server.untilSent(NUMBER, 1)
    if (sent) stage.server.tell(sent, 'failed', 131_042)
    await stage.server.untilDelivered()
    expect(stage.channel.health()).toEqual({ state: 'failing', detail: expect.stringContaining('payment') })
    await send()
    await stage.server.untilDelivered()
    expect(stage.channel.health().state).toBe('on')
  })

  it('does not send what is not its own', async () => {
    expect(await stage.channel.send({ method: 'delete', payload: {} }, REF)).toMatchObject({ kind: 'rejected' })
    expect(await stage.channel.send({ method: 'messages', payload: { type: 'sticker' } }, REF)).toMatchObject({
      kind: 'rejected',
    })
    expect(stage.server.calls.filter(({ path }) => path.endsWith('/messages'))).toEqual([])
  })

  it('sends choices that come back when they are taken', async () => {
    const choices = [
      { id: choiceId('unit:sal'), label: 'Sal' },
      { id: choiceId('é'.repeat(100)), label: 'São Vicente' },
    ]
    await stage.channel.send(stage.channel.render({ text: '?', choices }, NUMBER).call, REF)
    expect(stage.server.sent(NUMBER)[0]).toMatchObject({
      form: 'buttons',
      buttons: [
        { label: 'Sal', id: 'unit:sal' },
        { label: 'São Vicente', id: 'é'.repeat(100) },
      ],
    })
  })
})

describe('starting', () => {
  it('says in words that the token is refused, and works when it is mended', async () => {
    const stage = await openWhatsappCloud({ silent: true })
    const refusal = { kind: 'error', code: 190, status: 401 } as const
    stage.server.fault('number', refusal)
    const started = stage.channel.start(createReceived().receive, async () => undefined)
    await started
    await stage.server.until('it asked again', () => stage.server.calls.length === 2)
    await stage.channel.stop()
    expect(stage.log.lines.join()).toContain('Meta refuses the access token')
    expect(stage.log.lines.join()).not.toContain(TOKEN)
    await stage.close()
  })

  it('says that Meta does not know the number', async () => {
    const stage = await openWhatsappCloud({ silent: true })
    stage.server.fault('number', ...Array.from({ length: 3 }, () => ({ kind: 'error', code: 100 }) as const))
    await stage.channel.start(createReceived().receive, async () => undefined)
    expect(stage.log.lines.join()).toContain('WHATSAPP_CLOUD_PHONE_ID')
    await stage.channel.stop()
    await stage.close()
  })
})

describe('what an answer of Meta means', () => {
  const refused = (code: number | null, status = 400): ApiFailure & { kind: 'answered' } => ({
    kind: 'answered',
    status,
    code,
  })
  const CODES: Readonly<Record<string, readonly number[]>> = {
    retry: [130_429, 131_056, 80_007, 4, 131_000, 131_016, 131_057, 133_004, 1, 2],
    rejected: [100, 131_008, 131_009, 131_047, 131_049, 131_050, 131_051, 131_053, 132_000, 132_015, 132_999, 999_999],
    gone: [131_026],
  }
  it.each(Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const)))(
    'code %i: %s',
    (code, kind) => expect(outcomeOf(refused(code), () => 1_000).kind).toBe(kind),
  )

  it('is decided by its code and not by its status', () => {
    expect(outcomeOf(refused(4, 400), () => 1).kind).toBe('retry')
    expect(outcomeOf(refused(131_047, 200), () => 1)).toEqual({ kind: 'rejected', code: 'outside-window' })
    expect(outcomeOf(refused(777, 503), () => 1).kind).toBe('retry')
  })

  it('is no refusal of the message where something else answers', () => {
    for (const status of [301, 403, 404, 429, 502]) expect(outcomeOf(refused(null, status), () => 1).kind).toBe('retry')
    expect(troubleOf(refused(null, 404))).toContain('WHATSAPP_CLOUD_API_ROOT')
    expect(meaningOf(refused(250)).kind).toBe('alarm')
    expect(troubleOf(refused(131_047))).toBeNull()
  })

  const network = (code: string, more: object = {}, words = 'x') =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(words), { code, ...more }) })
  it.each([
    ['refused', network('ECONNREFUSED'), 'never-sent'],
    ['no such host', network('ENOTFOUND'), 'never-sent'],
    ['no answer to the call', network('ETIMEDOUT', { syscall: 'connect' }), 'never-sent'],
    ['no answer of several addresses', network('UND_ERR_CONNECT_TIMEOUT'), 'never-sent'],
    [
      'cut while the lock was agreed on',
      network('ECONNRESET', {}, 'Client network socket disconnected before secure TLS connection was established'),
      'never-sent',
    ],
    ['fell silent', network('ETIMEDOUT', { syscall: 'read' }), 'lost'],
    ['cut', network('ECONNRESET'), 'lost'],
    ['too late', new DOMException('x', 'TimeoutError'), 'lost'],
    ['anything else', new Error(TOKEN), 'lost'],
    ['not even an error', TOKEN, 'lost'],
  ] as const)('%s', (_name, error, kind) => {
    const failure = failureOf(error)
    expect(failure.kind).toBe(kind)
    expect(JSON.stringify(failure)).not.toContain(TOKEN)
  })
})
