import { z } from 'zod'
import { CHANNELS } from '../../bot/ids.ts'
import { LOST_LINKS } from '../../bot/ports/whatsapp-link.ts'

/*
 * The page "Canais", for administrators only:
 *
 * GET  channels                      -> channelList
 * POST channels/whatsapp-web/unlink  -> done          POST channels/whatsapp-web/renew -> done
 */

/** A code to be scanned, drawn: a path of squares on a field of `size` by `size`. */
const drawing = z.object({ size: z.int().positive(), path: z.string() })

/** How the link of WhatsApp Web is doing, as `LinkState` of bot/ports/whatsapp-link.ts; the code is drawn. */
export const linkView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('scan'), code: drawing }),
  z.object({ kind: z.literal('linking') }),
  z.object({ kind: z.literal('linked'), as: z.string().nullable() }),
  z.object({ kind: z.literal('lost'), why: z.enum(LOST_LINKS) }),
  z.object({ kind: z.literal('unlinked') }),
  z.object({ kind: z.literal('no-browser'), command: z.string() }),
  z.object({ kind: z.literal('off') }),
])
export type LinkView = z.output<typeof linkView>

export const channelView = z.object({
  name: z.enum(CHANNELS),
  state: z.enum(['on', 'starting', 'failing']),
  /** In English, for the person who runs it. */
  detail: z.string(),
})
export type ChannelView = z.output<typeof channelView>

export const channelList = z.object({
  channels: z.array(channelView),
  /** Null where WhatsApp Web is turned off. */
  whatsappWeb: linkView.nullable(),
})
