import { z } from 'zod'
import { CLOUD_LACKS } from '../../bot/ports/whatsapp-cloud-setup.ts'
import { at } from './contract-failures.ts'

/*
 * The panel of the WhatsApp Cloud API on the page "Canais", for administrators only:
 *
 * GET  channels/whatsapp-cloud                         -> cloudAnswer
 * POST channels/whatsapp-cloud/test  cloudTestRequest  -> cloudTest
 */

/** As `CloudSetup` of bot/ports/whatsapp-cloud-setup.ts. */
const cloudSetup = z.object({
  webhook: z.string(),
  handshakeAt: at.nullable(),
  deliveryAt: at.nullable(),
  refusedAt: at.nullable(),
  number: z
    .object({ display: z.string().nullable(), name: z.string().nullable(), quality: z.string().nullable() })
    .nullable(),
  lacks: z.array(z.enum(CLOUD_LACKS)),
})
export type CloudSetupView = z.output<typeof cloudSetup>

/** Null where the Cloud API is turned off. */
export const cloudAnswer = z.object({ setup: cloudSetup.nullable() })

/** A number with its country, written in whatever way. */
export const cloudTestRequest = z.object({ to: z.string().trim().min(5).max(30) })

export const cloudTest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent') }),
  z.object({ kind: z.literal('not-written') }),
  /** `why`: in English, for the person who runs it. */
  z.object({ kind: z.literal('failed'), why: z.string() }),
])
