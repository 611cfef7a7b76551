import { Hono } from 'hono'
import type { z } from 'zod'
import { ticketId } from '../../bot/ids.ts'
import { scopeOf } from './access.ts'
import { approved, templatesFor } from './approved.ts'
import { type templateList, templateRequest } from './contract-templates.ts'
import type { Core } from './core.ts'
import { answerOf } from './desk-answer.ts'
import { refuse } from './failure.ts'
import { readBody } from './input.ts'
import type { Env } from './signed-in.ts'

/** Templates of WhatsApp, for when the person has been silent for longer than 24 hours. */
export const templateRoutes = (core: Core): Hono<Env> => {
  const { store, desk, log } = core

  return new Hono<Env>()
    .get('/tickets/:id/templates', async (c) => {
      const ticket = await store.ticket(ticketId(c.req.param('id')), scopeOf(c.var.me.staff))
      if (ticket === null) return refuse({ kind: 'not-found' })
      const list = await templatesFor(core, ticket)?.list()
      const answer: z.output<typeof templateList> = { templates: list?.ok ? [...list.value] : null }
      return c.json(answer)
    })
    .post('/tickets/:id/template', async (c) => {
      const read = await readBody(c, templateRequest)
      if (!read.ok) return read.error
      const me = c.var.me.staff
      const doing = {
        id: ticketId(c.req.param('id')),
        me,
        by: { id: me.id, name: me.name },
        scope: scopeOf(me),
      }
      const ticket = await store.ticket(doing.id, doing.scope)
      const templates = ticket && templatesFor(core, ticket)
      if (templates === null) return refuse({ kind: 'not-found' })
      const checked = await approved(templates, read.value)
      if (!checked.ok) return checked.error
      const { text, template } = checked.value
      const done = await desk.reply(doing.id, doing.by, doing.scope, text, null, { template })
      log.info({ staff: me.id, ticket: doing.id, what: 'template', result: done.kind }, 'a case in the inbox')
      return answerOf(core, done, doing)
    })
}
