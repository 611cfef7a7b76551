/** `npm run demo`: fills an empty data folder with an invented, clearly marked day of the units. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { createReport, deliverDue } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createDesk } from '../../bot/app/desk.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { conversationId, messageId, type staffId, unitId } from '../../bot/ids.ts'
import type { Body } from '../../bot/message.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { type Instant, instant, MINUTE, SECOND } from '../../bot/time.ts'
import { systemClock, systemIds } from '../clock.ts'
import { openDatabase } from '../database/open.ts'
import { databaseStore } from '../database/store.ts'
import { createAccounts } from '../inbox/accounts.ts'
import { createStaffRecords } from '../inbox/staff.ts'
import { type InboxDb, migrateInbox } from '../inbox/tables.ts'
import { createLog } from '../log.ts'
import { authSecret, configOrExit, databaseUrl, loadWorld, prepareFolder } from '../main.ts'
import { createMediaStore } from '../webchat/media.ts'
import { createWebchat } from '../webchat/webchat.ts'
import { DEMO_STAFF, SCENES, type Scene, type StaffKey } from './demo-scenes.ts'

const config = configOrExit()
if (existsSync(config.DATA_DIR) && readdirSync(config.DATA_DIR).length > 0) {
  console.error(
    `${config.DATA_DIR} is not empty. The demonstration is not mixed with real records: set DATA_DIR to another folder, for example DATA_DIR=./demo npm run demo`,
  )
  process.exit(1)
}
prepareFolder(config)
const world = loadWorld(config)
const db = await openDatabase(databaseUrl(config))
const store = databaseStore(db, systemIds)
const log = createLog('error')

let now: Instant = systemClock.now()
const clock: Clock = { now: () => now, sleep: async () => undefined }
const pass = (ms: number): void => {
  now = instant(now + ms)
}

const mediaDir = join(config.DATA_DIR, 'media')
// Only the web chat: whatever staff answer stays in this house, also where Telegram is on.
const { channel } = createWebchat({
  db,
  mediaDir,
  pageDir: null,
  clock,
  ids: systemIds,
  log,
  service: { title: { pt: '', en: '', fr: '', kea: '' }, numbers: [] },
})
const deps: Deps = {
  world: () => world,
  store,
  channels: new Map([['web', channel]]),
  clock,
  ids: systemIds,
  keyed: createKeyed(),
  log,
  committed: () => undefined,
}
const receive = createReceive(deps)
const desk = createDesk(deps)
const media = createMediaStore(mediaDir, systemIds)
await channel.start(receive, createReport(deps))

/** A passphrase of its own for this folder: nothing is shipped that somebody could leave as it is. */
const password = `demo-${randomBytes(9).toString('base64url')}`
const inboxDb = db as unknown as InboxDb
await migrateInbox(inboxDb)
const accounts = await createAccounts({
  db: inboxDb,
  publicUrl: `http://localhost:${config.PORT}`,
  secret: authSecret(config),
  log,
  mayEnter: async () => true,
})
const records = createStaffRecords(inboxDb, systemClock)
const staff = new Map<StaffKey, { id: ReturnType<typeof staffId>; name: string; email: string }>()
for (const [key, { name, role, units }] of Object.entries(DEMO_STAFF) as [StaffKey, (typeof DEMO_STAFF)[StaffKey]][]) {
  const email = `${key}@demo.invalid`
  const id = await accounts.put({ email, name, password })
  await records.put(id, role, units.map(unitId))
  staff.set(key, { id, name, email })
}

for (const scene of SCENES) await play(scene)
await store.close()

const lines = [...staff.values()].map(({ email, name }) => `  ${email.padEnd(24)} ${name}`)
console.log(`
The demonstration is in ${config.DATA_DIR}. Everybody in it is invented and marked "(demo)".
Start it with npm start, open /inbox and sign in as one of:
${lines.join('\n')}
  password for all of them: ${password}
`)

async function play(scene: Scene): Promise<void> {
  now = instant(systemClock.now() - scene.minutesAgo * MINUTE)
  const address = randomBytes(24).toString('base64url')
  const conversation = conversationId('web', address)
  let holder: StaffKey = 'zenaida'
  const say = async (body: Body): Promise<void> => {
    const id = messageId('web', systemIds.newId())
    await receive([{ id, conversation, sentAt: now, from: scene.name, locale: scene.lang, body }])
  }
  const ticket = async () => {
    const rows = await store.tickets({ scope: { units: 'all' }, limit: 100 })
    const row = rows.find((one) => one.conversation === conversation)
    if (row === undefined) throw new Error(`the scene of ${scene.name} has opened no case`)
    return row.id
  }
  const by = (key: StaffKey) => {
    const one = staff.get(key)
    if (one === undefined) throw new Error(`no such staff: ${key}`)
    return { id: one.id, name: one.name }
  }
  const all = { units: 'all' } as const
  for (const step of scene.steps) {
    if ('wait' in step) pass(step.wait * MINUTE)
    else if ('person' in step) await say({ kind: 'text', text: step.person })
    else if ('photo' in step) await say(await file(address, 'image', 'image/png', picture(), step.photo, null))
    else if ('voice' in step) await say(await file(address, 'voice', 'audio/wav', sound(step.voice), '', step.voice))
    else if ('claims' in step) {
      holder = step.claims
      await desk.claim(await ticket(), by(holder), all, null)
    } else if ('staff' in step) await desk.reply(await ticket(), by(holder), all, step.staff, null)
    else if ('notes' in step) await desk.note(await ticket(), by(step.by), all, step.notes)
    else await desk.close(await ticket(), by(holder), all, step.closes, null)
    await settle()
    pass(20 * SECOND)
  }
}

async function settle(): Promise<void> {
  for (let sent = 1; sent > 0; ) {
    const under = await deliverDue(deps, 16)
    await Promise.all(under)
    sent = under.length
  }
}

async function file(
  address: string,
  what: 'image' | 'voice',
  mime: string,
  bytes: Uint8Array,
  caption: string,
  seconds: number | null,
): Promise<Body> {
  const ref = await media.save(address, bytes)
  return { kind: 'media', what, media: { ref, mime, size: bytes.length, name: null, seconds }, caption }
}

/** A grey card with a darker field, as PNG: stands for the photo of a document. */
function picture(): Uint8Array {
  const [width, height] = [320, 200]
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1)
      rows[y * (width + 1) + 1 + x] = x > 24 && x < 110 && y > 40 && y < 160 ? 120 : y % 32 < 4 && x > 130 ? 150 : 215
  }
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits, grey.
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A quiet tone as WAV, 8 kHz: stands for a voice note. */
function sound(seconds: number): Uint8Array {
  const rate = 8000
  const samples = Buffer.alloc(seconds * rate)
  for (let n = 0; n < samples.length; n += 1)
    samples[n] =
      128 + Math.round(24 * Math.sin((2 * Math.PI * 220 * n) / rate) * Math.sin((Math.PI * n) / samples.length))
  const header = Buffer.alloc(44)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}
