import { z } from 'zod'

/*
 * Only what is used of WhatsApp's messages. The frame (who, where, when) is strict; the content is read piece by piece in
 * parse.ts, so that one odd field does not make a message disappear.
 */

export const frame = z.looseObject({
  id: z.string().min(1).max(300),
  /** The chat: `…@c.us` is a telephone number, `…@lid` an id that hides it. */
  from: z.string().min(3).max(200),
  fromMe: z.boolean(),
  type: z.string(),
  /** Seconds since 1970, up to the year 9999. */
  t: z.number().min(0).max(253_402_300_799),
  stored: z.boolean(),
  phone: z.string().nullable(),
})
export type Frame = z.output<typeof frame>

export const file = z.object({
  mimetype: z.string().min(1).max(200).optional().catch(undefined),
  size: z.coerce.number().nonnegative().optional().catch(undefined),
  filename: z.string().max(300).optional().catch(undefined),
  duration: z.coerce.number().nonnegative().optional().catch(undefined),
})

export const place = z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) })

const chat = z.string().min(3)

/** The calls that a message becomes, by the name of the call. */
export const send = z.discriminatedUnion('name', [
  z.object({ name: z.literal('send'), chat, text: z.string().min(1) }),
  z.object({
    name: z.literal('send-file'),
    chat,
    /** How the telephone shows it: a voice note plays in the chat, other sound is a file with a button to play it. */
    as: z.enum(['voice', 'sound', 'image', 'document']),
    mime: z.string().min(3),
    /** What a document is called. */
    filename: z.string().nullable(),
    bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0),
  }),
  z.object({
    name: z.literal('send-place'),
    chat,
    lat: z.number().min(-90).max(90),
    lon: z.number().min(-180).max(180),
  }),
])
export type Send = z.output<typeof send>
