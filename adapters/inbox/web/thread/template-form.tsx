import type { z } from 'zod'
import type { TicketRow } from '../../contract.ts'
import type { templateRequest } from '../../contract-templates.ts'
import { announce } from '../lib/announce.tsx'
import { useI18n } from '../lib/i18n.ts'
import { useChange } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/trouble.tsx'
import { TemplateFields, useChosen, useTemplates } from './template-fields.tsx'

/** A template for when the window has closed, sent at once. Nothing where there is none. */
export const TemplateForm = ({ row }: { readonly row: TicketRow }) => {
  const { t } = useI18n()
  const chosen = useChosen(useTemplates(row.id).data?.templates ?? [])
  const send = useChange<z.input<typeof templateRequest>>(row.id, 'template')
  if (chosen === null) return null
  return (
    <form
      className="writing"
      onSubmit={(event) => {
        event.preventDefault()
        send
          .mutateAsync(chosen.request())
          .then(() => {
            chosen.clear()
            announce(t('composer.sent'))
          })
          .catch(() => undefined)
      }}
    >
      <TemplateFields chosen={chosen} />
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
