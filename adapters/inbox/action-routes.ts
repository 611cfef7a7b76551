import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { DeskResult, Target } from '../../bot/app/desk.ts'
import { type TicketId, ticketId } from '../../bot/ids.ts'
import type { Attachment } from '../../bot/message.ts'
import { clean } from '../../bot/text.ts'
import type { Ticket } from '../../bot/ticket.ts'
import { recognise } from '../recognise.ts'
import { isWithin, scopeOf } from './access.ts'
import { claimRequest, closeRequest, noteRequest, replyRequest, transferRequest } from './contract.ts'
import type { Core } from './core.ts'
import { answerOf, type Doing } from './desk-answer.ts'
import { refuse } from './failure.ts'
import { readBody } from './input.ts'
import type { Env } from './signed-in.ts'
import { replyUntil } from './ticket-view.ts'

const nothing = z.object({})

type Done = DeskResult | Response

/** What staff do with a case. The desk decides whether it can be done; a case outside the scope is not there. */
export const actionRoutes = (core: Core): Hono<Env> => {
  const { desk, store } = core

  /** Reads what came, does it, and answers with the case as it is then. */
  const action =
    <T>(what: string, schema: z.ZodType<T>, act: (doing: Doing, request: T, c: Context<Env>) => Promise<Done>) =>
    async (c: Context<Env>): Promise<Response> => {
      const read = await readBody(c, schema)
      if (!read.ok) return read.error
      const me = c.var.me.staff
      const doing = { id: ticketId(c.req.param('id') ?? ''), me, by: { id: me.id, name: me.name }, scope: scopeOf(me) }
      const done = await act(doing, read.value, c)
      if (done instanceof Response) return done
      core.log.info({ staff: me.id, ticket: doing.id, what, result: done.kind }, 'a case in the inbox')
      return answerOf(core, done, doing)
    }

  const reply = async (doing: Doing, request: z.output<typeof replyRequest>): Promise<Done> => {
    const ticket = await store.ticket(doing.id, doing.scope)
    if (ticket === null) return { kind: 'not-found' }
    if (ticket.row.assignee === doing.me.id) {
      const { session } = await store.load(ticket.row.conversation)
      const until = session && replyUntil(core, ticket.row, session.lastInboundAt)
      if (until !== null && core.clock.now() >= until) return refuse({ kind: 'window-closed' })
    }
    const attachment = await attachmentOf(doing.id, request.attachment)
    if (attachment === null) return refuse({ kind: 'file', why: 'gone' })
    const seen = request.anyway ? null : request.seen
    return desk.reply(doing.id, doing.by, doing.scope, request.text, seen, attachment && { attachment })
  }

  /** Null where the file is not there: it was never given for this case, or is forgotten. */
  const attachmentOf = async (
    ticket: TicketId,
    asked: z.output<typeof replyRequest>['attachment'],
  ): Promise<Attachment | undefined | null> => {
    if (asked === undefined || asked.kind === 'location') return asked
    const file = await store.file(asked.file)
    const what = file && recognise(file.bytes)?.what
    if (file?.ticket !== ticket || !what) return null
    return { ...asked, what, mime: file.mime, size: file.bytes.length, name: file.name }
  }

  const targetOf = async (ticket: Ticket, to: z.output<typeof transferRequest>['to']): Promise<Target | null> => {
    if ('unit' in to) return core.knowledge().units.some((unit) => unit.id === to.unit) ? to : null
    const staff = await core.staff.find(to.staff)
    return staff !== null && isWithin(scopeOf(staff), ticket.row.unit)
      ? { staff: { id: staff.id, name: staff.name } }
      : null
  }

  return new Hono<Env>()
    .post(
      '/tickets/:id/claim',
      action('claim', claimRequest, ({ id, by, scope }, { over }) => desk.claim(id, by, scope, over)),
    )
    .post('/tickets/:id/reply', action('reply', saying(cleanText(replyRequest)), reply))
    .post(
      '/tickets/:id/note',
      action('note', saying(cleanText(noteRequest)), ({ id, by, scope }, { text }) => desk.note(id, by, scope, text)),
    )
    .post(
      '/tickets/:id/transfer',
      action('transfer', transferRequest, async ({ id, by, scope }, { to, note }) => {
        const ticket = await store.ticket(id, scope)
        if (ticket === null) return { kind: 'not-found' }
        const target = await targetOf(ticket, to)
        return target === null
          ? refuse({ kind: 'invalid', fields: ['to'] })
          : desk.transfer(id, by, scope, target, clean(note))
      }),
    )
    .post(
      '/tickets/:id/hand-back',
      action('hand-back', nothing, ({ id, by, scope }) => desk.handBack(id, by, scope)),
    )
    .post(
      '/tickets/:id/close',
      action('close', closeRequest, async ({ id, by, scope }, { outcome, topic, reminders }) =>
        topic === null || core.knowledge().topics.some((one) => one.id === topic)
          ? desk.close(id, by, scope, outcome, topic, reminders)
          : refuse({ kind: 'invalid', fields: ['topic'] }),
      ),
    )
    .post(
      '/tickets/:id/reopen',
      action('reopen', nothing, ({ id, by, scope }) => desk.reopen(id, by, scope)),
    )
    .post(
      '/tickets/:id/entries/:seq/retry',
      action('retry', nothing, async ({ id, by, scope }, _, c) => {
        const seq = Number(c.req.param('seq'))
        return Number.isInteger(seq) ? desk.retry(id, by, scope, seq) : { kind: 'not-found' }
      }),
    )
}

/** Without control characters. */
const cleanText = <T extends { readonly text: string }>(schema: z.ZodType<T>): z.ZodType<T> =>
  schema.transform((request) => ({ ...request, text: clean(request.text) }))

/** Not empty: what has neither words nor anything attached is refused. */
const saying = <T extends { readonly text: string; readonly attachment?: unknown }>(
  schema: z.ZodType<T>,
): z.ZodType<T> => schema.refine(({ text, attachment }) => text !== '' || attachment !== undefined, { path: ['text'] })
