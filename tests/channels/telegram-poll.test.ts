import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { choiceId } from '../../bot/ids.ts'
import { startTelegramServer } from '../support/telegram-server.ts'
import { openTelegram, type TelegramStage, TOKEN } from '../support/telegram-stage.ts'
import { createReceived, REF, type ReceivedMessages } from './received.ts'

const PERSON = 777

describe('Telegram by long polling', () => {
  let stage: TelegramStage
  let received: ReceivedMessages

  const begin = async (options: Parameters<typeof openTelegram>[0] = {}): Promise<void> => {
    stage = await openTelegram(options)
    received = createReceived()
  }
  beforeEach(() => begin())
  afterEach(async () => {
    await stage.channel.stop()
    await stage.close()
    expect(stage.server.violations).toEqual([])
    expect(stage.log.lines.join('\n')).not.toContain(TOKEN.slice(5))
  })

  const offsets = (): readonly unknown[] =>
    stage.server.calls.filter(({ method }) => method === 'getUpdates').map(({ payload }) => payload.offset)

  it('asks for what comes after a message only when that is saved', async () => {
    const person = stage.server.person(PERSON)
    const release = received.hold()
    const id = person.says('olá')
    await stage.channel.start(received.receive, received.report)
    await received.until('it is being saved', () => received.entered() === 1)
    expect(offsets()).toEqual([0])
    release()
    await stage.server.untilConfirmed()
    expect(offsets()[1]).toBe(id + 1)
  })

  it('asks for the same again, after a pause, when it could not be saved', async () => {
    stage.server.person(PERSON).says('olá')
    received.failNext(1)
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(1)
    expect(offsets().slice(0, 2)).toEqual([0, 0])
    expect(stage.clock.slept[0]).toBeGreaterThanOrEqual(1_000)
    expect(stage.log.lines.join('\n')).toContain('could not be saved')
  })

  it('puts the updates of a batch in order', async () => {
    await stage.close()
    await begin({ server: { shuffle: true } })
    const person = stage.server.person(PERSON)
    const written = Array.from({ length: 30 }, (_, index) => `message ${index}`)
    for (const text of written) person.says(text)
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(30)
    expect(received.texts()).toEqual(written)
    await stage.server.untilConfirmed()
  })

  it('takes more than one batch', async () => {
    const person = stage.server.person(PERSON)
    const written = Array.from({ length: 250 }, (_, index) => `message ${index}`)
    for (const text of written) person.says(text)
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(250)
    expect(received.texts()).toEqual(written)
    expect(received.entered()).toBe(3)
  })

  it('passes over what cannot be read, says so, and brings what comes behind it', async () => {
    stage.server.update({ message: { text: 'no chat, and a word that must not be logged' } })
    stage.server.person(PERSON).says('olá')
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(1)
    await stage.server.untilConfirmed()
    expect(received.texts()).toEqual(['olá'])
    expect(stage.log.lines.join('\n')).toContain('message.chat')
    expect(stage.log.lines.join('\n')).not.toContain('must not be logged')
  })

  it('gives in nothing for groups, edits and people who block the bot, and confirms it', async () => {
    const chat = { id: PERSON, type: 'private' }
    stage.server.update({ message: { message_id: 1, date: 1, chat: { id: -5, type: 'group' }, text: 'x' } })
    stage.server.update({ my_chat_member: { chat, date: 1 } })
    await stage.channel.start(received.receive, received.report)
    await stage.server.untilConfirmed()
    expect(received.entered()).toBe(0)
  })

  it('says when another program receives for the same bot, and goes on when that has ended', async () => {
    await stage.channel.start(received.receive, received.report)
    await stage.server.until('it polls', () => offsets().length > 0)
    const other = new AbortController()
    await fetch(`${stage.server.url}/bot${TOKEN}/getUpdates`, {
      method: 'POST',
      body: JSON.stringify({ timeout: 0 }),
      signal: other.signal,
    })
    await stage.server.until('it polls again', () => offsets().length > 2)
    expect(stage.log.lines.join('\n')).toContain('another program receives for this bot')
    stage.server.person(PERSON).says('olá')
    await received.untilCount(1)
    expect(stage.channel.health()).toEqual({ state: 'on', detail: 'receiving by long polling' })
  })

  it('goes on after failures of every kind, waiting longer each time', async () => {
    const broken = { kind: 'status', status: 502, description: 'Bad Gateway' } as const
    stage.server.fault('getUpdates', broken, { kind: 'dropped' }, { kind: 'lost' }, { kind: 'garbled' }, broken)
    stage.server.person(PERSON).says('olá')
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(1)
    expect(stage.clock.slept).toHaveLength(5)
    expect(stage.clock.slept.at(-1)).toBeGreaterThan(Number(stage.clock.slept[0]))
    expect(received.texts()).toEqual(['olá'])
  })

  it('waits as long as Telegram asks', async () => {
    stage.server.fault('getUpdates', { kind: 'rate-limited', retryAfter: 44 })
    stage.server.person(PERSON).says('olá')
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(1)
    expect(stage.clock.slept).toEqual([44_000])
  })

  it('tells in words that the token is refused, tries again slowly, and never shows it', async () => {
    const refused = { kind: 'status', status: 401, description: 'Unauthorized' } as const
    stage.server.fault('deleteWebhook', refused, refused)
    await stage.channel.start(received.receive, received.report)
    expect(stage.channel.health()).toEqual({
      state: 'failing',
      detail: 'Telegram refuses the token: check TELEGRAM_BOT_TOKEN',
    })
    stage.server.person(PERSON).says('olá')
    await received.untilCount(1)
    expect(stage.clock.slept).toEqual([60_000, 60_000])
    // One line when it began and one when it was over, not one for each try.
    expect(stage.log.lines.filter((line) => line.startsWith('error'))).toHaveLength(1)
  })

  it('starts although Telegram cannot be reached, and receives as soon as it can', async () => {
    const port = Number(new URL(stage.server.url).port)
    await stage.server.close()
    await stage.channel.start(received.receive, received.report)
    expect(stage.channel.health()).toEqual({ state: 'failing', detail: 'Telegram cannot be reached (ECONNREFUSED)' })
    const back = await startTelegramServer({ token: TOKEN, port })
    back.person(PERSON).says('olá')
    await received.untilCount(1)
    expect(stage.channel.health().state).toBe('on')
    await stage.channel.stop()
    await back.close()
    expect(back.violations).toEqual([])
  })

  it('takes up after a restart where the last one ended, with nothing stored', async () => {
    const person = stage.server.person(PERSON)
    person.says('before')
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(1)
    await stage.channel.stop()
    person.says('between')
    const second = stage.createChannel()
    await second.start(received.receive, received.report)
    await received.untilCount(2)
    await second.stop()
    expect(received.texts()).toEqual(['before', 'between'])
    expect(received.duplicates()).toBe(0)
  })

  it('answers each press after it is saved, and those of long ago, and minds no refusal', async () => {
    const person = stage.server.person(PERSON)
    await stage.channel.start(received.receive, received.report)
    const choices = [{ id: choiceId('unit.sal'), label: 'Sal' }]
    await stage.channel.send(stage.channel.render({ text: '?', choices }, String(PERSON)).call, REF)
    received.failNext(1)
    stage.server.fault('answerCallbackQuery', { kind: 'lost' })
    person.presses('Sal')
    person.presses('Sal')
    stage.server.update({ callback_query: { id: 'stale', from: { id: PERSON, is_bot: false }, data: 'unit.sal' } })
    await received.untilCount(3)
    await stage.server.until('two presses are answered', () => stage.server.answered.length === 2)
    await stage.server.untilConfirmed()
    expect(received.bodies().map((body) => body.kind)).toEqual(['choice', 'choice', 'choice'])
    const answers = stage.server.calls.filter(({ method }) => method === 'answerCallbackQuery')
    expect(answers.map(({ payload }) => payload.callback_query_id)).toContain('stale')
  })

  it('sets the menu of commands in each language that Telegram knows', async () => {
    await stage.close()
    const menu = (word: string) => [{ command: 'menu', description: word }]
    const commands = { pt: menu('Menu pt'), en: menu('Menu en'), fr: menu('Menu fr'), kea: menu('Menu kea') }
    await begin({ channel: { commands } })
    await stage.channel.start(received.receive, received.report)
    const set = () => stage.server.calls.filter(({ method }) => method === 'setMyCommands')
    await stage.server.until('the menu is set', () => set().length === 4)
    expect(set().map(({ payload }) => payload.language_code)).toEqual([undefined, 'pt', 'en', 'fr'])
    expect(set()[2]?.payload.commands).toEqual(commands.en)
  })

  it('receives although the menu cannot be set', async () => {
    await stage.close()
    const commands = { pt: [], en: [], fr: [], kea: [] }
    await begin({ channel: { commands } })
    stage.server.fault('setMyCommands', { kind: 'status', status: 400, description: 'Bad Request: x' })
    stage.server.person(PERSON).says('olá')
    await stage.channel.start(received.receive, received.report)
    await received.untilCount(1)
    await stage.channel.stop()
    expect(stage.log.lines.join('\n')).toContain('menu of commands could not be set')
  })

  it('stops at once in the middle of a poll that has nothing to tell', async () => {
    await stage.channel.start(received.receive, received.report)
    await stage.server.until('it polls', () => offsets().length > 0)
    await stage.channel.stop()
    expect(stage.channel.health()).toEqual({ state: 'starting', detail: 'stopped' })
    expect(offsets()).toHaveLength(1)
  })
})
