import { z } from 'zod'
import { choiceId, conversationId, messageId } from '../../bot/ids.ts'
import type { Body, InboundMessage } from '../../bot/message.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { clean } from '../../bot/text.ts'
import { instant } from '../../bot/time.ts'
import { ADDRESS } from './visitor.ts'

/** The longest message that a person may write, in characters. */
export const MAX_TEXT = 4_000

/** Made by the page, once for each message: a repeat after a lost answer carries the same one. */
export const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

const text = z.object({
  kind: z.literal('text'),
  text: z
    .string()
    .max(MAX_TEXT)
    .refine((value) => clean(value) !== '', 'is empty'),
})
const choice = z.object({
  kind: z.literal('choice'),
  choice: z.string().regex(/^[\w:./-]{1,80}$/),
  label: z.string().max(200),
})
const location = z.object({
  kind: z.literal('location'),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
})
const media = z.object({
  kind: z.literal('media'),
  what: z.enum(['voice', 'image', 'file']),
  media: z.object({
    ref: z.string().regex(/^[A-Za-z0-9_-]{32}\/[A-Za-z0-9_-]{1,64}$/),
    mime: z.string(),
    size: z.number().int().nonnegative(),
    name: z.string().nullable(),
    seconds: z.number().nullable(),
  }),
})

/** What the page posts to /chat/messages. */
export const posted = z.strictObject({
  clientId,
  body: z.discriminatedUnion('kind', [text, choice, location]),
  /** The language in which the page stands. */
  lang: z
    .string()
    .regex(/^[A-Za-z-]{2,12}$/)
    .nullish(),
})

/** One message as the routes hand it to the channel. */
const update = z.object({
  address: z.string().regex(ADDRESS),
  clientId,
  at: z.number().int().transform(instant),
  lang: z.string().nullable(),
  body: z.discriminatedUnion('kind', [text, choice, location, media]),
})
export type Update = z.input<typeof update>

const bodyOf = (body: z.output<typeof update>['body']): Body => {
  if (body.kind === 'choice') return { kind: 'choice', choice: choiceId(body.choice), label: body.label }
  if (body.kind === 'media') return { ...body, caption: '' }
  return body
}

/** A posted message as the bot knows it. Pure. */
export const parseUpdate = (raw: unknown): Result<readonly InboundMessage[], string> => {
  const parsed = update.safeParse(raw)
  if (!parsed.success) return fail(z.prettifyError(parsed.error))
  const { address, at, lang, body } = parsed.data
  return ok([
    {
      id: messageId('web', `${address}/${parsed.data.clientId}`),
      conversation: conversationId('web', address),
      sentAt: at,
      from: null,
      locale: lang,
      body: bodyOf(body),
    },
  ])
}
