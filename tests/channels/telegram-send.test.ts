import { GrammyError, HttpError } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../adapters/telegram/api.ts'
import { inWords, outcomeOf } from '../../adapters/telegram/outcome.ts'
import { choiceId } from '../../bot/ids.ts'
import type { SendOutcome } from '../../bot/ports/channel.ts'
import { openTelegram, type TelegramStage, TOKEN } from '../support/telegram-stage.ts'
import { REF } from './received.ts'

const PERSON = 777

describe('sending to Telegram', () => {
  let stage: TelegramStage

  beforeEach(async () => {
    stage = await openTelegram({ channel: { requestSeconds: 0.5 } })
    stage.server.person(PERSON)
  })
  afterEach(async () => {
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toContain(TOKEN.slice(5))
  })

  const send = (text = 'olá', address = String(PERSON)): Promise<SendOutcome> =>
    stage.channel.send(stage.channel.render({ text, choices: [] }, address).call, REF)

  it('gives the number of the message', async () => {
    const outcome = await send()
    expect(outcome).toEqual({ kind: 'sent', provider: String(stage.server.sent(PERSON)[0]?.messageId) })
  })

  it('holds everything for as long as Telegram asks, and goes on afterwards', async () => {
    stage.server.person(778)
    stage.server.fault('sendMessage', { kind: 'rate-limited', retryAfter: 7 })
    expect(await send()).toEqual({ kind: 'retry', after: 7_000, reason: '429 Too Many Requests' })
    const other = await send('to somebody else', '778')
    expect(other).toMatchObject({ kind: 'retry', reason: 'paused' })
    expect(stage.server.calls).toEqual([])
    await stage.channel.pace('778')
    expect(stage.clock.slept.at(-1)).toBeGreaterThan(6_000)
    expect((await send('to somebody else', '778')).kind).toBe('sent')
  })

  it('waits longer with each failure in a row, and briefly again after a success', async () => {
    const failure = { kind: 'status', status: 502, description: 'Bad Gateway' } as const
    stage.server.fault('sendMessage', failure, failure, failure, failure, failure, failure)
    const waits: number[] = []
    for (let tries = 0; tries < 6; tries += 1) {
      const outcome = await send()
      if (outcome.kind === 'retry') waits.push(outcome.after)
    }
    expect(waits).toHaveLength(6)
    waits.forEach((wait, index) => {
      expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index)
      expect(wait).toBeLessThanOrEqual(1_000 * 2 ** index)
    })
    await send()
    stage.server.fault('sendMessage', failure)
    expect(await send()).toMatchObject({ kind: 'retry' })
    expect(stage.server.sent(PERSON)).toHaveLength(1)
  })

  it('tells that nobody is there any more', async () => {
    const person = stage.server.person(PERSON)
    person.blocks()
    expect(await send()).toEqual({ kind: 'gone', code: '403 bot was blocked by the user' })
    person.leavesTelegram()
    expect(await send()).toEqual({ kind: 'gone', code: '403 user is deactivated' })
    expect(await send('olá', '123')).toEqual({ kind: 'gone', code: '400 chat not found' })
  })

  it('tells what Telegram refuses for good, and does not send what is not its own', async () => {
    expect(await send('  ')).toEqual({ kind: 'rejected', code: '400 message text is empty' })
    expect(await send('olá', 'no-number')).toMatchObject({ kind: 'rejected' })
    expect(await stage.channel.send({ method: 'deleteWebhook', payload: {} }, REF)).toMatchObject({ kind: 'rejected' })
    expect(stage.server.calls.filter(({ method }) => method !== 'sendMessage')).toEqual([])
  })

  it.each([
    ['the connection ends after it was taken', { kind: 'lost' }, 'ECONNRESET', 1],
    ['the connection ends, and nobody knows what was taken', { kind: 'dropped' }, 'ECONNRESET', 0],
    ['the answer cannot be read', { kind: 'garbled' }, 'invalid-json', 1],
    ['no answer comes in time', { kind: 'delay', ms: 900 }, 'timeout', 1],
  ] as const)('does not know the fate of a message when %s', async (_name, fault, code, shown) => {
    stage.server.fault('sendMessage', fault)
    expect(await send()).toEqual({ kind: 'unknown', code })
    await stage.server.until('it is known what was taken', () => stage.server.sent(PERSON).length === shown)
  })

  it('says that sending fails, in words, until it works again', async () => {
    await stage.channel.start(
      async () => [],
      async () => undefined,
    )
    stage.server.fault('sendMessage', { kind: 'status', status: 500, description: 'Internal Server Error' })
    await send()
    expect(stage.channel.health()).toEqual({ state: 'failing', detail: 'Telegram answered 500 Internal Server Error' })
    await send()
    expect(stage.channel.health().state).toBe('on')
    await stage.channel.stop()
  })

  it('keeps everything for later when the token is refused', async () => {
    const other = await openTelegram({ channel: { token: '4242:BB-another-secret' } })
    other.server.person(PERSON)
    const { call } = other.channel.render({ text: 'olá', choices: [] }, String(PERSON))
    expect(await other.channel.send(call, REF)).toEqual({ kind: 'retry', after: 60_000, reason: '401 Unauthorized' })
    expect(other.log.lines.join()).toContain('TELEGRAM_BOT_TOKEN')
    expect(other.log.lines.join()).not.toContain('another-secret')
    await other.close()
  })

  it('sends buttons whose labels and numbers come back when they are pressed', async () => {
    const choices = [
      { id: choiceId('unit.sal'), label: 'Sal' },
      { id: choiceId('é'.repeat(32)), label: 'São Vicente' },
    ]
    await stage.channel.send(stage.channel.render({ text: '?', choices }, String(PERSON)).call, REF)
    expect(stage.server.sent(PERSON)[0]?.rows).toEqual([
      [
        { label: 'Sal', data: 'unit.sal' },
        { label: 'São Vicente', data: 'é'.repeat(32) },
      ],
    ])
  })
})

describe('what an error of the client means', () => {
  const url = `https://api.telegram.org/bot${TOKEN}/sendMessage`
  const network = (reason: string, code?: string) =>
    new HttpError(
      'failed',
      Object.assign(new Error(`request to ${url} failed, reason: ${reason}`), code ? { code } : {}),
    )
  const answer = (code: number, description: string) =>
    new GrammyError('failed', { ok: false, error_code: code, description }, 'sendMessage', { text: 'segredo' })

  it.each([
    ['refused', network('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'), 'retry'],
    ['no such host', network('getaddrinfo ENOTFOUND api.telegram.org', 'ENOTFOUND'), 'retry'],
    ['no answer to the call', network('connect ETIMEDOUT 10.0.0.1:443', 'ETIMEDOUT'), 'retry'],
    ['no answer from any of several addresses', network('', 'ETIMEDOUT'), 'retry'],
    [
      'cut while the lock was agreed on',
      network('Client network socket disconnected before secure TLS connection was established', 'ECONNRESET'),
      'retry',
    ],
    ['fell silent', network('read ETIMEDOUT', 'ETIMEDOUT'), 'unknown'],
    ['cut', network('socket hang up', 'ECONNRESET'), 'unknown'],
    ['anything else', new Error(url), 'unknown'],
    ['not even an error', url, 'unknown'],
    ['too many', answer(429, 'Too Many Requests'), 'retry'],
    ['bad gateway', answer(502, 'Bad Gateway'), 'retry'],
    ['blocked', answer(403, 'Forbidden: bot was blocked by the user'), 'gone'],
    ['cannot begin', answer(403, "Forbidden: bot can't initiate conversation with a user"), 'gone'],
    ['no chat', answer(400, 'Bad Request: chat not found'), 'gone'],
    ['too long', answer(400, 'Bad Request: message is too long'), 'rejected'],
    ['an answer without a code', answer(Number.NaN, 'x'), 'unknown'],
  ] as const)('%s: %#', (_name, error, kind) => {
    const outcome = outcomeOf(failureOf(error), () => 1_000)
    expect(outcome.kind).toBe(kind)
    expect(JSON.stringify(outcome) + inWords(failureOf(error))).not.toMatch(/AA-a-secret|segredo/)
  })

  it('keeps no quotation of what was sent', () => {
    expect(failureOf(answer(400, 'Bad Request: can not parse "Maria lives in 12": x'))).toMatchObject({
      about: 'can not parse',
    })
  })

  it('believes no wait longer than an hour', () => {
    const error = new GrammyError(
      'failed',
      { ok: false, error_code: 429, description: '', parameters: { retry_after: 1e9 } },
      'x',
      {},
    )
    expect(failureOf(error)).toMatchObject({ retryAfter: 3_600_000 })
  })
})
