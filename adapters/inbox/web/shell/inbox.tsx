import { useMemo, useState } from 'react'
import type { TicketId } from '../../../../bot/ids.ts'
import type { TicketRow } from '../../contract.ts'
import { AccountPage } from '../account/account-page.tsx'
import { ChannelsPage } from '../channels/channels-page.tsx'
import { useAlarm } from '../lib/alarm.ts'
import { useI18n } from '../lib/i18n.ts'
import { useLive } from '../lib/live.ts'
import { useMe } from '../lib/me.ts'
import { useTickets } from '../lib/queries.ts'
import { go, type Route, useRoute } from '../lib/router.ts'
import { useShortcuts } from '../lib/shortcuts.ts'
import { List } from '../list/list.tsx'
import { QuestionsPage } from '../questions/questions-page.tsx'
import { StaffPage } from '../staff/staff-page.tsx'
import { Thread } from '../thread/thread.tsx'
import { AlarmStrip } from './alarm-strip.tsx'
import { Help } from './help.tsx'
import { OfflineStrip } from './offline-strip.tsx'
import { Rail } from './rail.tsx'

/** The page of somebody who is signed in. */
export const Inbox = () => {
  const { t } = useI18n()
  const me = useMe()
  const { route, view } = useRoute()
  const [help, setHelp] = useState(false)
  useShortcuts({
    'g c': () => go(''),
    'g s': () => me.role !== 'agent' && go('staff'),
    'g q': () => me.role !== 'agent' && go('questions'),
    'g a': () => go('account'),
    '?': () => setHelp(true),
  })
  const selected = route.page === 'ticket' ? route.id : null
  const list = useTickets('unit', '', false).data
  const alarms = useAlarms(list?.alarms, selected)
  useLive(list !== undefined)
  useAlarm(alarms)
  const inCases = route.page === 'list' || route.page === 'ticket'
  return (
    <div className={`inbox ${screenOf(route)}`}>
      <SkipLinks inCases={inCases} thread={selected !== null} />
      <Rail page={route.page} />
      <div className="strips">
        {/* The case that is open has a banner of its own. */}
        <AlarmStrip cases={alarms.filter((row) => row.id !== selected)} />
        <OfflineStrip />
      </div>
      <main className={inCases ? 'cases' : 'page'}>
        {inCases && <h1 className="sr-only">{t('nav.cases')}</h1>}
        {inCases && <List view={view} selected={selected} />}
        {route.page === 'ticket' && <Thread id={route.id} person={route.person} />}
        {route.page === 'list' && <p className="nothing-open">{t('thread.choose')}</p>}
        {route.page === 'staff' && <StaffPage />}
        {route.page === 'questions' && me.role !== 'agent' && <QuestionsPage />}
        {route.page === 'channels' && me.role === 'admin' && <ChannelsPage />}
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

const NONE: readonly TicketRow[] = []

/** Without the own case that is open: whoever holds it sees what comes. */
const useAlarms = (alarms: readonly TicketRow[] = NONE, open: TicketId | null): readonly TicketRow[] =>
  useMemo(() => alarms.filter((row) => row.assignee === null || row.id !== open), [alarms, open])
