import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import type { DeskResult } from '../../bot/app/desk.ts'
import { reminderId, ticketId } from '../../bot/ids.ts'
import type { Reminder } from '../../bot/reminder.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { clean } from '../../bot/text.ts'
import type { Ticket } from '../../bot/ticket.ts'
import { scopeOf } from './access.ts'
import { approved, templatesFor } from './approved.ts'
import { reminderRequest } from './contract-reminders.ts'
import type { Core } from './core.ts'
import { answerOf, type Doing } from './desk-answer.ts'
import { refuse } from './failure.ts'
import { readBody } from './input.ts'
import type { Env } from './signed-in.ts'
import { replyUntil } from './ticket-view.ts'

type Say = z.output<typeof reminderRequest>['say']

/** What the person is to be told later. */
export const reminderRoutes = (core: Core): Hono<Env> => {
  const { store, desk, log } = core

  const doingOf = (c: Context<Env>): Doing => {
    const me = c.var.me.staff
    return { id: ticketId(c.req.param('id') ?? ''), me, by: { id: me.id, name: me.name }, scope: scopeOf(me) }
  }
  const answer = (what: string, done: DeskResult, doing: Doing): Promise<Response> => {
    log.info({ staff: doing.me.id, ticket: doing.id, what, result: done.kind }, 'a case in the inbox')
    return answerOf(core, done, doing)
  }

  /** The words, checked with the platform where they are to be approved ones. */
  const words = async (ticket: Ticket, say: Say): Promise<Result<Pick<Reminder, 'text' | 'template'>, Response>> => {
    if ('template' in say) {
      const templates = templatesFor(core, ticket)
      return templates === null ? fail(refuse({ kind: 'not-found' })) : approved(templates, say.template)
    }
    const text = clean(say.text)
    return text === '' ? fail(refuse({ kind: 'invalid', fields: ['text'] })) : ok({ text, template: null })
  }

  /** Whether own words could not go out then, because the person has been silent for too long. */
  const needsTemplate = async ({ row }: Ticket, at: number): Promise<boolean> => {
    const { session } = await store.load(row.conversation)
    const until = session && replyUntil(core, row, session.lastInboundAt)
    return until !== null && at >= until
  }

  return new Hono<Env>()
    .post('/tickets/:id/reminders', async (c) => {
      const read = await readBody(c, reminderRequest)
      if (!read.ok) return read.error
      const { at, say } = read.value
      const doing = doingOf(c)
      const ticket = await store.ticket(doing.id, doing.scope)
      if (ticket === null) return refuse({ kind: 'not-found' })
      const checked = await words(ticket, say)
      if (!checked.ok) return checked.error
      if (checked.value.template === null && (await needsTemplate(ticket, at)))
        return refuse({ kind: 'reminder', why: 'template' })
      const reminder = { at, ...checked.value }
      return answer('remind', await desk.remind(doing.id, doing.by, doing.scope, reminder), doing)
    })
    .post('/tickets/:id/reminders/:reminder/cancel', async (c) => {
      const doing = doingOf(c)
      const id = reminderId(c.req.param('reminder'))
      return answer('unremind', await desk.unremind(doing.id, doing.by, doing.scope, id), doing)
    })
}
