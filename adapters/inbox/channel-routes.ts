import { Hono } from 'hono'
import encodeQR from 'qr'
import type { z } from 'zod'
import type { LinkState } from '../../bot/ports/whatsapp-link.ts'
import { may } from './access.ts'
import { cloudChannelRoutes } from './channel-routes-cloud.ts'
import type { channelList, LinkView } from './contract-channels.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import type { Env } from './signed-in.ts'

/** Light squares around a code, without which no telephone finds it. */
const BORDER = 4

/** The code as one path of squares. */
const draw = (code: string): { readonly size: number; readonly path: string } => {
  const rows = encodeQR(code, 'raw', { border: BORDER, ecc: 'low' })
  const squares = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { size: rows.length, path: squares.join('') }
}

const linkView = (state: LinkState): LinkView =>
  state.kind === 'scan' ? { kind: 'scan', code: draw(state.code) } : state

/** How the channels are doing, and the link of WhatsApp Web, for administrators. */
export const channelRoutes = (core: Core): Hono<Env> => {
  const { channels, whatsappLink = null, log } = core
  const app = new Hono<Env>()
  for (const path of ['/channels', '/channels/*']) {
    app.use(path, async (c, next) =>
      may(c.var.me.staff, { kind: 'see-channels' }) ? next() : refuse({ kind: 'forbidden' }),
    )
  }
  return app
    .get('/channels', (c) => {
      const list: z.output<typeof channelList> = {
        channels: [...channels].map(([name, channel]) => ({ name, ...channel.health() })),
        whatsappWeb: whatsappLink === null ? null : linkView(whatsappLink.state()),
      }
      return c.json(list)
    })
    .route('/channels/whatsapp-cloud', cloudChannelRoutes(core))
    .post('/channels/whatsapp-web/unlink', async (c) => {
      if (whatsappLink === null) return refuse({ kind: 'not-found' })
      await whatsappLink.unlink()
      log.info({ by: c.var.me.staff.id }, 'the link of WhatsApp Web was ended')
      return c.json({ ok: true })
    })
    .post('/channels/whatsapp-web/renew', async (c) => {
      if (whatsappLink === null) return refuse({ kind: 'not-found' })
      await whatsappLink.renew()
      return c.json({ ok: true })
    })
}
