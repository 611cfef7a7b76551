import { Hono } from 'hono'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { ChannelName } from '../bot/ids.ts'
import type { Channel } from '../bot/ports/channel.ts'
import type { Clock } from '../bot/ports/clock.ts'
import type { Store } from '../bot/ports/store.ts'
import { MINUTE } from '../bot/time.ts'

export type HealthOptions = {
  readonly store: Store
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly clock: Clock
  /** True from the moment at which the program was told to stop: a balancer sends nobody any more. */
  readonly stopping: () => boolean
}

/** A message that waits longer than this means that nothing is being sent. */
const STUCK = 10 * MINUTE

/** `/health/live`: the process answers. `/health/ready`: database, queue and channels are well. `/metrics`: for Prometheus. */
export const createHealth = ({ store, channels, clock, stopping }: HealthOptions): Hono => {
  const app = new Hono()
  app.get('/health/live', (c) => c.json({ status: 'ok' }))
  app.get('/health/ready', async (c) => {
    const now = clock.now()
    const queue = await store.queue(now).then(
      (value) => ({
        ok: value.oldest === null || now - value.oldest < STUCK,
        waiting: value.waiting,
        failed: value.failed,
      }),
      () => null,
    )
    const states = Object.fromEntries([...channels.values()].map((channel) => [channel.name, channel.health()]))
    const well = !stopping() && queue?.ok === true && Object.values(states).every((one) => one.state !== 'failing')
    return c.json(
      {
        status: well ? 'ok' : 'not ready',
        stopping: stopping(),
        database: queue === null ? 'failing' : 'on',
        queue: queue === null ? 'unknown' : queue.ok ? 'on' : 'stuck',
        waiting: queue?.waiting ?? null,
        channels: states,
      },
      well ? 200 : 503,
    )
  })
  const registry = metrics({ store, channels, clock })
  app.get('/metrics', async (c) => c.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType }))
  return app
}

const metrics = ({ store, channels, clock }: Omit<HealthOptions, 'stopping'>): Registry => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    collect: (gauge: Gauge) => Promise<void> | void,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        this.reset()
        await collect(this)
      },
    })
  gauge('bot_total', 'What the bot did since the beginning, by kind and label', ['what', 'label'], async (one) => {
    for (const { what, label, total } of await store.counts()) one.set({ what, label }, total)
  })
  gauge('outbox_waiting', 'Messages that wait to be sent', [], async (one) =>
    one.set((await store.queue(clock.now())).waiting),
  )
  gauge('outbox_oldest_seconds', 'Age of the message that has waited longest', [], async (one) => {
    const now = clock.now()
    const { oldest } = await store.queue(now)
    one.set(oldest === null ? 0 : Math.max(0, now - oldest) / 1000)
  })
  gauge('outbox_failed', 'Messages that could not be sent', [], async (one) =>
    one.set((await store.queue(clock.now())).failed),
  )
  gauge('channel_on', 'Whether a channel works', ['channel'], (one) => {
    for (const channel of channels.values()) one.set({ channel: channel.name }, channel.health().state === 'on' ? 1 : 0)
  })
  return registry
}
