import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QUESTIONS } from './engine.ts'

const PORT = 18_981
const PHONE_ID = '100200300'
const SECRET = 'bench-bench-bench'
/** As many as possible come at once. */
const AT_ONCE = 100
/** Within what Meta lets through to one person in a row. */
const EACH = 8

export type CloudFigures = {
  /** Messages a second from the webhook to the committed reply, while replies go out. */
  readonly inPerSecond: number
  /** Replies a second, from the first to the last that Meta got. */
  readonly outPerSecond: number
  /** Resident, in MB, when all is done. */
  readonly megabytes: number
}

/** A Meta that takes everything at once, and counts. */
const startMeta = async () => {
  const times: number[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const isMessage = Buffer.concat(parts).includes('biz_opaque_callback_data')
      if (isMessage) times.push(performance.now())
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ messages: [{ id: `wamid.${times.length}` }] }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    times,
    close: () => void server.close(),
  }
}

const post = async (person: number, n: number): Promise<void> => {
  const message = {
    id: `wamid.IN.${person}.${n}`,
    from: String(238_900_000 + person),
    // A minute apart, as people write: no flood.
    timestamp: String(Math.floor(Date.now() / 1_000) + n * 60),
    type: 'text',
    text: { body: `${QUESTIONS[(person + n) % QUESTIONS.length]} ${n}` },
  }
  const value = { metadata: { phone_number_id: PHONE_ID }, messages: [message] }
  const entry = [{ id: '1', changes: [{ field: 'messages', value }] }]
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry })
  const signature = createHmac('sha256', SECRET).update(body).digest('hex')
  const response = await fetch(`http://127.0.0.1:${PORT}/whatsapp-cloud/updates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`the webhook answered ${response.status}`)
}

/** `each` messages of every person, in their order. */
const write = async (people: readonly number[], from: number, each: number): Promise<void> => {
  const waiting = [...people]
  const worker = async (): Promise<void> => {
    for (let person = waiting.shift(); person !== undefined; person = waiting.shift())
      for (let n = from; n < from + each; n += 1) await post(person, n)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`waited in vain: ${what}`)
}

/** The whole program as a process of its own, on a real file with durable writes, between people and a Meta on this machine. */
export const whatsappCloud = async (people: number): Promise<CloudFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const meta = await startMeta()
  const main = new URL('../adapters/cli/start.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--max-semi-space-size=2', main], {
    env: {
      PATH: process.env.PATH,
      PORT: String(PORT),
      PUBLIC_URL: `http://127.0.0.1:${PORT}`,
      DATA_DIR: folder,
      LOG_LEVEL: 'silent',
      WHATSAPP_CLOUD_TOKEN: 'bench',
      WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
      WHATSAPP_CLOUD_APP_SECRET: SECRET,
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'bench-bench-bench',
      WHATSAPP_CLOUD_API_ROOT: meta.url,
      WHATSAPP_CLOUD_MAX_PER_SECOND: '1000',
    },
    stdio: 'ignore',
  })
  try {
    const isReady = () =>
      fetch(`http://127.0.0.1:${PORT}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      )
    await until('the program', isReady)
    const everybody = Array.from({ length: people }, (_, person) => person)
    // The first message of a person brings the greeting too.
    await write(everybody, 0, 1)
    await until('the greetings', () => meta.times.length >= people * 2)
    const before = meta.times.length
    const begun = performance.now()
    await write(everybody, 1, EACH)
    const seconds = (performance.now() - begun) / 1_000
    await until('every reply', () => meta.times.length >= before + people * EACH)
    const [first = 0, last = 0] = [meta.times[before], meta.times.at(-1)]
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    return {
      inPerSecond: (people * EACH) / seconds,
      outPerSecond: ((people * EACH) / (last - first)) * 1_000,
      megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024,
    }
  } finally {
    child.kill('SIGKILL')
    meta.close()
    rmSync(folder, { recursive: true })
  }
}
