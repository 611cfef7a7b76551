import type { TicketDetail } from '../../contract.ts'
import type { WaitingReminder } from '../../contract-reminders.ts'
import { announce } from '../lib/announce.tsx'
import { useI18n } from '../lib/i18n.ts'
import { useChange } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failure } from '../ui/trouble.tsx'

/** The reminders that wait in a case. `may`: they can be dropped by whoever looks. */
export const Waiting = ({ ticket, may }: { readonly ticket: TicketDetail; readonly may: boolean }) => {
  const { t } = useI18n()
  if (ticket.reminders.length === 0) return null
  return (
    <section className="waiting">
      <h3>{t('reminder.waiting')}</h3>
      <ul>
        {ticket.reminders.map((reminder) => (
          <One key={reminder.id} ticket={ticket} reminder={reminder} may={may} />
        ))}
      </ul>
    </section>
  )
}

type OneProps = { readonly ticket: TicketDetail; readonly reminder: WaitingReminder; readonly may: boolean }

const One = ({ ticket, reminder, may }: OneProps) => {
  const { t, moment, full } = useI18n()
  const drop = useChange(ticket.row.id, `reminders/${encodeURIComponent(reminder.id)}/cancel`)
  const when = moment(reminder.at)
  return (
    <li>
      <div>
        <p className="waiting-when">
          <Icon name="bell" />
          <time dateTime={new Date(reminder.at).toISOString()} title={full(reminder.at)}>
            {when}
          </time>
        </p>
        <p className="waiting-words" {...(!reminder.template && { lang: ticket.row.lang })}>
          {reminder.text}
        </p>
        <small>{t('reminder.by', { name: reminder.by.name })}</small>
        <Failure error={drop.error} />
      </div>
      {may && (
        <Button
          aria-label={t('reminder.drop-of', { when })}
          busy={drop.isPending && t('state.working')}
          onClick={() =>
            drop.mutate(undefined, {
              onSuccess: () => {
                announce(t('reminder.dropped'))
                // The button that had the focus is gone.
                document.querySelector<HTMLElement>('.dialog header button')?.focus()
              },
            })
          }
        >
          {t('reminder.drop')}
        </Button>
      )}
    </li>
  )
}
