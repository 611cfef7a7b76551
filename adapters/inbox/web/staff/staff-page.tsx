import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { API, done, type Invitation, invitationList, type StaffMember, staffList } from '../../contract.ts'
import { get, remove } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe, useNames } from '../lib/me.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failure, Trouble } from '../ui/trouble.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberDialog } from './member-dialog.tsx'

/** The staff, their units and rights, and the invitations that are still open. For administrators and leads. */
export const StaffPage = () => {
  const { t, n } = useI18n()
  const staff = useQuery({ queryKey: keys.staff, queryFn: () => get(staffList, 'staff') })
  const invitations = useQuery({ queryKey: keys.invitations, queryFn: () => get(invitationList, 'invitations') })
  const [inviting, setInviting] = useState(false)
  const [editing, setEditing] = useState<StaffMember | null>(null)
  return (
    <div className="page-body">
      <header className="page-head">
        <div>
          <h1>{t('staff.title')}</h1>
          {staff.data && <p>{n('staff.count', staff.data.staff.filter(({ active }) => active).length)}</p>}
        </div>
        <Button look="primary" icon="plus" onClick={() => setInviting(true)}>
          {t('staff.invite')}
        </Button>
      </header>
      {staff.isPending && <p role="status">{t('state.loading')}</p>}
      {staff.isError && <Trouble title={t('staff.failed')} error={staff.error} retry={() => staff.refetch()} />}
      {staff.data && (
        <ul className="card people">
          {staff.data.staff.map((member) => (
            <Member key={member.id} member={member} onEdit={() => setEditing(member)} />
          ))}
        </ul>
      )}
      {invitations.data && invitations.data.invitations.length > 0 && (
        <section aria-labelledby="invitations">
          <h2 id="invitations">{t('staff.invitations')}</h2>
          <ul className="card people">
            {invitations.data.invitations.map((invitation) => (
              <Open key={invitation.id} invitation={invitation} />
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="export">
        <h2 id="export">{t('staff.export')}</h2>
        <p>{t('staff.export-words')}</p>
        <p>
          <a className="button plain" href={`${API}/export.csv`} download>
            <Icon name="down" />
            <span>{t('staff.export-get')}</span>
          </a>
        </p>
      </section>
      {inviting && <InviteDialog onDone={() => setInviting(false)} />}
      {editing && <MemberDialog member={editing} onDone={() => setEditing(null)} />}
    </div>
  )
}

const Member = ({ member, onEdit }: { readonly member: StaffMember; readonly onEdit: () => void }) => {
  const { t, day } = useI18n()
  const me = useMe()
  const names = useNames()
  return (
    <li className={member.active ? '' : 'inactive'}>
      <div>
        <p className="person-name">
          <strong>{member.name}</strong> {member.id === me.id && <span className="badge accent">{t('staff.you')}</span>}
          {!member.active && <span className="badge sunken">{t('staff.inactive')}</span>}
          {member.active && !member.twoFactor && (
            <span className="badge warn">
              <Icon name="lock" />
              {t('staff.no-factor')}
            </span>
          )}
        </p>
        <p className="aside">{member.email}</p>
        <p className="aside">
          {t(`role.${member.role}`)}
          {member.units.length > 0 && ` · ${member.units.map(names.unit).join(', ')}`}
          {' · '}
          {member.lastSeenAt === null ? t('staff.never-seen') : t('staff.seen', { day: day(member.lastSeenAt) })}
        </p>
      </div>
      {member.id !== me.id && (
        <Button onClick={onEdit} aria-label={`${t('staff.change')}: ${member.name}`}>
          {t('staff.change')}
        </Button>
      )}
    </li>
  )
}

const Open = ({ invitation }: { readonly invitation: Invitation }) => {
  const { t, day } = useI18n()
  const names = useNames()
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => remove(done, `invitations/${encodeURIComponent(invitation.id)}`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.invitations }),
  })
  return (
    <li>
      <div>
        <p>
          <strong>{invitation.email}</strong>
        </p>
        <p className="aside">
          {t(`role.${invitation.role}`)}
          {invitation.units.length > 0 && ` · ${invitation.units.map(names.unit).join(', ')}`}
          {' · '}
          {t('staff.expires', { day: day(invitation.expiresAt) })}
        </p>
        <Failure error={withdraw.error} />
      </div>
      <Button
        busy={withdraw.isPending && t('state.working')}
        onClick={() => withdraw.mutate()}
        aria-label={`${t('staff.withdraw')}: ${invitation.email}`}
      >
        {t('staff.withdraw')}
      </Button>
    </li>
  )
}
