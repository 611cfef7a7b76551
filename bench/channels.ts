import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryOf } from '../adapters/whatsapp-web/memory.ts'
import { chromiumPath } from '../tests/support/chromium.ts'
import { startProcess } from '../tests/support/program.ts'
import { QUESTIONS } from './engine.ts'
import { onTelegram, onWhatsAppCloud, onWhatsAppWeb, type Platform } from './platforms.ts'

const PEOPLE = 200
/** Of one person; more would meet the pace that a platform allows for one chat. */
const EACH = 3
const BEGIN = 1_780_000_000_000
/** Milliseconds between two questions of a person: no flood. */
const APART = 120_000
/** Milliseconds until what a program used for its work only is given back. */
const REST = 45_000

export type ChannelFigures = {
  readonly name: string
  /** Seconds from the start of the process until messages come and go, where everything was set up before. */
  readonly ready: number
  /** Messages a second, from the first that was written until all are committed, while replies go out. */
  readonly inPerSecond: number
  /** Replies a second, from the first message that was written until the last reply has arrived. */
  readonly outPerSecond: number
  /** Of the program and every process that it started, in MB, shared pages counted once (PSS): at once after that, and at rest. */
  readonly atWork: number
  readonly atRest: number
}

const isHealthy = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`).then(
    (answer) => answer.ok,
    () => false,
  )

const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 120_000; Date.now() < end; ) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`waited in vain: ${what}`)
}

const measure = async (name: string, start: (folder: string) => Promise<Platform>): Promise<ChannelFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const platform = await start(folder)
  // As `npm start` does.
  const settings = {
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
    NODE_OPTIONS: '--max-semi-space-size=2',
    ...platform.settings,
  }
  const run = async () => {
    const program = await startProcess(settings, { untilReady: false })
    await until(`${name} is ready`, async () => platform.linked() && (await isHealthy(program.url)))
    return program
  }
  // Once before: a telephone is linked, tables are made.
  await (await run()).stop()
  const begun = performance.now()
  const program = await run()
  const ready = (performance.now() - begun) / 1_000
  const write = (from: number, times: number): void => {
    for (let n = from; n < from + times; n += 1)
      for (let person = 0; person < PEOPLE; person += 1)
        platform.write(person, `${QUESTIONS[(person + n) % QUESTIONS.length]} ${n}`, BEGIN + n * APART)
  }
  try {
    // The first question of a person brings a second message: what becomes of their data.
    write(0, 1)
    await until('the first replies', () => platform.committed() && platform.got() >= PEOPLE * 2)
    const before = platform.got()
    const total = PEOPLE * EACH
    const written = performance.now()
    write(1, EACH)
    await until('everything is committed', platform.committed)
    const inPerSecond = total / ((performance.now() - written) / 1_000)
    await until('every reply', () => platform.got() >= before + total)
    const outPerSecond = total / ((performance.now() - written) / 1_000)
    const megabytes = (): number => memoryOf(program.pid) ?? Number.NaN
    const atWork = megabytes()
    await new Promise((resolve) => setTimeout(resolve, REST))
    return { name, ready, inPerSecond, outPerSecond, atWork, atRest: megabytes() }
  } finally {
    await program.kill()
    await platform.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

const hasChromium = (): boolean => {
  try {
    return chromiumPath() !== ''
  } catch {
    return false
  }
}

/** The whole program on each platform, one after the other, in the same way. Without Chromium, WhatsApp Web is left out. */
export const channels = async (): Promise<readonly ChannelFigures[]> => {
  const figures = [await measure('Telegram', onTelegram), await measure('WhatsApp Cloud API', onWhatsAppCloud)]
  return hasChromium() ? [...figures, await measure('WhatsApp Web', onWhatsAppWeb)] : figures
}
