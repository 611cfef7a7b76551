import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { systemClock, systemIds } from '../../adapters/clock.ts'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import type { Role } from '../../adapters/inbox/contract.ts'
import { createInbox } from '../../adapters/inbox/inbox.ts'
import type { InboxDb } from '../../adapters/inbox/tables.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createDesk } from '../../bot/app/desk.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { wakeDue } from '../../bot/app/wake.ts'
import type { Danger } from '../../bot/danger.ts'
import { conversationId, messageId, type TicketId, ticketId, unitId } from '../../bot/ids.ts'
import type { Body } from '../../bot/message.ts'
import type { Channel, MediaBytes } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Knowledge } from '../../bot/ports/knowledge.ts'
import { fail, ok } from '../../bot/result.ts'
import { newSession } from '../../bot/session.ts'
import { HOUR, instant } from '../../bot/time.ts'
import { createTestLog } from '../support/fakes.ts'
import { type Browser, createBrowser } from './browser.ts'
import { smallWorld } from './small-world.ts'

export const PASSWORD = 'three small turtles'
const CHANNEL = 'whatsapp-cloud'

type CaseOptions = { readonly words?: string; readonly name?: string; readonly danger?: Danger | null }

/** The whole server side over real http, with the real records in memory, the real desk and the real engine. */
export const startInbox = async (options: { readonly requireTwoFactor?: readonly Role[] } = {}) => {
  let ahead = 0
  // Sleeps like the real one; the time of day can be put forward.
  const clock: Clock = { now: () => instant(Date.now() + ahead), sleep: systemClock.sleep }
  const db = await openDatabase('sqlite::memory:')
  const store = databaseStore(db, systemIds)
  const listeners = new Set<() => void>()
  const log = createTestLog()
  const files = new Map<string, MediaBytes>()
  const channels: ReadonlyMap<typeof CHANNEL, Channel> = new Map([[CHANNEL, fileChannel(files)]])
  const deps: Deps = {
    world: () => smallWorld,
    store,
    channels,
    clock,
    ids: systemIds,
    keyed: createKeyed(),
    log,
    committed: () => {
      for (const listener of listeners) listener()
    },
  }
  const folder = pageFolder()
  const root = new Hono()
  const server = serve({ fetch: root.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = {
    db,
    store,
    desk: createDesk(deps),
    channels,
    clock,
    ids: systemIds,
    log,
    dist: join(folder, 'dist'),
    knowledge: (): Pick<Knowledge, 'units' | 'topics' | 'title' | 'understand'> => smallWorld.knowledge,
    ...options,
  }
  const inbox = await createInbox({
    ...settings,
    publicUrl: origin,
    secret: 'a secret that is long enough for a test, and random: 8f3kq0',
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  root.route('/inbox', inbox.app)
  const receive = createReceive(deps)
  let messages = 0

  const browser = (): Browser => createBrowser(origin)
  /** Signs somebody in with a password. */
  const signIn = async (email: string, password = PASSWORD): Promise<Browser> => {
    const page = browser()
    const answer = await page.post('/inbox/auth/sign-in/email', { email, password })
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${JSON.stringify(answer.json)}`)
    return page
  }
  const linkToken = (link: string | null): string => new URL(link ?? 'none:').searchParams.get('token') ?? ''

  return {
    origin,
    clock: {
      ...clock,
      advance: (ms: number) => {
        ahead += ms
      },
    },
    store,
    log,
    files,
    channels,
    inbox,
    db: db as unknown as InboxDb,
    browser,
    signIn,
    linkToken,
    /** The first administrator, signed in. */
    administrator: async (email = 'ana@aai.cv'): Promise<Browser> => {
      const token = linkToken(await inbox.setupLink())
      const made = await browser().post('/inbox/api/setup', { token, name: 'Ana Admin', email, password: PASSWORD })
      if (made.status !== 200) throw new Error(`setup: ${made.status} ${JSON.stringify(made.json)}`)
      return signIn(email)
    },
    /** Somebody who was invited and accepted, signed in. */
    member: async (
      by: Browser,
      email: string,
      role: Role,
      units: readonly string[],
      name = email,
    ): Promise<Browser> => {
      const invited = await by.post('/inbox/api/invitations', { email, role, units })
      if (invited.status !== 200) throw new Error(`invitation: ${invited.status} ${JSON.stringify(invited.json)}`)
      const token = linkToken(String(invited.json.link))
      const made = await browser().post('/inbox/api/invite/accept', { token, name, password: PASSWORD })
      if (made.status !== 200) throw new Error(`accept: ${made.status} ${JSON.stringify(made.json)}`)
      return signIn(email)
    },
    /** A person of whom a case is open at that unit. */
    openCase: async (
      unit: string,
      address: string,
      { words = 'I need help', name = 'Moussa', danger = null }: CaseOptions = {},
    ): Promise<TicketId> => {
      const id = ticketId(`ticket-${address}`)
      const now = clock.now()
      const code = `CODE-${address}`
      const session = {
        ...newSession('en', now),
        unit: unitId(unit),
        case: { ticket: id, code, unit: unitId(unit), staff: null, staffName: null, toldAt: null, closedAt: null },
      }
      const { version } = await store.load(conversationId(CHANNEL, address))
      const history = [{ at: now, by: 'person' as const, text: words }]
      const change = {
        kind: 'opened' as const,
        code,
        unit: unitId(unit),
        topic: null,
        lang: 'en' as const,
        danger,
        name,
        history,
      }
      const conversation = conversationId(CHANNEL, address)
      const effects = [{ kind: 'ticket' as const, ticket: id, change }]
      await store.commit({ conversation, version, session, seen: null, fired: null, effects, now })
      deps.committed()
      return id
    },
    /** What the engine writes when the person of a case says that there is danger. */
    becomesDanger: async (address: string, danger: Danger): Promise<void> => {
      const conversation = conversationId(CHANNEL, address)
      const { session, version } = await store.load(conversation)
      if (session === null) throw new Error(`no conversation ${address}`)
      const change = { kind: 'danger' as const, danger }
      const effects = [{ kind: 'ticket' as const, ticket: ticketId(`ticket-${address}`), change }]
      await store.commit({ conversation, version, session, seen: null, fired: null, effects, now: clock.now() })
      deps.committed()
    },
    /** The person writes. */
    writes: async (address: string, body: Body): Promise<void> => {
      messages += 1
      const about = { from: null, locale: null, sentAt: clock.now(), id: messageId(CHANNEL, messages) }
      await receive([{ ...about, conversation: conversationId(CHANNEL, address), body }])
    },
    /** What is due happens; nothing is sent. */
    wake: () => wakeDue(deps),
    stop: async (): Promise<void> => {
      inbox.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type TestInbox = Awaited<ReturnType<typeof startInbox>>

/** A channel that keeps files and sends nothing: what staff write stays in the outbox. */
const fileChannel = (files: ReadonlyMap<string, MediaBytes>): Channel => ({
  name: CHANNEL,
  limits: { maxText: 4096, maxButtons: 3, maxButtonLabel: 20, replyWindow: 24 * HOUR },
  parse: () => fail('not used'),
  render: (message) => ({ call: { method: 'say', payload: { message } }, losses: [] }),
  pace: async () => undefined,
  send: async () => ({ kind: 'sent', provider: null }),
  fetch: async ({ ref }) => {
    const file = files.get(ref)
    return file ? ok(file) : fail({ kind: 'gone' })
  },
  forget: async () => undefined,
  typing: async () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
  health: () => ({ state: 'on', detail: 'test' }),
})

const pageFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'inbox-page-'))
  mkdirSync(join(folder, 'dist', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html><title>Inbox</title>')
  writeFileSync(join(folder, 'dist', 'assets', 'main-abc123.js'), 'export {}')
  writeFileSync(join(folder, 'outside.txt'), 'outside')
  return folder
}
