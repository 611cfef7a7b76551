import type { Instant } from '../../../../bot/time.ts'
import type { StaffRef } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

export type Lost = { readonly by: StaffRef; readonly at: Instant | null }

type LostProps = { readonly lost: Lost; readonly onRead: () => void; readonly onNote: () => void }

/** Two pressed at once: the other one was first, and is named. */
export const LostDialog = ({ lost, onRead, onNote }: LostProps) => {
  const { t, time } = useI18n()
  return (
    <Dialog
      title={t('ticket.lost', { name: lost.by.name })}
      onClose={onRead}
      onSubmit={onRead}
      actions={
        <>
          <Button onClick={onNote}>{t('lost.note')}</Button>
          <Button type="submit" look="primary">
            {t('lost.read')}
          </Button>
        </>
      }
    >
      <p>
        {lost.at !== null && t('lost.at', { time: time(lost.at) })} {t('lost.kept')}
      </p>
    </Dialog>
  )
}
