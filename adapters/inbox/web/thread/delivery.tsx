import type { TicketId } from '../../../../bot/ids.ts'
import { type Delivery, OUTSIDE_WINDOW } from '../../../../bot/ticket.ts'
import type { TicketEntry } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useChange } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Failure } from '../ui/trouble.tsx'

const ICON: Readonly<Record<Delivery, IconName>> = {
  queued: 'clock',
  sending: 'clock',
  sent: 'check',
  failed: 'danger',
  gone: 'danger',
  unknown: 'clock',
  dropped: 'close',
}

/** How far a message has come, in words. Only what surely did not arrive can be sent again. */
export const DeliveryLine = ({ entry, ticket }: { readonly entry: TicketEntry; readonly ticket: TicketId }) => {
  const { t } = useI18n()
  const retry = useChange(ticket, `entries/${entry.seq}/retry`)
  const { delivery } = entry
  if (delivery === null) return null
  const late = delivery === 'failed' && entry.failure === OUTSIDE_WINDOW
  return (
    <div className={`delivery ${delivery}`}>
      <span>
        <Icon name={ICON[delivery]} />
        {late ? t('delivery.outside-window') : t(`delivery.${delivery}`)}
        {entry.failure && delivery === 'failed' && !late && ` (${entry.failure})`}
      </span>
      {delivery === 'failed' && (
        <Button icon="retry" busy={retry.isPending && t('state.sending')} onClick={() => retry.mutate()}>
          {t('action.retry')}
        </Button>
      )}
      <Failure error={retry.error} />
    </div>
  )
}
