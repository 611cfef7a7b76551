import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { invitationAnswer } from '../../contract.ts'
import { announce } from '../lib/announce.tsx'
import { post } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Failure } from '../ui/trouble.tsx'
import { complete, type Rights, RightsFields } from './rights.tsx'

/** Makes a link that whoever invites hands over: no mail leaves the server. */
export const InviteDialog = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useI18n()
  const me = useMe()
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [rights, setRights] = useState<Rights>({ role: 'agent', units: me.units.slice(0, 1) })
  const invite = useMutation({
    mutationFn: () => post(invitationAnswer, 'invitations', { email, ...rights }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.invitations }),
  })
  const link = invite.data?.link
  if (link !== undefined) {
    return (
      <Dialog
        title={t('staff.link-title')}
        onClose={onDone}
        onSubmit={onDone}
        actions={
          <>
            <Button
              icon="copy"
              onClick={() => navigator.clipboard.writeText(link).then(() => announce(t('staff.copied')))}
            >
              {t('staff.copy')}
            </Button>
            <Button type="submit" look="primary">
              {t('action.close')}
            </Button>
          </>
        }
      >
        <p>{t('staff.link-words', { email })}</p>
        <Field label={t('staff.link')} readOnly value={link} onFocus={(event) => event.target.select()} />
      </Dialog>
    )
  }
  return (
    <Dialog
      title={t('staff.invite')}
      onClose={onDone}
      onSubmit={() => complete(rights) && invite.mutate()}
      actions={
        <>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={!complete(rights)}
            busy={invite.isPending && t('state.working')}
          >
            {t('staff.make-link')}
          </Button>
        </>
      }
    >
      <Field
        label={t('signin.email')}
        type="email"
        required
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <RightsFields rights={rights} onChange={setRights} />
      {!complete(rights) && <p className="hint">{t('staff.needs-unit')}</p>}
      <Failure error={invite.error} />
    </Dialog>
  )
}
