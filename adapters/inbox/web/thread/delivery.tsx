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

/** Codes of ours and of platforms that tell staff what to do; others are shown as they are. */
const REASONS = {
  [OUTSIDE_WINDOW]: 'delivery.outside-window',
  'file-erased': 'delivery.file-erased',
  'not-uploaded': 'delivery.file-refused',
  'file-too-large': 'delivery.file-refused',
  '131053': 'delivery.file-refused',
} as const

const isKnown = (code: string): code is keyof typeof REASONS => code in REASONS

/** How far a message has come, in words. Only what surely did not arrive can be sent again. */
export const DeliveryLine = ({ entry, ticket }: { readonly entry: TicketEntry; readonly ticket: TicketId }) => {
  const { t } = useI18n()
  const retry = useChange(ticket, `entries/${entry.seq}/retry`)
  const { delivery } = entry
  if (delivery === null) return null
  const code = delivery === 'failed' ? entry.failure : null
  return (
    <div className={`delivery ${delivery}`}>
      <span>
        <Icon name={ICON[delivery]} />
        {code !== null && isKnown(code) ? t(REASONS[code]) : t(`delivery.${delivery}`)}
        {code !== null && !isKnown(code) && ` (${code})`}
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
