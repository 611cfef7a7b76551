import type { StaffRef } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'

type TakeOverProps = { readonly holder: StaffRef; readonly onTake: () => void; readonly onCancel: () => void }

/** A colleague who is ill or away has the case: taking it is asked once, with the name. */
export const TakeOverDialog = ({ holder, onTake, onCancel }: TakeOverProps) => {
  const { t } = useI18n()
  return (
    <Dialog
      title={t('ticket.take-over', { name: holder.name })}
      onClose={onCancel}
      onSubmit={onTake}
      actions={
        <>
          <Button onClick={onCancel}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary">
            {t('ticket.claim')}
          </Button>
        </>
      }
    >
      <p>{t('take-over.why', { name: holder.name })}</p>
    </Dialog>
  )
}
