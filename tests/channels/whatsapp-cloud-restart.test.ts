import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseAliases } from '../../adapters/database/aliases.ts'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import type { WhatsappCloudChannel, WhatsappCloudOptions } from '../../adapters/whatsapp-cloud/index.ts'
import { createReport } from '../../bot/app/deliver.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { conversationId } from '../../bot/ids.ts'
import type { Store } from '../../bot/ports/store.ts'
import { DAY, HOUR, instant, MINUTE } from '../../bot/time.ts'
import { act } from '../stores/support.ts'
import { createCountingIds, createFakeClock } from '../support/fakes.ts'
import { openWhatsappCloud, type WhatsappCloudStage } from '../support/whatsapp-cloud-stage.ts'
import { testWorld } from '../support/world.ts'

/** What was seen of the set-up, over restarts with real records in a file. */
const NUMBER = '2389912345'

let stage: WhatsappCloudStage
let clock: ReturnType<typeof createFakeClock>
let channel: WhatsappCloudChannel
let store: Store
beforeEach(async () => {
  clock = createFakeClock(instant(Date.parse('2026-03-02T11:00:00Z')))
  stage = await openWhatsappCloud({ channel: { clock }, server: { now: clock.now } })
  await start()
})
afterEach(async () => {
  await stop()
  expect(filesOfFolder()).not.toMatch(/99123|no-log-may-show/)
  await stage.close()
  expect(stage.server.violations).toEqual([])
  expect(stage.log.lines.join('\n')).not.toMatch(/no-log-may-show|99123/)
})

const start = async (changed: Partial<WhatsappCloudOptions> = {}): Promise<void> => {
  const db = await openDatabase(`sqlite:${join(stage.folder, 'records.sqlite')}`)
  store = databaseStore(db, createCountingIds())
  channel = stage.again({ folder: folder(), aliases: databaseAliases(db), ...changed })
  const deps = {
    world: testWorld,
    store,
    channels: new Map([['whatsapp-cloud', channel] as const]),
    clock,
    ids: createCountingIds(),
    keyed: createKeyed(),
    log: stage.log,
    committed: () => undefined,
  }
  await channel.start(createReceive(deps), createReport(deps))
}
const stop = async (): Promise<void> => {
  await channel.stop()
  await store.close()
}
const restart = async (changed: Partial<WhatsappCloudOptions> = {}): Promise<void> => {
  await stop()
  await start(changed)
}
/** Nothing is finished that a stop would finish. */
const killed = async (): Promise<void> => {
  await store.close()
  await start()
}

const folder = () => join(stage.folder, 'whatsapp-cloud')
const file = () => join(folder(), 'seen.json')
const filesOfFolder = () => (existsSync(file()) ? readFileSync(file(), 'utf8') : '')
const look = () => channel.setup.setup()
const lacks = async () => (await look()).lacks
const sends = () => channel.setup.sendTest('+238 991-2345')
const writes = async (profile = {}) => {
  stage.server.person(NUMBER, profile).says('olá')
  await stage.server.untilDelivered()
}

describe('what was seen of the set-up', () => {
  test('is known after a restart, step by step', async () => {
    await restart()
    expect(await lacks()).toEqual(['handshake'])
    await stage.shake()
    const { handshakeAt } = await look()
    await restart()
    expect(await look()).toMatchObject({ handshakeAt, lacks: ['delivery'] })
    clock.advance(HOUR)
    await stage.forge()
    await restart()
    expect(await lacks()).toEqual(['secret'])
    clock.advance(HOUR)
    await writes()
    const before = await look()
    expect(before.lacks).toEqual([])
    clock.advance(40 * DAY)
    await restart()
    expect(await look()).toEqual(before)
  })

  test('is known to the minute where the process is killed, and exactly where it is stopped', async () => {
    await stage.shake()
    await writes()
    const first = clock.now()
    clock.advance(MINUTE - 1)
    await writes()
    await killed()
    expect((await look()).deliveryAt).toBe(first)
    await writes()
    await restart()
    expect((await look()).deliveryAt).toBe(clock.now())
    clock.advance(MINUTE)
    await writes()
    await killed()
    expect(await look()).toMatchObject({ handshakeAt: first, deliveryAt: clock.now() })
  })

  test('is only for its administrators: nobody else may read the file', async () => {
    await stage.shake()
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
  })

  test('does not count with another address', async () => {
    await stage.shake()
    await writes()
    await restart({ publicUrl: 'https://other.example.cv' })
    expect(await look()).toMatchObject({ handshakeAt: null, deliveryAt: null, lacks: ['handshake'] })
    await restart({ publicUrl: `${stage.publicUrl}/` })
    expect(await lacks()).toEqual([])
  })

  test('is the handshake alone with another secret or number', async () => {
    await stage.shake()
    await stage.forge()
    for (const changed of [{ appSecret: 'the-right-app-secret' }, { phoneId: '700' }]) {
      await restart(changed)
      expect(await look()).toMatchObject({ deliveryAt: null, refusedAt: null })
      expect(await lacks()).toContain('delivery')
    }
  })

  test.each(['', '{"handshakeAt":', 'null', '{}', '[1]'])(
    'is nothing where the file holds %j, which the next thing seen mends',
    async (content) => {
      await stop()
      mkdirSync(folder(), { recursive: true })
      writeFileSync(file(), content)
      await start()
      expect(await lacks()).toEqual(['handshake'])
      await stage.shake()
      await restart()
      expect(await lacks()).toEqual(['delivery'])
    },
  )

  test.each(['yesterday', true, {}])('is nothing where a time is %j', async (handshakeAt) => {
    await stage.shake()
    await stop()
    const kept: object = JSON.parse(readFileSync(file(), 'utf8'))
    writeFileSync(file(), JSON.stringify({ ...kept, handshakeAt }))
    await start()
    expect(await look()).toMatchObject({ handshakeAt: null, deliveryAt: null })
  })

  test('heals where a clock was wrong for a while', async () => {
    clock.advance(900 * DAY)
    await stage.forge()
    clock.advance(-900 * DAY)
    await restart()
    clock.advance(1)
    await writes()
    expect(await lacks()).toEqual([])
  })

  test('is known since the start where it cannot be written', async () => {
    // Root may write into any folder, but into no file.
    writeFileSync(folder(), '')
    await stage.shake()
    await writes()
    expect(await lacks()).toEqual([])
    await restart()
    expect(await lacks()).toEqual(['handshake'])
    rmSync(folder())
    mkdirSync(folder())
    chmodSync(folder(), 0o500)
    await stage.shake()
    expect(await lacks()).toEqual(['delivery'])
    chmodSync(folder(), 0o700)
  })
})

describe('a test message after a restart', () => {
  test('goes to a number that wrote within a day, and to no other', async () => {
    await restart()
    expect(await sends()).toEqual({ kind: 'not-written' })
    await writes()
    clock.advance(HOUR)
    await restart()
    expect(await sends()).toEqual({ kind: 'sent' })
    expect(stage.server.sent(NUMBER)).toHaveLength(1)
    expect(await channel.setup.sendTest('+238 555 00 00')).toEqual({ kind: 'not-written' })
    clock.advance(23 * HOUR)
    expect(await sends()).toEqual({ kind: 'not-written' })
  })

  test('goes by the account where the person is known by it', async () => {
    await writes({ userId: 'CV.1' })
    await restart()
    expect(await sends()).toEqual({ kind: 'sent' })
    expect(stage.server.calls.at(-1)?.payload).toMatchObject({ recipient: 'CV.1' })
  })

  test('goes nowhere once the person is forgotten', async () => {
    await writes()
    await act(store, conversationId('whatsapp-cloud', NUMBER), [{ kind: 'erase' }])
    await restart()
    expect(await sends()).toEqual({ kind: 'not-written' })
  })
})
