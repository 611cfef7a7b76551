import { afterEach, describe, expect, test } from 'vitest'
import { createLog } from '../../adapters/log.ts'
import { deliverDue, recover } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createDesk } from '../../bot/app/desk.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { wakeDue } from '../../bot/app/wake.ts'
import { choiceId, conversationId, messageId, staffId, unitId } from '../../bot/ids.ts'
import type { Body, OutboundMessage } from '../../bot/message.ts'
import type { Channel, SendOutcome } from '../../bot/ports/channel.ts'
import type { Store } from '../../bot/ports/store.ts'
import { fail } from '../../bot/result.ts'
import { DAY, HOUR, instant, MINUTE } from '../../bot/time.ts'
import type { World } from '../../bot/world.ts'
import { createCountingIds, createFakeClock } from '../support/fakes.ts'
import { memoryStore } from '../support/memory-store.ts'
import { testWorld } from '../support/world.ts'

/** What a person is known by or has said. Each stands in one place only, so that a leak tells where it came from. */
const MARKS = {
  chat: '2389912345',
  name: 'Zulmira Quebrajunta',
  words: 'umbigada',
  story: 'caranguejola',
  caption: 'tarambola',
  file: 'passaporte-ximenes.pdf',
  reference: 'AgACAgQAAx-photo',
  latitude: '16.755512',
  staff: 'Hermengarda',
  reply: 'borogodo',
  note: 'fuzarca',
  reason: 'pindaiba',
} as const

/** The names of the marks that occur in a text. */
const marksIn = (text: string): readonly string[] =>
  Object.entries(MARKS).flatMap(([name, mark]) => (text.toLowerCase().includes(mark.toLowerCase()) ? [name] : []))

/** The log as the program writes it, every level, into a text. */
const openLog = () => {
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  return { log, text: () => lines.join(''), said: () => lines.map((line) => String(JSON.parse(line).msg)) }
}

const scope = { units: 'all' } as const
const conversation = conversationId('telegram', MARKS.chat)

type Failing = { readonly send?: () => SendOutcome; readonly break?: (message: OutboundMessage) => never }

/** The real application over the real records; the channel sends nothing and fails as it is told. */
const openApp = async (log: Deps['log'], world: () => World = testWorld) => {
  const clock = createFakeClock(instant(Date.parse('2026-03-02T11:00:00Z')))
  const store = await memoryStore()
  opened.push(store)
  const shown: OutboundMessage[] = []
  let failing: Failing = {}
  const channel: Channel = {
    name: 'telegram',
    limits: { maxText: 3500, maxButtons: 2, maxButtonLabel: 10, replyWindow: null },
    parse: () => fail('not used'),
    render: (message) => ({
      call: { method: 'say', payload: { message } },
      losses: [{ what: 'buttons-as-numbers' }, { what: 'label-shortened' }],
    }),
    pace: async () => undefined,
    send: async (call) => {
      const message = call.payload.message as OutboundMessage
      failing.break?.(message)
      const outcome = failing.send?.() ?? { kind: 'sent', provider: '77' }
      if (outcome.kind === 'sent') shown.push(message)
      return outcome
    },
    fetch: async () => fail({ kind: 'gone' }),
    forget: async () => undefined,
    typing: async () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
    health: () => ({ state: 'on', detail: 'test' }),
  }
  const deps: Deps = {
    world,
    store,
    channels: new Map([['telegram', channel]]),
    clock,
    ids: createCountingIds(),
    keyed: createKeyed(),
    log,
    committed: () => undefined,
  }
  const receive = createReceive(deps)
  let count = 0

  /** Sends and wakes until nothing more is due. */
  const settle = async (): Promise<void> => {
    for (;;) {
      const woken = await wakeDue(deps)
      const sent = await deliverDue(deps, 16)
      await Promise.all(sent)
      if (woken + sent.length === 0) return
    }
  }
  return {
    deps,
    desk: createDesk(deps),
    clock,
    store,
    settle,
    /** What the person was shown. */
    shown: () => shown.map(({ text }) => text).join('\n'),
    fail: (how: Failing): void => {
      failing = how
    },
    person: async (body: Body): Promise<void> => {
      count += 1
      const id = messageId('telegram', count)
      await receive([{ id, conversation, sentAt: clock.now(), from: MARKS.name, locale: 'en', body }])
      await settle()
      clock.advance(MINUTE)
    },
  }
}
type App = Awaited<ReturnType<typeof openApp>>

const opened: Store[] = []
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
})

const says = (text: string): Body => ({ kind: 'text', text })
const presses = (id: string): Body => ({ kind: 'choice', choice: choiceId(id), label: MARKS.words })

/** Everything that a person can send, up to an open case with all of it in the thread. */
const untilCase = async (app: App): Promise<void> => {
  const media = { ref: MARKS.reference, mime: 'image/jpeg', size: 10, name: MARKS.file, seconds: null }
  await app.person(says(`hello, ${MARKS.words}`))
  await app.person(presses('cmd:person'))
  await app.person({ kind: 'location', lat: Number(MARKS.latitude), lon: -22.9 })
  await app.person(says('yes'))
  await app.person(says(MARKS.story))
  await app.person({ kind: 'media', what: 'image', media, caption: MARKS.caption })
  await app.person({ kind: 'unsupported', what: 'sticker' })
}

const caseOf = async (app: App) => {
  const [row] = await app.store.tickets({ scope, limit: 5 })
  if (row === undefined) throw new Error('there is no case')
  return row
}

const zenaida = { id: staffId('staff-1'), name: MARKS.staff }

describe('no words, names or numbers of people are in the log', () => {
  test('of a whole conversation with a unit, while all goes well and after it has ended', async () => {
    const { log, text, said } = openLog()
    const app = await openApp(log)
    await untilCase(app)
    const { id, code } = await caseOf(app)
    const { desk } = app
    await desk.claim(id, zenaida, scope, null)
    await desk.note(id, zenaida, scope, MARKS.note)
    await desk.reply(id, zenaida, scope, MARKS.reply, null)
    await app.settle()
    await desk.transfer(id, zenaida, scope, { unit: unitId('praia') }, MARKS.reason)
    await desk.close(id, zenaida, scope, 'answered', null)
    await app.person(says(`${MARKS.words} ${MARKS.story}`))
    await app.person(says('delete my data'))
    await app.store.forget(
      { conversations: instant(app.clock.now() + DAY), cases: instant(app.clock.now() + DAY) },
      app.clock.now(),
    )

    // All of it was there to be logged, and lines were written meanwhile.
    expect(marksIn(app.shown())).toEqual(expect.arrayContaining(['staff', 'reply']))
    expect(said()).toContain('a message was shown in a simpler way')
    expect(marksIn(text())).toEqual([])
    expect(text()).not.toContain(code)
  })

  test('the thread of that case holds all the marks, so that they could have leaked', async () => {
    const app = await openApp(openLog().log)
    await untilCase(app)
    const { id } = await caseOf(app)
    const { desk } = app
    await desk.claim(id, zenaida, scope, null)
    await desk.note(id, zenaida, scope, MARKS.note)
    await desk.reply(id, zenaida, scope, MARKS.reply, null)
    await desk.handBack(id, zenaida, scope)
    await desk.transfer(id, zenaida, scope, { unit: unitId('praia') }, MARKS.reason)
    await app.settle()
    const { latitude, staff, ...kept } = MARKS
    const thread = JSON.stringify(await app.store.ticket(id, scope))
    expect(marksIn(thread)).toEqual(expect.arrayContaining(Object.keys(kept)))
    expect(marksIn(app.shown())).toContain('staff')
  })

  const outcomes: readonly SendOutcome[] = [
    { kind: 'retry', after: MINUTE, reason: `429 ${MARKS.reply}` },
    { kind: 'rejected', code: `400 ${MARKS.reply}` },
    { kind: 'gone', code: `403 ${MARKS.reply} ${MARKS.chat}` },
    { kind: 'unknown', code: `timeout ${MARKS.reply}` },
  ]
  test.each(outcomes)('where the channel answers $kind and quotes what was sent', async (outcome) => {
    const { log, text, said } = openLog()
    const app = await openApp(log)
    await untilCase(app)
    const { id } = await caseOf(app)
    await app.desk.claim(id, zenaida, scope, null)
    await app.settle()
    app.fail({ send: () => outcome })
    await app.desk.reply(id, zenaida, scope, MARKS.reply, null)
    await app.settle()
    app.clock.advance(HOUR)
    app.fail({})
    await app.settle()
    expect(said()).toContain('a message was not sent')
    expect(marksIn(text())).toEqual([])
  })

  test('where the channel throws, and its error quotes the message', async () => {
    const { log, text, said } = openLog()
    const app = await openApp(log)
    await untilCase(app)
    const { id } = await caseOf(app)
    await app.desk.claim(id, zenaida, scope, null)
    await app.settle()
    app.fail({
      break: ({ text }) => {
        throw new Error(`cannot write to ${MARKS.chat}: ${text}`)
      },
    })
    await app.desk.reply(id, zenaida, scope, MARKS.reply, null)
    await app.settle()
    // The next start finds what was under way.
    app.fail({})
    expect(await recover(app.deps)).toBe(1)
    await app.settle()
    expect(said()).toContain('delivering failed')
    expect(marksIn(text())).toEqual([])
  })

  test('where the engine meets a fault whose error quotes what the person wrote, over several lines', async () => {
    const { log, text, said } = openLog()
    const broken: World = {
      ...testWorld(),
      knowledge: {
        ...testWorld().knowledge,
        understand: (words) => {
          throw new Error(`cannot read:\n${words}\nat all`)
        },
      },
    }
    const app = await openApp(log, () => broken)
    await app.person(says(`${MARKS.words} at ${MARKS.story}\nat ${MARKS.words}`))
    expect(said()).toContain('the engine met a fault')
    expect(app.shown()).not.toBe('')
    expect(marksIn(text())).toEqual([])
  })
})

describe('the log itself', () => {
  test.each(['text', 'caption', 'label', 'name', 'from', 'conversation', 'address', 'phone', 'body', 'message', 'url'])(
    'leaves out a field "%s", should one slip in',
    (field) => {
      const { log, text } = openLog()
      log.error({ [field]: MARKS.words, outbox: 'id-1' }, 'something failed')
      expect(marksIn(text())).toEqual([])
      expect(JSON.parse(text())).toMatchObject({ [field]: '[left out]', outbox: 'id-1', msg: 'something failed' })
    },
  )

  test('writes what it is given, else nothing above would be proved', () => {
    const { log, text } = openLog()
    log.info({ kind: MARKS.words }, 'a line')
    expect(marksIn(text())).toEqual(['words'])
  })
})
