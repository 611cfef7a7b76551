import type { Clock } from '../../bot/ports/clock.ts'
import type { Templates } from '../../bot/ports/templates.ts'
import { fail, ok } from '../../bot/result.ts'
import type { Template } from '../../bot/template.ts'
import { after, type Instant, MINUTE } from '../../bot/time.ts'
import type { Api } from './api.ts'
import * as schema from './schema.ts'

const KEPT = 10 * MINUTE
/** More than Meta gives an account before it is verified; of more, the first are shown. */
const MOST = 250

/** The approved templates of the account. Meta counts such questions, so the answer is kept for some minutes. */
export const createTemplates = (api: Api, accountId: string, clock: Clock): Templates => {
  let kept: { readonly until: Instant; readonly all: readonly Template[] } | null = null
  return {
    list: async () => {
      if (kept !== null && clock.now() < kept.until) return ok(kept.all)
      const query = { fields: 'name,language,parameter_format,components', status: 'APPROVED', limit: String(MOST) }
      const answer = await api.get(`${accountId}/message_templates`, query)
      const parsed = answer.ok ? schema.templates.safeParse(answer.value) : null
      if (!parsed?.success) return fail('unreachable')
      const all = parsed.data.data.flatMap((one) => usable(one))
      kept = { until: after(clock.now(), KEPT), all }
      return ok(all)
    },
  }
}

/** Only those that can be filled here: gaps by number in the words, none elsewhere, and no picture to be given with it. */
const usable = (one: unknown): readonly Template[] => {
  const parsed = schema.template.safeParse(one)
  if (!parsed.success || parsed.data.parameter_format === 'NAMED') return []
  const { name, language, components } = parsed.data
  const body = components.find(({ type }) => type === 'BODY')?.text
  const needsMore = components.some(
    ({ type, format, text, buttons }) =>
      (type === 'HEADER' && ((format ?? 'TEXT') !== 'TEXT' || text?.includes('{{') === true)) ||
      JSON.stringify(buttons ?? []).includes('{{') ||
      !['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].includes(type),
  )
  return body === undefined || needsMore ? [] : [{ name, language, body }]
}
