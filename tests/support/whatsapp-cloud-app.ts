import { createReport, deliverDue } from '../../bot/app/deliver.ts'
import type { Deps } from '../../bot/app/deps.ts'
import { createDesk } from '../../bot/app/desk.ts'
import { createKeyed } from '../../bot/app/keyed.ts'
import { createReceive } from '../../bot/app/receive.ts'
import { wakeDue } from '../../bot/app/wake.ts'
import { staffId } from '../../bot/ids.ts'
import type { Ticket, TicketEntry } from '../../bot/ticket.ts'
import { instant, SECOND } from '../../bot/time.ts'
import { createCountingIds, createFakeClock } from './fakes.ts'
import { memoryStore } from './memory-store.ts'
import type { AccountTemplate, Rules } from './whatsapp-cloud-methods.ts'
import { openWhatsappCloud } from './whatsapp-cloud-stage.ts'
import { testWorld } from './world.ts'

const SCOPE = { units: 'all' } as const
export const ZENAIDA = { id: staffId('zenaida'), name: 'Zenaida' }
export const NUMBER = '2389912345'

type AppOptions = { readonly rules?: Partial<Rules>; readonly templates?: readonly AccountTemplate[] }

/** The whole application over the real adapter and the simulated Meta, with a clock that stands still. */
export const openWhatsappCloudApp = async (options: AppOptions = {}) => {
  const clock = createFakeClock(instant(Date.parse('2026-03-02T11:00:00Z')))
  const stage = await openWhatsappCloud({
    channel: { clock, accountId: '900100' },
    server: { now: clock.now, templates: options.templates ?? [], rules: { perSecond: 1_000, ...options.rules } },
  })
  const { server, channel } = stage
  const store = await memoryStore()
  let rung = 0
  const deps: Deps = {
    world: testWorld,
    store,
    channels: new Map([['whatsapp-cloud', channel]]),
    clock,
    ids: createCountingIds(),
    keyed: createKeyed(),
    log: stage.log,
    committed: () => {
      rung += 1
    },
  }
  const desk = createDesk(deps)
  const person = server.person(NUMBER, { name: 'Ama' })
  await channel.start(createReceive(deps), createReport(deps))

  /** Sends what is due and waits until Meta has told everything. */
  const settle = async (): Promise<void> => {
    for (;;) {
      const woken = await wakeDue(deps)
      const sent = await deliverDue(deps, 16)
      await Promise.all(sent)
      await server.untilDelivered()
      if (woken + sent.length === 0) return
    }
  }
  const says = async (text: string): Promise<void> => {
    person.says(text)
    await server.untilDelivered()
    await settle()
    clock.advance(30 * SECOND)
  }
  const ticket = async (): Promise<Ticket> => {
    const [row] = await store.tickets({ scope: SCOPE, limit: 9 })
    const found = row && (await store.ticket(row.id, SCOPE))
    if (!found) throw new Error('there is no case')
    return found
  }

  return {
    ...stage,
    clock,
    store,
    desk,
    scope: SCOPE,
    person,
    says,
    settle,
    ticket,
    /** How often something was said to have changed. */
    rung: (): number => rung,
    /** A case that Zenaida has taken. */
    handsOff: async (): Promise<Ticket> => {
      for (const text of ['I want to talk to a person', 'Espargos', 'yes']) await says(text)
      const { row } = await ticket()
      await desk.claim(row.id, ZENAIDA, SCOPE, null)
      await settle()
      return ticket()
    },
    /** The last thing that staff said, as the thread shows it. */
    lastReply: async (): Promise<TicketEntry | undefined> =>
      (await ticket()).entries.findLast(({ change }) => change.kind === 'from-staff'),
    close: async (): Promise<void> => {
      await channel.stop()
      await stage.close()
      await store.close()
    },
  }
}
export type WhatsappCloudApp = Awaited<ReturnType<typeof openWhatsappCloudApp>>
