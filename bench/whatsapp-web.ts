import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock, systemIds } from '../adapters/clock.ts'
import { createWhatsAppWeb } from '../adapters/whatsapp-web/index.ts'
import { memoryOf, treeOf } from '../adapters/whatsapp-web/memory.ts'
import type { Log } from '../bot/app/deps.ts'
import { outboxId } from '../bot/ids.ts'
import type { Receive } from '../bot/ports/channel.ts'
import { chromiumPath } from '../tests/support/chromium.ts'
import { startWhatsApp } from '../tests/support/whatsapp-web-server.ts'
import { towards } from '../tests/support/whatsapp-web-stage.ts'

export type WebFigures = {
  /** Seconds from the start of the channel, with a session that is linked already, until it takes and gives messages. */
  readonly ready: number
  /** Messages a second from WhatsApp's page to the program. */
  readonly inPerSecond: number
  /** Messages a second that WhatsApp has acknowledged, of several people at once. */
  readonly outPerSecond: number
  /** Of the worker and every process of its browser together, in MB, afterwards. */
  readonly megabytes: number
}

const PEOPLE = 20
const EACH = 15
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 6_000; tries += 1) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`waited in vain: ${what}`)
}

/** The channel with the real library and a real browser, and a WhatsApp on this machine. Null where there is no Chromium. */
export const whatsappWeb = async (): Promise<WebFigures | null> => {
  let browser: string
  try {
    browser = chromiumPath()
  } catch {
    return null
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const server = await startWhatsApp()
  let received = 0
  const receive: Receive = async (messages) => {
    received += messages.length
    return messages.map(() => 'committed' as const)
  }
  const channel = createWhatsAppWeb({
    folder: join(folder, 'whatsapp-web'),
    browser,
    args: towards(server.port),
    environment: process.env,
    maxPerMinute: 0,
    maxMegabytes: 4_000,
    clock: systemClock,
    ids: systemIds,
    log: silent,
  })
  const linked = async (): Promise<void> => {
    await channel.start(receive, async () => undefined)
    await until('the link', () => channel.link.state().kind === 'linked')
  }
  try {
    await linked()
    await channel.stop()
    const begun = performance.now()
    await linked()
    const ready = (performance.now() - begun) / 1000

    const chats = Array.from({ length: PEOPLE }, (_, n) => `2389000${100 + n}@c.us`)
    const total = PEOPLE * EACH
    const written = performance.now()
    for (let n = 0; n < EACH; n += 1) for (const chat of chats) server.person(chat).says(`message ${n}`)
    await until('the messages', () => received >= total)
    const inPerSecond = total / ((performance.now() - written) / 1000)

    const answered = performance.now()
    const answer = async (chat: string): Promise<void> => {
      for (let n = 0; n < EACH; n += 1) {
        const { call } = channel.render({ text: `answer ${n}`, choices: [] }, chat)
        const outcome = await channel.send(call, outboxId(`${chat}-${n}`))
        if (outcome.kind !== 'sent') throw new Error(`not sent: ${outcome.kind}`)
      }
    }
    await Promise.all(chats.map(answer))
    const outPerSecond = total / ((performance.now() - answered) / 1000)
    // What the channel has started: the worker, and everything below it.
    const worker = treeOf(process.pid)[1]
    const megabytes = (worker === undefined ? null : memoryOf(worker)) ?? Number.NaN
    return { ready, inPerSecond, outPerSecond, megabytes }
  } finally {
    await channel.stop()
    await server.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}
