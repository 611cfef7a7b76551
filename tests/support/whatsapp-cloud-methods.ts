import { z } from 'zod'
import { attachedBy, takeUpload, WRONG_MEDIA } from './whatsapp-cloud-uploads.ts'
import type { Attached, Sent, World } from './whatsapp-cloud-world.ts'

/*
 * The calls of the Graph API that the bot may make, as strict as Meta and stricter: a path, field or length that is not known
 * here is a violation, which tests assert not to happen.
 */

export type Answer = { readonly status: number; readonly body: unknown }

export const done = (body: unknown): Answer => ({ status: 200, body })
export const refuse = (code: number, status = 400): Answer => ({
  status,
  body: { error: { message: `(#${code}) Simulated`, type: 'OAuthException', code, fbtrace_id: 'x' } },
})

const max = (length: number) => z.string().min(1).max(length)
const target = {
  to: z.string().regex(/^\d+$/).optional(),
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.\w+$/)
    .optional(),
}
const frame = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual'),
  ...target,
  biz_opaque_callback_data: max(512).optional(),
}

const reply = z.strictObject({ id: max(256), title: max(20) })
const row = z.strictObject({ id: max(200), title: max(24), description: max(72).optional() })
const body = z.strictObject({ text: max(1_024) })
const distinct = <T>(of: readonly T[], by: (one: T) => string): boolean => new Set(of.map(by)).size === of.length

const button = z.strictObject({
  type: z.literal('button'),
  body,
  action: z.strictObject({
    buttons: z
      .array(z.strictObject({ type: z.literal('reply'), reply }))
      .min(1)
      .max(3)
      .refine((all) => distinct(all, (one) => one.reply.title) && distinct(all, (one) => one.reply.id)),
  }),
})
const list = z.strictObject({
  type: z.literal('list'),
  body,
  action: z.strictObject({
    button: max(20),
    sections: z
      .array(z.strictObject({ rows: z.array(row).min(1).max(10) }))
      .length(1)
      .refine((all) => distinct(all[0]?.rows ?? [], (one) => one.id)),
  }),
})

const template = z.strictObject({
  name: max(512),
  language: z.strictObject({ code: max(10) }),
  components: z
    .array(
      z.strictObject({
        type: z.literal('body'),
        parameters: z
          .array(
            z.strictObject({
              type: z.literal('text'),
              text: z
                .string()
                .min(1)
                .regex(/^(?!.*( {5}|[\n\t]))/s),
            }),
          )
          .min(1),
      }),
    )
    .max(1),
})

const message = z
  .discriminatedUnion('type', [
    z.strictObject({ ...frame, type: z.literal('template'), template }),
    z.strictObject({
      ...frame,
      type: z.literal('text'),
      text: z.strictObject({ body: max(4_096), preview_url: z.boolean() }),
    }),
    z.strictObject({
      ...frame,
      type: z.literal('interactive'),
      interactive: z.discriminatedUnion('type', [button, list]),
    }),
    z.strictObject({
      ...frame,
      type: z.literal('audio'),
      audio: z.strictObject({ id: max(100), voice: z.literal(true).optional() }),
    }),
    z.strictObject({ ...frame, type: z.literal('image'), image: z.strictObject({ id: max(100) }) }),
    z.strictObject({
      ...frame,
      type: z.literal('document'),
      document: z.strictObject({ id: max(100), filename: max(240) }),
    }),
    z.strictObject({
      ...frame,
      type: z.literal('location'),
      location: z.strictObject({
        latitude: z.number().min(-90).max(90),
        longitude: z.number().min(-180).max(180),
      }),
    }),
  ])
  .refine(({ to, recipient }) => (to === undefined) !== (recipient === undefined), 'one of to and recipient')
type Message = z.output<typeof message>

const read = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().startsWith('wamid.'),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
})

/** A template of the account, as Meta lists it. */
export type AccountTemplate = {
  readonly name: string
  readonly language: string
  readonly status: 'APPROVED' | 'PENDING' | 'REJECTED'
  readonly parameter_format?: 'POSITIONAL' | 'NAMED'
  readonly components: readonly Readonly<Record<string, unknown>>[]
}

const templateQuery = z.strictObject({
  fields: z.literal('name,language,parameter_format,components'),
  status: z.literal('APPROVED'),
  limit: z.string().regex(/^\d+$/),
})

export type Rules = {
  /** Messages in a second that the number may send. */
  readonly perSecond: number
  /** Messages to one person that may follow each other at once; then one in six seconds. */
  readonly pairBurst: number
  /** What is told of a message that was taken, in this order. */
  readonly statuses: readonly ('sent' | 'delivered' | 'read')[]
}

export const createMethods = (world: World, rules: Rules, templates: readonly AccountTemplate[] = []) => {
  const times: number[] = []
  const pairs = new Map<string, number>()

  const wrong = (what: string, error: z.ZodError): Answer => {
    world.violations.push(`${what}: ${z.prettifyError(error)}`)
    return refuse(100)
  }

  /** Six seconds a message, of which so many may be taken in advance. */
  const pairIsFull = (number: string): boolean => {
    const fullAt = Math.max(pairs.get(number) ?? 0, world.now())
    if (fullAt - world.now() > (rules.pairBurst - 1) * 6_000) return true
    pairs.set(number, fullAt + 6_000)
    return false
  }

  const numberIsFull = (): boolean => {
    const now = world.now()
    while (times[0] !== undefined && times[0] <= now - 1_000) times.shift()
    if (times.length >= rules.perSecond) return true
    times.push(now)
    return false
  }

  const shown = (content: Message, attached: Attached | null): Omit<Sent, 'wamid' | 'chat' | 'ref'> => {
    const plain = { text: '', buttons: [], attached }
    if (content.type === 'text') return { ...plain, text: content.text.body, form: 'text' }
    if (content.type === 'template') return { ...plain, text: wordsOf(content.template) ?? '', form: 'template' }
    if (content.type !== 'interactive') return { ...plain, form: 'attached' }
    const { interactive } = content
    const buttons =
      interactive.type === 'button'
        ? interactive.action.buttons.map((one) => ({ label: one.reply.title, id: one.reply.id }))
        : interactive.action.sections.flatMap((one) => one.rows).map((one) => ({ label: one.title, id: one.id }))
    const form = interactive.type === 'button' ? 'buttons' : 'list'
    return { ...plain, text: interactive.body.text, form, buttons }
  }

  /** The words with their gaps filled; null where there is no such template or the number of gaps is another. */
  const wordsOf = ({ name, language, components }: z.output<typeof template>): string | null => {
    const found = templates.find((one) => one.name === name && one.language === language.code)
    const body = String(found?.components.find(({ type }) => type === 'BODY')?.text ?? '')
    const values = components[0]?.parameters ?? []
    const gaps = new Set(body.match(/\{\{\d+\}\}/g))
    if (found?.status !== 'APPROVED' || gaps.size !== values.length) return null
    return body.replace(/\{\{(\d+)\}\}/g, (_, index: string) => values[Number(index) - 1]?.text ?? '')
  }

  const attachedTo = (content: Message): ReturnType<typeof attachedBy> | null => {
    if (content.type === 'location') return { lat: content.location.latitude, lon: content.location.longitude }
    if (content.type === 'audio' || content.type === 'image' || content.type === 'document')
      return attachedBy(world, content)
    return null
  }

  const send = (payload: unknown): Answer => {
    const parsed = message.safeParse(payload)
    if (!parsed.success) return wrong('messages', parsed.error)
    const name = parsed.data.to ?? parsed.data.recipient ?? ''
    const { data } = parsed
    if (data.type === 'template' && wordsOf(data.template) === null) return refuse(132001, 404)
    const person = world.named(name)
    if (person === undefined || person.left) return refuse(131026)
    const attached = attachedTo(data)
    if (attached !== null && attached !== 'later' && 'refused' in attached) return refuse(attached.refused)
    if (numberIsFull()) return refuse(130429, 429)
    if (pairIsFull(person.number)) return refuse(131056)
    const ref = parsed.data.biz_opaque_callback_data ?? null
    const wamid = world.nextId('wamid.OUT')
    const sent: Sent = { wamid, chat: person.number, ref, ...shown(data, attached === 'later' ? null : attached) }
    if (attached === 'later') world.tell(sent, 'failed', WRONG_MEDIA)
    else if (data.type === 'template' || world.mayWriteTo(person)) {
      world.sent.push(sent)
      for (const status of rules.statuses) world.tell(sent, status)
    } else world.tell(sent, 'failed', 131047)
    world.changed()
    return done({
      messaging_product: 'whatsapp',
      contacts: [{ input: name, wa_id: person.number }],
      messages: [{ id: sent.wamid, message_status: 'accepted' }],
    })
  }

  return {
    send,
    upload: async (payload: unknown): Promise<Answer> => {
      const taken = await takeUpload(world, payload)
      if ('id' in taken) return done({ id: taken.id })
      if (taken.violation !== undefined) world.violations.push(taken.violation)
      return refuse(taken.code)
    },
    list: (query: unknown): Answer => {
      const parsed = templateQuery.safeParse(query)
      if (!parsed.success) return wrong('message_templates', parsed.error)
      const data = templates
        .filter(({ status }) => status === 'APPROVED')
        .map(({ status: _, ...one }, index) => ({ ...one, id: String(index) }))
      return done({ data, paging: { cursors: { before: 'x', after: 'y' } } })
    },
    read: (payload: unknown): Answer => {
      const parsed = read.safeParse(payload)
      if (!parsed.success) return wrong('read', parsed.error)
      world.reads.push({ message: parsed.data.message_id, typing: parsed.data.typing_indicator !== undefined })
      world.changed()
      return done({ success: true })
    },
  }
}
