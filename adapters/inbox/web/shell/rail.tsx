import type { ReactNode } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { useTickets } from '../lib/queries.ts'
import { follow, href, type Route } from '../lib/router.ts'
import { Icon, type IconName, Logo } from '../ui/icon.tsx'

/** The navigation: at the side, and at the bottom on a phone. */
export const Rail = ({ page }: { readonly page: Route['page'] }) => {
  const { t, n } = useI18n()
  const me = useMe()
  const unread = useTickets('unit', '', false).data?.unread ?? 0
  return (
    <nav className="rail" aria-label={t('nav.title')}>
      <Logo />
      <RailLink to="" icon="chat" label={t('nav.cases')} current={page === 'list' || page === 'ticket'}>
        {unread > 0 && (
          <span className="count">
            <span aria-hidden="true">{unread}</span>
            <span className="sr-only">{n('row.unread', unread)}</span>
          </span>
        )}
      </RailLink>
      {me.role !== 'agent' && <RailLink to="staff" icon="team" label={t('nav.staff')} current={page === 'staff'} />}
      {me.role !== 'agent' && (
        <RailLink to="questions" icon="help" label={t('nav.questions')} current={page === 'questions'} />
      )}
      {me.role === 'admin' && (
        <RailLink to="channels" icon="link" label={t('nav.channels')} current={page === 'channels'} />
      )}
      <span className="rail-gap" />
      <RailLink to="account" icon="person" label={t('nav.account')} current={page === 'account'} />
    </nav>
  )
}

const RailLink = ({
  to,
  icon,
  label,
  current,
  children,
}: {
  readonly to: string
  readonly icon: IconName
  readonly label: string
  readonly current: boolean
  readonly children?: ReactNode
}) => (
  <a href={href(to)} onClick={follow(to)} aria-current={current ? 'page' : undefined}>
    <span className="rail-icon">
      <Icon name={icon} />
      {children}
    </span>
    {label}
  </a>
)
