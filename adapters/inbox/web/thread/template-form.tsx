import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { filled, gapsOf } from '../../../../bot/template.ts'
import type { TicketRow } from '../../contract.ts'
import { GAP_MAX, templateList, type templateRequest } from '../../contract-templates.ts'
import { announce } from '../lib/announce.tsx'
import { get } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { keys, useChange } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { Failure } from '../ui/trouble.tsx'

type Template = NonNullable<z.output<typeof templateList>['templates']>[number]

const idOf = ({ name, language }: Template): string => `${name} (${language})`

/** A template for when the window has closed: chosen, filled, seen as the person will see it, sent. Nothing where there is none. */
export const TemplateForm = ({ row }: { readonly row: TicketRow }) => {
  const query = useQuery({
    queryKey: keys.templates(row.id),
    queryFn: () => get(templateList, `tickets/${encodeURIComponent(row.id)}/templates`),
  })
  const [first, ...others] = query.data?.templates ?? []
  return first === undefined ? null : <Choose row={row} first={first} templates={[first, ...others]} />
}

type ChooseProps = { readonly row: TicketRow; readonly first: Template; readonly templates: readonly Template[] }

const Choose = ({ row, first, templates }: ChooseProps) => {
  const { t } = useI18n()
  const [chosen, setChosen] = useState(idOf(first))
  const [values, setValues] = useState<readonly string[]>([])
  const send = useChange<z.input<typeof templateRequest>>(row.id, 'template')
  const template = templates.find((one) => idOf(one) === chosen) ?? first
  const gaps = Array.from({ length: gapsOf(template.body) }, (_, index) => values[index] ?? '')
  return (
    <form
      className="writing"
      onSubmit={(event) => {
        event.preventDefault()
        send
          .mutateAsync({ name: template.name, language: template.language, values: gaps })
          .then(() => {
            setValues([])
            announce(t('composer.sent'))
          })
          .catch(() => undefined)
      }}
    >
      <Select
        label={t('template.choose')}
        value={chosen}
        options={templates.map((one) => ({ value: idOf(one), label: idOf(one) }))}
        onChange={(id) => {
          setChosen(id)
          setValues([])
        }}
      />
      {gaps.map((value, index) => (
        <Field
          // biome-ignore lint/suspicious/noArrayIndexKey: a gap has no name but its number
          key={index}
          label={t('template.gap', { n: index + 1 })}
          required
          maxLength={GAP_MAX}
          value={value}
          onChange={(event) => setValues(gaps.with(index, event.target.value))}
        />
      ))}
      <p className="hint">{t('template.preview')}</p>
      <blockquote className="template-preview">{filled(template.body, gaps)}</blockquote>
      <Failure error={send.error} />
      <div className="composer-foot">
        <p className="hint">{t('template.hint')}</p>
        <Button type="submit" look="primary" icon="send" busy={send.isPending && t('state.sending')}>
          {t('template.send')}
        </Button>
      </div>
    </form>
  )
}
