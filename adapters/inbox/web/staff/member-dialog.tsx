import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { done, type StaffMember } from '../../contract.ts'
import { patch, remove } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Check } from '../ui/field.tsx'
import { Failure } from '../ui/trouble.tsx'
import { complete, type Rights, RightsFields } from './rights.tsx'

export const MemberDialog = ({ member, onDone }: { readonly member: StaffMember; readonly onDone: () => void }) => {
  const { t } = useI18n()
  const client = useQueryClient()
  const [rights, setRights] = useState<Rights>({ role: member.role, units: member.units })
  const [active, setActive] = useState(member.active)
  const change = useMutation({
    mutationFn: () => patch(done, `staff/${encodeURIComponent(member.id)}`, { ...rights, active }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.staff })
      onDone()
    },
  })
  const endSessions = useMutation({ mutationFn: () => remove(done, `staff/${encodeURIComponent(member.id)}/sessions`) })
  return (
    <Dialog
      title={member.name}
      onClose={onDone}
      onSubmit={() => complete(rights) && change.mutate()}
      actions={
        <>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={!complete(rights)}
            busy={change.isPending && t('state.working')}
          >
            {t('action.save')}
          </Button>
        </>
      }
    >
      <RightsFields rights={rights} onChange={setRights} />
      {!complete(rights) && <p className="hint">{t('staff.needs-unit')}</p>}
      <Check label={t('staff.active')} detail={t('staff.active-hint')} checked={active} onChange={setActive} />
      {member.active && (
        <div>
          <Button busy={endSessions.isPending && t('state.working')} onClick={() => endSessions.mutate()}>
            {t('staff.end-sessions')}
          </Button>
          <p className="hint" role="status">
            {t(endSessions.isSuccess ? 'staff.sessions-ended' : 'staff.end-sessions-hint')}
          </p>
        </div>
      )}
      <Failure error={change.error ?? endSessions.error} />
    </Dialog>
  )
}
