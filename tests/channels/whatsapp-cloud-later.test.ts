import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../bot/time.ts'
import { NUMBER, openWhatsappCloudApp, type WhatsappCloudApp, ZENAIDA } from '../support/whatsapp-cloud-app.ts'

/** What staff see of their last words, and how often the person got them. */
const standing = async (app: WhatsappCloudApp) => {
  const entry = await app.lastReply()
  const arrived = app.server.sent(NUMBER).filter(({ text }) => text.includes('Good morning')).length
  return [entry?.delivery, entry?.failure, arrived]
}
const reply = async (app: WhatsappCloudApp): Promise<void> => {
  const { row } = await app.ticket()
  expect((await app.desk.reply(row.id, ZENAIDA, app.scope, 'Good morning', null)).kind).toBe('done')
  await app.settle()
}
/** The newest message of ours that Meta took. */
const newest = (app: WhatsappCloudApp) => {
  const sent = app.server.sent(NUMBER).at(-1)
  if (sent === undefined) throw new Error('nothing was sent')
  return sent
}

describe('what Meta tells later of a message', () => {
  let app: WhatsappCloudApp
  const open = async (statuses: readonly ('sent' | 'delivered' | 'read')[]) => {
    app = await openWhatsappCloudApp({ rules: { statuses } })
    await app.handsOff()
  }
  afterEach(async () => {
    await app.close()
    expect(app.server.violations).toEqual([])
    expect(app.log.lines.join('\n')).not.toMatch(/Ama|Good morning|99123/)
  })

  test('ends what is unknown; nobody gets it twice, and live threads are told', async () => {
    await open([])
    app.server.fault('messages', { kind: 'lost' })
    await reply(app)
    expect(await standing(app)).toEqual(['unknown', 'UND_ERR_SOCKET', 1])
    const [before, rung] = [await app.store.revision(), app.rung()]
    app.server.tell(newest(app), 'delivered')
    await app.server.untilDelivered()
    expect(await standing(app)).toEqual(['sent', null, 1])
    expect(await app.store.changesSince(before, app.scope, 9)).toHaveLength(1)
    expect(app.rung()).toBeGreaterThan(rung)
    await app.settle()
    expect(await standing(app)).toEqual(['sent', null, 1])
  })

  test('may come while its own answer is lost: in the end it is known, and it came once', async () => {
    await open(['sent'])
    app.server.fault('messages', { kind: 'lost' })
    await reply(app)
    expect(await standing(app)).toEqual(['sent', null, 1])
  })

  test('keeps from being sent again what Meta took although it answered with 500', async () => {
    await open(['read', 'sent', 'delivered', 'sent'])
    app.server.fault('messages', { kind: 'taken', status: 500 })
    await reply(app)
    app.clock.advance(HOUR)
    await app.settle()
    expect(await standing(app)).toEqual(['sent', null, 1])
  })

  test('shows that what was sent was refused, once, whatever is told of it afterwards; it can be sent again', async () => {
    await open([])
    await reply(app)
    expect(await standing(app)).toEqual(['sent', null, 1])
    const sent = newest(app)
    for (const status of ['failed', 'failed', 'sent', 'delivered'] as const)
      app.server.tell(sent, status, status === 'failed' ? 131_047 : undefined)
    await app.server.untilDelivered()
    expect(await standing(app)).toEqual(['failed', 'outside-window', 1])

    const entry = await app.lastReply()
    const { row } = await app.ticket()
    expect((await app.desk.retry(row.id, ZENAIDA, app.scope, entry?.seq ?? 0)).kind).toBe('done')
    await app.settle()
    expect(await standing(app)).toEqual(['sent', null, 2])
    // What is told late of the first try does not count against the second.
    app.server.tell(sent, 'failed', 131_047)
    await app.server.untilDelivered()
    expect(await standing(app)).toEqual(['sent', null, 2])
  })

  test('shows that the person is gone', async () => {
    await open([])
    await reply(app)
    app.server.tell(newest(app), 'failed', 131_026)
    await app.server.untilDelivered()
    expect(await standing(app)).toEqual(['gone', '131026', 1])
  })

  test('of messages that are not in a case changes nothing that anybody sees', async () => {
    await open(['sent'])
    const first = app.server.sent(NUMBER)[0]
    if (first) app.server.tell(first, 'failed', 131_000)
    await app.server.untilDelivered()
    const before = app.server.sent(NUMBER).length
    await app.settle()
    expect(app.server.sent(NUMBER)).toHaveLength(before)
  })
})

describe('the window of 24 hours', () => {
  let app: WhatsappCloudApp
  beforeEach(async () => {
    app = await openWhatsappCloudApp()
    await app.handsOff()
  })
  afterEach(async () => {
    await app.close()
    expect(app.server.violations).toEqual([])
  })

  test('a reply that became due when it had closed is not sent, and staff see why', async () => {
    // Meta answers that it is too much, until the window is over.
    app.server.fault('messages', ...Array.from({ length: 20 }, () => ({ kind: 'error', code: 131_016 }) as const))
    const { row } = await app.ticket()
    await app.desk.reply(row.id, ZENAIDA, app.scope, 'Good morning', null)
    const calls = () => app.server.calls.filter(({ path }) => path.endsWith('/messages')).length
    await app.settle()
    const before = calls()
    app.clock.advance(24 * HOUR)
    await app.settle()
    expect(calls()).toBe(before)
    expect(await standing(app)).toEqual(['failed', 'outside-window', 0])
  })

  test('is open until the last moment, counted from when the person wrote and not from when it was delivered', async () => {
    const [last] = (await app.ticket()).entries.filter(({ change }) => change.kind === 'opened')
    if (last === undefined) throw new Error('no case was opened')
    app.clock.advance(24 * HOUR - MINUTE - (app.clock.now() - last.at))
    await reply(app)
    expect(await standing(app)).toEqual(['sent', null, 1])
    app.clock.advance(MINUTE)
    await reply(app)
    expect(await standing(app)).toEqual(['failed', 'outside-window', 1])
    // The person writes: now it can be sent again.
    await app.says('hello?')
    const entry = await app.lastReply()
    await app.desk.retry((await app.ticket()).row.id, ZENAIDA, app.scope, entry?.seq ?? 0)
    await app.settle()
    expect(await standing(app)).toEqual(['sent', null, 2])
  })

  test('Meta tells the same by itself where our clock is wrong', async () => {
    const { row } = await app.ticket()
    app.clock.advance(24 * HOUR - 29 * 1_000)
    const outcome = await app.channel.send(
      app.channel.render({ text: 'Good morning', choices: [] }, NUMBER).call,
      'outbox-x' as never,
    )
    expect(outcome.kind).toBe('sent')
    await app.server.untilDelivered()
    expect(app.server.sent(NUMBER).some(({ text }) => text === 'Good morning')).toBe(false)
    expect(row.status).toBe('assigned')
  })
})
