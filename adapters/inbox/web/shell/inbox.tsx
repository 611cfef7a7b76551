import { useCallback, useRef, useState } from 'react'
import type { TicketId } from '../../../../bot/ids.ts'
import type { TicketRow } from '../../contract.ts'
import { AccountPage } from '../account/account-page.tsx'
import { useAlarm } from '../lib/alarm.ts'
import { announce } from '../lib/announce.tsx'
import { useI18n } from '../lib/i18n.ts'
import { useLive } from '../lib/live.ts'
import { useMe } from '../lib/me.ts'
import { go, type Route, useRoute } from '../lib/router.ts'
import { useShortcuts } from '../lib/shortcuts.ts'
import { List } from '../list/list.tsx'
import { StaffPage } from '../staff/staff-page.tsx'
import { Thread } from '../thread/thread.tsx'
import { Help } from './help.tsx'
import { OfflineStrip } from './offline-strip.tsx'
import { Rail } from './rail.tsx'

/** The page of somebody who is signed in. */
export const Inbox = () => {
  const { t } = useI18n()
  const me = useMe()
  const { route, view } = useRoute()
  const [help, setHelp] = useState(false)
  useLive(useDangerAlarm())
  useAlarm()
  useShortcuts({
    'g c': () => go(''),
    'g s': () => me.role !== 'agent' && go('staff'),
    'g a': () => go('account'),
    '?': () => setHelp(true),
  })
  const selected = route.page === 'ticket' ? route.id : null
  const inCases = route.page === 'list' || route.page === 'ticket'
  return (
    <div className={`inbox ${screenOf(route)}`}>
      <SkipLinks inCases={inCases} thread={selected !== null} />
      <Rail page={route.page} />
      <OfflineStrip />
      <main className={inCases ? 'cases' : 'page'}>
        {inCases && <h1 className="sr-only">{t('nav.cases')}</h1>}
        {inCases && <List view={view} selected={selected} />}
        {route.page === 'ticket' && <Thread id={route.id} person={route.person} />}
        {route.page === 'list' && <p className="nothing-open">{t('thread.choose')}</p>}
        {route.page === 'staff' && <StaffPage />}
        {route.page === 'account' && <AccountPage />}
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  )
}

/** On a phone one screen at a time is shown: this names it for the style sheet. */
const screenOf = (route: Route): string =>
  route.page === 'ticket' ? (route.person ? 'on-person' : 'on-thread') : route.page === 'list' ? 'on-list' : 'on-page'

const SkipLinks = ({ inCases, thread }: { readonly inCases: boolean; readonly thread: boolean }) => {
  const { t } = useI18n()
  if (!inCases) return null
  return (
    <div className="skip">
      <a href="#list">{t('skip.list')}</a>
      {thread && <a href="#thread">{t('skip.thread')}</a>}
      {thread && <a href="#composer">{t('skip.composer')}</a>}
    </div>
  )
}

/** Says once, at once, that somebody is in danger and nobody has the case. */
const useDangerAlarm = () => {
  const { t, inSentence } = useI18n()
  const told = useRef(new Set<TicketId>())
  return useCallback(
    (row: TicketRow) => {
      if (row.danger === null || row.status !== 'open' || told.current.has(row.id)) return
      told.current.add(row.id)
      announce(t('danger.title', { kind: inSentence(`danger.${row.danger}`) }), true)
    },
    [t, inSentence],
  )
}
