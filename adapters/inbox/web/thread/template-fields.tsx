import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { TicketId } from '../../../../bot/ids.ts'
import { filled, gapsOf, type Template } from '../../../../bot/template.ts'
import { GAP_MAX, templateList, type templateRequest } from '../../contract-templates.ts'
import { get } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { keys } from '../lib/queries.ts'
import { Field, Select } from '../ui/field.tsx'

/** What may be sent when the window has closed. */
export const useTemplates = (ticket: TicketId, wanted = true) =>
  useQuery({
    queryKey: keys.templates(ticket),
    queryFn: () => get(templateList, `tickets/${encodeURIComponent(ticket)}/templates`),
    enabled: wanted,
  })

const idOf = ({ name, language }: Template): string => `${name} (${language})`

/** The template that is chosen, and what is in its gaps. Null where there is none. */
export const useChosen = (templates: readonly Template[]) => {
  const [chosen, setChosen] = useState('')
  const [values, setValues] = useState<readonly string[]>([])
  const template = templates.find((one) => idOf(one) === chosen) ?? templates[0]
  if (template === undefined) return null
  const gaps = Array.from({ length: gapsOf(template.body) }, (_, index) => values[index] ?? '')
  return {
    templates,
    template,
    gaps,
    choose: (id: string) => {
      setChosen(id)
      setValues([])
    },
    fill: (index: number, value: string) => setValues(gaps.with(index, value)),
    clear: () => setValues([]),
    request: (): z.input<typeof templateRequest> => ({
      name: template.name,
      language: template.language,
      values: [...gaps],
    }),
  }
}
export type Chosen = NonNullable<ReturnType<typeof useChosen>>

/** A template: chosen, filled, and seen as the person will see it. */
export const TemplateFields = ({ chosen }: { readonly chosen: Chosen }) => {
  const { t } = useI18n()
  const { templates, template, gaps } = chosen
  return (
    <>
      <Select
        label={t('template.choose')}
        value={idOf(template)}
        options={templates.map((one) => ({ value: idOf(one), label: idOf(one) }))}
        onChange={chosen.choose}
      />
      {gaps.map((value, index) => (
        <Field
          // biome-ignore lint/suspicious/noArrayIndexKey: a gap has no name but its number
          key={index}
          label={t('template.gap', { n: index + 1 })}
          required
          maxLength={GAP_MAX}
          value={value}
          onChange={(event) => chosen.fill(index, event.target.value)}
        />
      ))}
      <p className="hint">{t('template.preview')}</p>
      <blockquote className="template-preview">{filled(template.body, gaps)}</blockquote>
    </>
  )
}
