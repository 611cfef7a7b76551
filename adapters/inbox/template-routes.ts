import { Hono } from 'hono'
import type { z } from 'zod'
import { ticketId } from '../../bot/ids.ts'
import type { Templates } from '../../bot/ports/templates.ts'
import { filled, gapsOf } from '../../bot/template.ts'
import { clean } from '../../bot/text.ts'
import type { Ticket } from '../../bot/ticket.ts'
import { scopeOf } from './access.ts'
import { type templateList, templateRequest } from './contract-templates.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { readBody } from './input.ts'
import type { Env } from './signed-in.ts'
import { ticketDetail } from './ticket-view.ts'

/** A platform's own limit for the words of a template with its gaps filled. */
const MOST = 1_024

const oneLine = (value: string): string => clean(value).replace(/\s+/g, ' ')

/** Templates of WhatsApp, for when the person has been silent for longer than 24 hours. */
export const templateRoutes = (core: Core): Hono<Env> => {
  const { store, desk, log } = core
  const templatesFor = ({ row }: Ticket): Templates | null =>
    row.channel === 'whatsapp-cloud' ? (core.templates ?? null) : null

  return new Hono<Env>()
    .get('/tickets/:id/templates', async (c) => {
      const ticket = await store.ticket(ticketId(c.req.param('id')), scopeOf(c.var.me.staff))
      if (ticket === null) return refuse({ kind: 'not-found' })
      const list = await templatesFor(ticket)?.list()
      const answer: z.output<typeof templateList> = { templates: list?.ok ? [...list.value] : null }
      return c.json(answer)
    })
    .post('/tickets/:id/template', async (c) => {
      const read = await readBody(c, templateRequest)
      if (!read.ok) return read.error
      const me = c.var.me.staff
      const id = ticketId(c.req.param('id'))
      const ticket = await store.ticket(id, scopeOf(me))
      const templates = ticket && templatesFor(ticket)
      if (templates === null) return refuse({ kind: 'not-found' })
      const list = await templates.list()
      if (!list.ok) return refuse({ kind: 'media', why: 'unreachable' })
      const { name, language } = read.value
      const template = list.value.find((one) => one.name === name && one.language === language)
      if (template === undefined) return refuse({ kind: 'invalid', fields: ['name'] })
      const values = read.value.values.map(oneLine)
      const text = filled(template.body, values)
      if (values.length !== gapsOf(template.body) || values.includes('') || text.length > MOST)
        return refuse({ kind: 'invalid', fields: ['values'] })
      const by = { id: me.id, name: me.name }
      const done = await desk.reply(id, by, scopeOf(me), text, null, { template: { name, language, values } })
      log.info({ staff: me.id, ticket: id, what: 'template', result: done.kind }, 'a case in the inbox')
      if (done.kind === 'done') return c.json({ ticket: await ticketDetail(core, me, id) })
      if (done.kind === 'not-holder')
        return refuse({ kind: 'not-yours', by: done.by === null ? null : { id: done.by, name: done.name ?? '' } })
      return refuse({ kind: done.kind === 'not-found' ? 'not-found' : 'changed' })
    })
}
