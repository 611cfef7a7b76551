import { useEffect, useRef, useState } from 'react'
import type { TicketId } from '../../../../bot/ids.ts'
import type { TicketDetail } from '../../contract.ts'
import { announce } from '../lib/announce.tsx'
import { problemOf } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { useChange, useMarkRead, useTicket } from '../lib/queries.ts'
import { casePath, go, hasMoved } from '../lib/router.ts'
import { useShortcuts } from '../lib/shortcuts.ts'
import { RemindersDialog } from '../remind/dialog.tsx'
import { RemindersStrip } from '../remind/strip.tsx'
import { personName } from '../ui/labels.ts'
import { Trouble } from '../ui/trouble.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { Composer, type Tab } from './composer.tsx'
import { DangerBanner } from './danger-banner.tsx'
import { Entries } from './entries.tsx'
import { Header } from './header.tsx'
import { type Lost, LostDialog } from './lost-dialog.tsx'
import { Person } from './person.tsx'
import { TakeOverDialog } from './take-over-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'

/** A case: the thread with its composer, and what is known of the person beside it. */
export const Thread = ({ id, person }: { readonly id: TicketId; readonly person: boolean }) => {
  const { t } = useI18n()
  const ticket = useTicket(id)
  if (ticket.data) return <Open key={id} ticket={ticket.data} person={person} />
  return (
    <section className="thread-column" id="thread" aria-label={t('thread.title')} tabIndex={-1}>
      {ticket.isError ? (
        <Trouble title={t('thread.failed')} error={ticket.error} retry={() => ticket.refetch()} />
      ) : (
        <p className="empty" role="status">
          {t('state.loading')}
        </p>
      )}
    </section>
  )
}

type Opened = 'transfer' | 'close' | 'take-over' | 'reminders' | null

const Open = ({ ticket, person }: { readonly ticket: TicketDetail; readonly person: boolean }) => {
  const i18n = useI18n()
  const me = useMe()
  const { row } = ticket
  const [opened, setOpened] = useState<Opened>(null)
  const [lost, setLost] = useState<Lost | null>(null)
  const [tab, setTab] = useState<Tab>('reply')
  const claim = useChange<{ over: typeof me.id | null }>(row.id, 'claim')
  const handBack = useChange(row.id, 'hand-back')
  const reopen = useChange(row.id, 'reopen')
  const mine = row.assignee?.id === me.id && row.status === 'assigned'
  const open = row.status !== 'closed'
  const free = open && row.assignee === null

  useReadMark(ticket)
  useNews(ticket)

  const take = (over: typeof me.id | null = null) =>
    claim.mutate(
      { over },
      {
        onSuccess: () => announce(i18n.t('ticket.claimed-now')),
        onError: (error) => {
          const problem = problemOf(error)
          if (problem.kind === 'lost') setLost({ by: problem.by, at: problem.at })
        },
      },
    )
  const write = (to: Tab) => {
    setTab(to)
    // The field of the tab is there after this round.
    setTimeout(() => document.getElementById('composer-field')?.focus(), 0)
  }
  useShortcuts({
    a: () => free && take(),
    r: () => mine && write('reply'),
    n: () => write('note'),
    t: () => (free || mine) && setOpened('transfer'),
    e: () => open && mine && setOpened('close'),
    escape: () => go(person ? casePath(row.id) : ''),
  })

  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (hasMoved()) title.current?.focus({ preventScroll: true })
  }, [])

  return (
    <>
      <section className="thread-column" id="thread" aria-labelledby="thread-title" tabIndex={-1}>
        <Header
          row={row}
          titleRef={title}
          mine={mine}
          onTransfer={() => setOpened('transfer')}
          onClose={() => setOpened('close')}
          onHandBack={() => handBack.mutate()}
          onTakeOver={() => setOpened('take-over')}
          onRemind={() => setOpened('reminders')}
        />
        {open && row.danger && (
          <DangerBanner row={row} danger={row.danger} busy={claim.isPending} onClaim={() => take()} />
        )}
        <Entries ticket={ticket} />
        <RemindersStrip ticket={ticket} onOpen={() => setOpened('reminders')} />
        <Composer
          ticket={ticket}
          tab={tab}
          onTab={setTab}
          claiming={claim.isPending}
          onClaim={() => take()}
          reopening={reopen.isPending}
          onReopen={() => reopen.mutate()}
          failure={lost ? null : (claim.error ?? handBack.error ?? reopen.error)}
        />
      </section>
      <Person ticket={ticket} shown={person} />
      {opened === 'transfer' && <TransferDialog row={row} onDone={() => setOpened(null)} />}
      {opened === 'close' && <CloseDialog ticket={ticket} onDone={() => setOpened(null)} />}
      {opened === 'reminders' && (
        <RemindersDialog
          ticket={ticket}
          maySet={mine}
          mayDrop={mine || row.status !== 'assigned'}
          onDone={() => setOpened(null)}
        />
      )}
      {opened === 'take-over' && row.assignee && (
        <TakeOverDialog
          holder={row.assignee}
          onCancel={() => setOpened(null)}
          onTake={() => {
            setOpened(null)
            take(row.assignee?.id ?? null)
          }}
        />
      )}
      {lost && (
        <LostDialog
          lost={lost}
          onRead={() => setLost(null)}
          onNote={() => {
            setLost(null)
            write('note')
          }}
        />
      )}
    </>
  )
}

/** What is on the screen of somebody who looks is read. */
const useReadMark = ({ row }: TicketDetail): void => {
  const { mutate } = useMarkRead(row.id)
  useEffect(() => {
    const mark = () => {
      if (document.visibilityState === 'visible' && row.unread > 0) mutate(row.lastEntry)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [row.unread, row.lastEntry, mutate])
}

/** Says, for those who do not see it, that the person wrote or that a message could not be delivered. */
const useNews = (ticket: TicketDetail): void => {
  const i18n = useI18n()
  const known = useRef({ seq: ticket.row.lastEntry, failed: countFailed(ticket) })
  useEffect(() => {
    const before = known.current
    const failed = countFailed(ticket)
    known.current = { seq: ticket.row.lastEntry, failed }
    const danger = ticket.entries.findLast((entry) => entry.seq > before.seq && entry.change.kind === 'danger')
    if (danger?.change.kind === 'danger')
      announce(i18n.t('danger.title', { kind: i18n.inSentence(`danger.${danger.change.danger}`) }), true)
    else if (failed > before.failed) announce(i18n.t('delivery.failed'), true)
    else if (ticket.entries.some((entry) => entry.seq > before.seq && entry.change.kind === 'from-person')) {
      announce(i18n.t('thread.new-message', { name: personName(i18n, ticket.row) }))
    }
  }, [ticket, i18n])
}

const countFailed = ({ entries }: TicketDetail): number =>
  entries.filter((entry) => entry.delivery === 'failed' || entry.delivery === 'gone').length
