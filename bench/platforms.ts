import { createHmac } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { chromiumPath } from '../tests/support/chromium.ts'
import { closeNow, listenOnLoopback } from '../tests/support/loopback.ts'
import { freePort } from '../tests/support/program.ts'
import { startTelegramServer } from '../tests/support/telegram-server.ts'
import { startWhatsApp } from '../tests/support/whatsapp-web-server.ts'
import { towards } from '../tests/support/whatsapp-web-stage.ts'

/** A platform on this machine, without limits or pauses of its own, and how the program meets it. */
export type Platform = {
  readonly settings: Readonly<Record<string, string>>
  /** Whether messages come and go there, now that the program says it is ready. */
  readonly linked: () => boolean
  /** `at`: when it was written, in milliseconds since 1970. */
  readonly write: (person: number, text: string, at: number) => void
  /** All that was written is committed: the program has told the platform so. */
  readonly committed: () => boolean
  /** How many messages of the program have arrived. */
  readonly got: () => number
  readonly close: () => Promise<void>
}

export const onTelegram = async (): Promise<Platform> => {
  const token = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  let now = 0
  const server = await startTelegramServer({ token, now: () => now })
  return {
    settings: { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: server.url, TELEGRAM_MAX_PER_SECOND: '1000' },
    linked: () => true,
    write: (person, text, at) => {
      now = at
      server.person(person + 1, { language: 'pt' }).says(text)
    },
    committed: () => server.unconfirmed() === 0,
    got: () => server.calls.filter(({ method }) => method === 'sendMessage').length,
    close: server.close,
  }
}

const PHONE_ID = '100200300'
const SECRET = 'bench-bench-bench'
/** So many deliveries of Meta are under way at once. */
const AT_ONCE = 100

/** A Meta that takes everything at once and counts, and delivers as fast as it is answered. */
export const onWhatsAppCloud = async (): Promise<Platform> => {
  let got = 0
  const meta = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (Buffer.concat(parts).includes('biz_opaque_callback_data')) got += 1
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ messages: [{ id: `wamid.${got}` }] }))
    })
  })
  const metaPort = await listenOnLoopback(meta)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`

  const post = async (message: object): Promise<void> => {
    const value = { metadata: { phone_number_id: PHONE_ID }, messages: [message] }
    const entry = [{ id: '1', changes: [{ field: 'messages', value }] }]
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
    const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
    const response = await fetch(`${url}/whatsapp-cloud/updates`, { method: 'POST', headers, body })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`the webhook answered ${response.status}`)
  }
  const waiting: object[] = []
  let underWay = 0
  const deliver = (): void => {
    for (let message = waiting[0]; message !== undefined && underWay < AT_ONCE; message = waiting[0]) {
      waiting.shift()
      underWay += 1
      void post(message).finally(() => {
        underWay -= 1
        deliver()
      })
    }
  }
  let written = 0
  return {
    settings: {
      PORT: String(port),
      PUBLIC_URL: url,
      WHATSAPP_CLOUD_TOKEN: 'bench',
      WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
      WHATSAPP_CLOUD_APP_SECRET: SECRET,
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'bench-bench-bench',
      WHATSAPP_CLOUD_API_ROOT: `http://127.0.0.1:${metaPort}`,
      WHATSAPP_CLOUD_MAX_PER_SECOND: '1000',
    },
    linked: () => true,
    write: (person, text, at) => {
      written += 1
      const timestamp = String(at / 1_000)
      waiting.push({
        id: `wamid.IN.${written}`,
        from: String(238_900_000 + person),
        timestamp,
        type: 'text',
        text: { body: text },
      })
      deliver()
    },
    committed: () => waiting.length === 0 && underWay === 0,
    got: () => got,
    close: () => closeNow(meta),
  }
}

/** `folder`: the program's data. */
export const onWhatsAppWeb = async (folder: string): Promise<Platform> => {
  const server = await startWhatsApp()
  mkdirSync(join(folder, 'whatsapp-web'), { recursive: true })
  // The messages are of another day than today; to an account that was linked just now they would be history.
  writeFileSync(join(folder, 'whatsapp-web/link.json'), JSON.stringify({ since: 0 }))
  const args = towards(server.port).map((one) => `"${one}"`)
  return {
    settings: {
      WHATSAPP_WEB: 'on',
      WHATSAPP_WEB_MAX_PER_MINUTE: '0',
      CHROMIUM_PATH: chromiumPath(),
      CHROMIUM_ARGS: args.join(' '),
    },
    linked: server.linked,
    write: (person, text, at) => void server.person(`2389900${100 + person}@c.us`).says(text, at / 1_000),
    committed: () => server.allUnread() === 0,
    got: () => server.sent().length,
    close: server.close,
  }
}
