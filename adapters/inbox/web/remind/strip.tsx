import type { TicketDetail } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

/** That reminders wait, and when the next one goes out. Nothing where there is none. */
export const RemindersStrip = ({ ticket, onOpen }: { readonly ticket: TicketDetail; readonly onOpen: () => void }) => {
  const { t, n, moment } = useI18n()
  const [next] = ticket.reminders
  if (next === undefined) return null
  return (
    <div className="window reminders-strip">
      <Icon name="bell" />
      <span>{n('reminder.count', ticket.reminders.length, { when: moment(next.at) })}</span>
      <Button look="quiet" aria-label={t('reminder.see-all')} onClick={onOpen}>
        {t('reminder.see')}
      </Button>
    </div>
  )
}
