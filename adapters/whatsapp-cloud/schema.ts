import { z } from 'zod'

/*
 * Only what is used of what Meta delivers and answers. The frame of a message (who, where, when) is strict; its content is
 * read piece by piece in parse.ts, so that one odd field does not make a message disappear.
 */

const id = z.string().min(1).max(1_000)
const words = z.string()

export const graphError = z.object({ error: z.object({ code: z.number().int() }) })

// --- deliveries

/** Every name that Meta may tell of a person: `wa_id` and `from` are the number, `user_id` and `from_user_id` the account. */
const number = z.string().regex(/^\d{5,20}$/)
const account = z.string().regex(/^[A-Za-z]{2}\.[\w.-]{1,200}$/)

const contact = z.object({
  profile: z.object({ name: words }).partial().optional().catch(undefined),
  wa_id: number.optional().catch(undefined),
  user_id: account.optional().catch(undefined),
})
export type CloudContact = z.output<typeof contact>

/** Seconds since 1970 in digits, up to the year 9999. */
const timestamp = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .refine((seconds) => seconds <= 253_402_300_799)

export const message = z
  .looseObject({
    id,
    timestamp,
    type: z.string(),
    from: number.optional().catch(undefined),
    from_user_id: account.optional().catch(undefined),
  })
  .refine(({ from, from_user_id: user }) => from !== undefined || user !== undefined, { path: ['from'] })
export type CloudMessage = z.output<typeof message>

export const status = z.object({
  id,
  status: z.string(),
  biz_opaque_callback_data: z.string().min(1).max(512).optional(),
  errors: z
    .array(z.object({ code: z.number().int() }))
    .optional()
    .catch(undefined),
})
export type CloudStatus = z.output<typeof status>

export const value = z.object({
  metadata: z.object({ phone_number_id: id }),
  contacts: z.array(contact).optional().catch(undefined),
  messages: z.array(z.unknown()).optional(),
  statuses: z.array(z.unknown()).optional(),
})

export const delivery = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
})

// --- content

export const text = z.object({ body: words })
export const reply = z.object({ id, title: words })
export const interactive = z.object({
  button_reply: reply.optional().catch(undefined),
  list_reply: reply.optional().catch(undefined),
})
export const templateButton = z.object({ text: words })
export const location = z.object({ latitude: z.number(), longitude: z.number() })
export const file = z.object({
  id,
  mime_type: z.string().optional(),
  filename: z.string().optional(),
  caption: z.string().optional(),
})
export type CloudFile = z.output<typeof file>

// --- answers

export const sent = z.object({ messages: z.array(z.object({ id })).min(1) })
export const uploaded = z.object({ id })
export const medium = z.object({ url: z.url(), file_size: z.coerce.number().nonnegative().optional() })
export const phone = z.object({
  display_phone_number: z.string().optional(),
  verified_name: z.string().optional(),
  quality_rating: z.string().optional(),
})

export const templates = z.object({ data: z.array(z.unknown()) })
export const template = z.object({
  name: z.string(),
  language: z.string(),
  parameter_format: z.string().optional(),
  components: z.array(
    z.object({
      type: z.string(),
      format: z.string().optional(),
      text: z.string().optional(),
      buttons: z.array(z.unknown()).optional(),
    }),
  ),
})

// --- what goes out

const row = z.object({ id: z.string(), title: z.string(), description: z.string().exactOptional() })
const body = z.object({ text: z.string() })

/** The person by one of the two names. */
const target = { to: z.string().exactOptional(), recipient: z.string().exactOptional() }
const frame = { messaging_product: z.literal('whatsapp'), recipient_type: z.literal('individual'), ...target }

/** The id is that of the uploaded bytes, which are there only at the send. */
const fileId = z.string().exactOptional()
const audio = z.object({
  type: z.literal('audio'),
  audio: z.object({ id: fileId, voice: z.literal(true).exactOptional() }),
})
const image = z.object({ type: z.literal('image'), image: z.object({ id: fileId }) })
const document = z.object({ type: z.literal('document'), document: z.object({ id: fileId, filename: z.string() }) })
const place = z.object({ type: z.literal('location'), location })
/** What a message is made of that is a file or a place. */
export type Attached = z.output<typeof audio | typeof image | typeof document | typeof place>

/** The calls that a message becomes. */
export const outgoing = z.discriminatedUnion('type', [
  audio.extend(frame),
  image.extend(frame),
  document.extend(frame),
  place.extend(frame),
  z.object({
    ...frame,
    type: z.literal('template'),
    template: z.object({
      name: z.string(),
      language: z.object({ code: z.string() }),
      components: z.array(
        z.object({
          type: z.literal('body'),
          parameters: z.array(z.object({ type: z.literal('text'), text: z.string() })),
        }),
      ),
    }),
  }),
  z.object({
    ...frame,
    type: z.literal('text'),
    text: z.object({ body: z.string(), preview_url: z.literal(false) }),
  }),
  z.object({
    ...frame,
    type: z.literal('interactive'),
    interactive: z.discriminatedUnion('type', [
      z.object({
        type: z.literal('button'),
        body,
        action: z.object({
          buttons: z.array(
            z.object({ type: z.literal('reply'), reply: z.object({ id: z.string(), title: z.string() }) }),
          ),
        }),
      }),
      z.object({
        type: z.literal('list'),
        body,
        action: z.object({ button: z.string(), sections: z.array(z.object({ rows: z.array(row) })) }),
      }),
    ]),
  }),
])
export type Outgoing = z.output<typeof outgoing>
export type FileType = Exclude<Attached['type'], 'location'>
export type OutgoingFile = Extract<Outgoing, { type: FileType }>
