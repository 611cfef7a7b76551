import type { z } from 'zod'
import type { Templates } from '../../bot/ports/templates.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { filled, gapsOf, type TemplateUse } from '../../bot/template.ts'
import { clean } from '../../bot/text.ts'
import type { Ticket } from '../../bot/ticket.ts'
import type { templateRequest } from './contract-templates.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'

/** A platform's own limit for the words of a template with its gaps filled. */
const MOST = 1_024

const oneLine = (value: string): string => clean(value).replace(/\s+/g, ' ')

/** The templates for where the person of a case writes; null: there are none. */
export const templatesFor = (core: Core, { row }: Ticket): Templates | null =>
  row.channel === 'whatsapp-cloud' ? (core.templates ?? null) : null

/** A template as it was approved, and what it spells out; or the answer that says what cannot be right. */
export const approved = async (
  templates: Templates,
  { name, language, values: given }: z.output<typeof templateRequest>,
): Promise<Result<{ readonly text: string; readonly template: TemplateUse }, Response>> => {
  const list = await templates.list()
  if (!list.ok) return fail(refuse({ kind: 'media', why: 'unreachable' }))
  const template = list.value.find((one) => one.name === name && one.language === language)
  if (template === undefined) return fail(refuse({ kind: 'invalid', fields: ['name'] }))
  const values = given.map(oneLine)
  const text = filled(template.body, values)
  if (values.length !== gapsOf(template.body) || values.includes('') || text.length > MOST)
    return fail(refuse({ kind: 'invalid', fields: ['values'] }))
  return ok({ text, template: { name, language, values } })
}
