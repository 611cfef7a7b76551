import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import { deliverDue, recover } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createDesk, type Desk } from '../../bot/app/desk.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { wakeDue } from '../../bot/app/wake.ts'
import { choiceId, conversationId, messageId, staffId } from '../../bot/ids.ts'
import type { Body, InboundMessage } from '../../bot/message.ts'
import type { Receive } from '../../bot/ports/channel.ts'
import type { Scope, Store } from '../../bot/ports/store.ts'
import type { Ticket } from '../../bot/ticket.ts'
import { instant, MINUTE } from '../../bot/time.ts'
import { createCountingIds, createFakeClock, createTestLog } from '../support/fakes.ts'
import { testWorld } from '../support/world.ts'
import { createFatefulChannel } from './fateful-channel.ts'

export const EVERYWHERE: Scope = { units: 'all' }
export const ZENAIDA = { id: staffId('zenaida'), name: 'Zenaida' }
export const PAULO = { id: staffId('paulo'), name: 'Paulo' }

export const text = (words: string): Body => ({ kind: 'text', text: words })
export const press = (id: string, label = id): Body => ({ kind: 'choice', choice: choiceId(id), label })
export const sticker: Body = { kind: 'unsupported', what: 'sticker' }
export const medium = (what: 'voice' | 'image', ref: string, caption = ''): Body => ({
  kind: 'media',
  what,
  media: { ref, mime: what === 'voice' ? 'audio/ogg' : 'image/jpeg', size: 1000, name: null, seconds: null },
  caption,
})

/** More than any test has to send; one that goes on without end must fail, not hang. */
const MOST_ROUNDS = 1000

/** The parts that live in one process of the program, over the file that all share. */
type Process = { readonly deps: Deps; readonly receive: Receive; readonly desk: Desk; readonly store: Store }

/**
 * The real engine, knowledge, queue and records, on a file, so that the process can end and begin again. The channel takes,
 * loses or refuses what the test tells it to; the clock stands still until it is told to go.
 */
export const openStage = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'faults-'))
  const file = join(folder, 'records.sqlite')
  const clock = createFakeClock(instant(Date.parse('2026-03-02T11:00:00Z')))
  const ids = createCountingIds()
  const log = createTestLog()
  const channel = createFatefulChannel('telegram')
  const stores: Store[] = []

  const begin = async (): Promise<Process> => {
    const store = databaseStore(await openDatabase(`sqlite:${file}`), ids)
    stores.push(store)
    const channels = new Map([['telegram', channel] as const])
    const committed = (): void => undefined
    const deps: Deps = { world: testWorld, store, channels, clock, ids, keyed: createKeyed(), log, committed }
    return { deps, store, receive: createReceive(deps), desk: createDesk(deps) }
  }
  let process = await begin()
  let count = 0

  const settle = async (): Promise<void> => {
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds += 1) {
      const woken = await wakeDue(process.deps)
      const sent = await deliverDue(process.deps, 16)
      await Promise.all(sent)
      if (woken + sent.length === 0) return
    }
    throw new Error('there is always something more to do: a timer or a message comes again and again')
  }

  /** A message as the channel would give it in, with an id of its own. */
  const messageOf = (chat: string, body: Body): InboundMessage => {
    count += 1
    const conversation = conversationId('telegram', chat)
    return { id: messageId('telegram', count), conversation, sentAt: clock.now(), from: 'Ama', locale: 'en', body }
  }

  return {
    folder,
    file,
    clock,
    log,
    channel,
    process: () => process,
    store: () => process.store,
    desk: () => process.desk,
    messageOf,
    /** A second process beside the first, over the same file. */
    another: begin,
    /** Takes what is due and begins to send; the promises end when the channel has answered. */
    beginToSend: () => deliverDue(process.deps, 16),
    /** The person writes; everything that follows from it is sent; a minute passes. */
    says: async (chat: string, ...bodies: readonly (Body | string)[]): Promise<void> => {
      for (const body of bodies) {
        await process.receive([messageOf(chat, typeof body === 'string' ? text(body) : body)])
        await settle()
        clock.advance(MINUTE)
      }
    },
    /** Sends and wakes until nothing is due. */
    settle,
    /** Up to a case that waits for somebody of the unit. */
    handsOff: async (chat: string, question: string, unit = 'sal'): Promise<Ticket> => {
      const steps = [text(question), press('cmd:person'), press(`unit:${unit}`), text('yes')]
      for (const body of steps) {
        await process.receive([messageOf(chat, body)])
        await settle()
        clock.advance(MINUTE)
      }
      return caseOf(process.store, chat)
    },
    caseOf: (chat: string): Promise<Ticket> => caseOf(process.store, chat),
    /** Ends the process, in order or in the middle of whatever it does, and begins a new one as the program would. */
    restart: async (how: 'stopped' | 'killed'): Promise<void> => {
      // What was killed closes nothing; its file is closed at the end of the test.
      if (how === 'stopped') await stores.pop()?.close()
      process = await begin()
      await recover(process.deps)
    },
    close: async (): Promise<void> => {
      for (const store of stores) await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
export type Stage = Awaited<ReturnType<typeof openStage>>

/** The newest case of that person; throws where there is none. */
const caseOf = async (store: Store, chat: string): Promise<Ticket> => {
  const rows = await store.tickets({ scope: EVERYWHERE, limit: 5000 })
  const row = rows.find((one) => one.conversation === conversationId('telegram', chat))
  const ticket = row === undefined ? null : await store.ticket(row.id, EVERYWHERE)
  if (ticket === null) throw new Error(`no case of ${chat}`)
  return ticket
}
