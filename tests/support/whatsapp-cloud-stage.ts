import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import {
  createWhatsappCloud,
  WEBHOOK_PATH,
  type WhatsappCloudChannel,
  type WhatsappCloudOptions,
} from '../../adapters/whatsapp-cloud/index.ts'
import type { ConversationId } from '../../bot/ids.ts'
import type { Aliases } from '../../bot/ports/aliases.ts'
import { createCountingIds, createJumpingClock, createTestLog } from './fakes.ts'
import { startWhatsappCloudServer, type WhatsappCloudServerOptions } from './whatsapp-cloud-server.ts'

export const TOKEN = 'EAA-a-token-that-no-log-may-show'
export const APP_SECRET = 'app-secret-that-no-log-may-show'
export const VERIFY_TOKEN = 'verify-token-that-no-log-may-show'
export const PHONE_ID = '100200300'

/** Aliases in memory, by the same rule as those of the records. */
export const memoryAliases = (): Aliases => {
  const known = new Map<ConversationId, ConversationId>()
  return {
    conversationOf: async (names) => {
      const found = names.map((name) => known.get(name)).find((one) => one !== undefined) ?? names[0]
      for (const name of names) if (!known.has(name)) known.set(name, found)
      return found
    },
    lastFrom: async () => null,
  }
}

type StageOptions = {
  readonly server?: Partial<WhatsappCloudServerOptions>
  readonly channel?: Partial<WhatsappCloudOptions>
  /** Nothing is delivered until `postTo` of the server is called. */
  readonly silent?: boolean
}

/** The real adapter behind a real HTTP server, and a simulated Meta. */
export const openWhatsappCloud = async (options: StageOptions = {}) => {
  const clock = createJumpingClock()
  const server = await startWhatsappCloudServer({
    token: TOKEN,
    phoneId: PHONE_ID,
    appSecret: APP_SECRET,
    now: clock.now,
    ...options.server,
  })
  const log = createTestLog()
  const http = createServer()
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const publicUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const folder = mkdtempSync(join(tmpdir(), 'whatsapp-cloud-'))
  const first: WhatsappCloudOptions = {
    token: TOKEN,
    phoneId: PHONE_ID,
    appSecret: APP_SECRET,
    verifyToken: VERIFY_TOKEN,
    apiRoot: `${server.url}/`,
    publicUrl,
    folder,
    aliases: memoryAliases(),
    clock,
    ids: createCountingIds(),
    log,
    requestSeconds: 2,
    ...options.channel,
  }
  const channel = createWhatsappCloud(first)
  let routes = channel.routes
  http.on(
    'request',
    getRequestListener((request) => routes.fetch(request)),
  )
  const webhook = publicUrl + WEBHOOK_PATH
  if (options.silent !== true) server.postTo(webhook)
  return {
    server,
    clock,
    log,
    publicUrl,
    webhook,
    channel,
    folder,
    /** The channel of the next start, which Meta reaches from here on. The one before is left as it is: stopped or killed. */
    again: (changed: Partial<WhatsappCloudOptions> = {}): WhatsappCloudChannel => {
      const next = createWhatsappCloud({ ...first, ...changed })
      routes = next.routes
      return next
    },
    /** Meta verifies the address, as when it is put into its panel. */
    shake: async (): Promise<void> => {
      const query = { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '1' }
      await (await fetch(`${webhook}?${new URLSearchParams(query)}`)).text()
    },
    /** Somebody delivers who does not have the secret. */
    forge: async (): Promise<void> => {
      const headers = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
      await (await fetch(webhook, { method: 'POST', body: '{}', headers })).text()
    },
    close: async (): Promise<void> => {
      await server.close()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type WhatsappCloudStage = Awaited<ReturnType<typeof openWhatsappCloud>>
