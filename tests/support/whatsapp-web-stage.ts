import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../../adapters/clock.ts'
import {
  createWhatsAppWeb,
  type WhatsAppWebChannel,
  type WhatsAppWebOptions,
} from '../../adapters/whatsapp-web/index.ts'
import type { LinkState } from '../../bot/ports/whatsapp-link.ts'
import { chromiumPath } from './chromium.ts'
import { createCountingIds, createTestLog } from './fakes.ts'
import { startWhatsApp, type WhatsAppServerOptions } from './whatsapp-web-server.ts'

/** What makes Chromium meet the simulated WhatsApp instead of the real one. */
export const towards = (port: number): readonly string[] => [
  `--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:${port}`,
  '--ignore-certificate-errors',
]

/** Resolves when the link stands so. Rejects after twenty seconds with how it stood. */
export const untilLink = async (channel: WhatsAppWebChannel, kind: LinkState['kind']): Promise<LinkState> => {
  const until = Date.now() + 20_000
  for (;;) {
    const state = channel.link.state()
    if (state.kind === kind) return state
    if (Date.now() > until) throw new Error(`waited in vain for ${kind}: ${JSON.stringify(state)}`)
    await wait(10)
  }
}

type StageOptions = {
  readonly server?: WhatsAppServerOptions
  readonly channel?: Partial<WhatsAppWebOptions>
}

/** The real adapter with the real library and a real Chromium, and a simulated WhatsApp. */
export const openWhatsAppWeb = async (options: StageOptions = {}) => {
  const server = await startWhatsApp(options.server)
  const folder = mkdtempSync(join(tmpdir(), 'whatsapp-web-'))
  const log = createTestLog()
  const createChannel = (other: Partial<WhatsAppWebOptions> = {}) =>
    createWhatsAppWeb({
      folder: join(folder, 'whatsapp-web'),
      browser: chromiumPath(),
      args: towards(server.port),
      environment: process.env,
      maxPerMinute: 0,
      maxMegabytes: 4_000,
      clock: systemClock,
      ids: createCountingIds(),
      log,
      callPatience: 5_000,
      filePatience: 10_000,
      ...options.channel,
      ...other,
    })
  return {
    server,
    log,
    folder: join(folder, 'whatsapp-web'),
    channel: createChannel(),
    /** The adapter anew, as after a restart of the program. */
    createChannel,
    close: async (): Promise<void> => {
      await server.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}
export type WhatsAppWebStage = Awaited<ReturnType<typeof openWhatsAppWeb>>
