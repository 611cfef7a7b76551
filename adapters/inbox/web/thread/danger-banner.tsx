import type { Danger } from '../../../../bot/danger.ts'
import type { TicketRow } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useNow } from '../lib/now.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

type BannerProps = {
  readonly row: TicketRow
  readonly danger: Danger
  readonly busy: boolean
  readonly onClaim: () => void
}

export const DangerBanner = ({ row, danger, busy, onClaim }: BannerProps) => {
  const { t, span, inSentence } = useI18n()
  const now = useNow()
  return (
    <section className="danger-banner" aria-labelledby="danger-title">
      <Icon name="danger" />
      <div>
        <h3 id="danger-title">{t('danger.title', { kind: inSentence(`danger.${danger}`) })}</h3>
        <p>
          {row.waitingSince !== null && t('danger.waits', { time: span(now - row.waitingSince).long })}{' '}
          {row.assignee ? t('danger.held', { name: row.assignee.name }) : t('danger.nobody')}
        </p>
      </div>
      {row.assignee === null && (
        <Button look="danger" busy={busy && t('state.working')} onClick={onClaim}>
          {t('ticket.claim-danger')}
        </Button>
      )}
    </section>
  )
}
