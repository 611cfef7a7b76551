import { useEffect, useState } from 'react'
import type { TicketId } from '../../../../bot/ids.ts'
import { compareRows, type TicketList, type TicketRow, VIEWS, type View } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe, useNames } from '../lib/me.ts'
import { useNow } from '../lib/now.ts'
import { useTickets } from '../lib/queries.ts'
import { casePath, follow, go, href } from '../lib/router.ts'
import { useShortcuts } from '../lib/shortcuts.ts'
import { Icon } from '../ui/icon.tsx'
import { Trouble } from '../ui/trouble.tsx'
import { Row } from './row.tsx'

/** What is typed is looked for when the typing rests. */
const REST = 300

const useRested = (value: string): string => {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

type ListProps = { readonly view: View; readonly selected: TicketId | null }

export const List = ({ view, selected }: ListProps) => {
  const { t } = useI18n()
  const me = useMe()
  const names = useNames()
  const [search, setSearch] = useState('')
  const [unread, setUnread] = useState(false)
  const rested = useRested(search.trim())
  const tickets = useTickets(view, rested, unread)
  const rows = tickets.data ? [...tickets.data.rows].sort(compareRows) : []

  const step = (by: number) => {
    const at = rows.findIndex((row) => row.id === selected)
    const next = rows[at < 0 ? 0 : at + by]
    if (next) go(casePath(next.id))
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    u: () => setUnread(!unread),
    '/': () => document.getElementById('search')?.focus(),
  })

  return (
    <section className="list-column" id="list" aria-labelledby="list-title" tabIndex={-1}>
      <header className="list-head">
        <div className="list-title">
          <h2 id="list-title">{t('list.title')}</h2>
          <span className="aside">{me.units.map(names.unit).join(', ') || t('list.all-units')}</span>
        </div>
        <div className="search-row">
          <label className="search">
            <Icon name="search" />
            <span className="sr-only">{t('list.search')}</span>
            <input
              id="search"
              type="search"
              placeholder={t('list.search')}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              onKeyDown={(event) =>
                event.key === 'Escape' && (search === '' ? event.currentTarget.blur() : setSearch(''))
              }
            />
          </label>
          <button
            type="button"
            className="icon-button edged"
            aria-pressed={unread}
            aria-label={t('list.unread-only')}
            title={t('list.unread-only')}
            onClick={() => setUnread(!unread)}
          >
            <Icon name="unread" />
          </button>
        </div>
        <Views view={view} selected={selected} counts={tickets.data?.counts} />
      </header>
      <div className="list-body">
        {tickets.isPending && <Loading />}
        {tickets.isError && !tickets.data && (
          <Trouble title={t('list.failed')} error={tickets.error} retry={() => tickets.refetch()} />
        )}
        {tickets.data && <Groups rows={rows} selected={selected} filtered={rested !== '' || unread} />}
      </div>
    </section>
  )
}

const Views = ({ view, selected, counts }: ListProps & { readonly counts: TicketList['counts'] | undefined }) => {
  const { t } = useI18n()
  // The case that is open stays open beside the list.
  const path = (name: View) => `${selected ? casePath(selected) : ''}?view=${name}`
  return (
    <nav className="views" aria-label={t('list.views')}>
      {VIEWS.map((name) => (
        <a
          key={name}
          href={href(path(name))}
          onClick={follow(path(name))}
          aria-current={name === view ? 'page' : undefined}
        >
          {t(`view.${name}`)}
          {counts && <span className="pill">{counts[name]}</span>}
        </a>
      ))}
    </nav>
  )
}

const Groups = ({
  rows,
  selected,
  filtered,
}: {
  readonly rows: readonly TicketRow[]
  readonly selected: TicketId | null
  readonly filtered: boolean
}) => {
  const { t } = useI18n()
  const now = useNow()
  const danger = rows.filter((row) => row.danger !== null && row.status !== 'closed')
  const rest = rows.filter((row) => !danger.includes(row))
  const show = (row: TicketRow) => <Row key={row.id} row={row} selected={row.id === selected} now={now} />
  if (rows.length === 0) {
    return (
      <div className="empty">
        <p>
          <strong>{t(filtered ? 'list.none-found' : 'list.empty')}</strong>
        </p>
        <p>{t(filtered ? 'list.none-found-hint' : 'list.empty-hint')}</p>
      </div>
    )
  }
  return (
    <>
      {danger.length > 0 && (
        <section aria-labelledby="danger-group">
          <h3 className="group danger" id="danger-group">
            <Icon name="danger" />
            {t('list.danger')}
          </h3>
          <ul>{danger.map(show)}</ul>
        </section>
      )}
      {rest.length > 0 && (
        <section aria-labelledby="rest-group">
          <h3 className="group" id="rest-group">
            {t('list.rest')}
            <span aria-hidden="true">{t('list.wait')}</span>
          </h3>
          <ul>{rest.map(show)}</ul>
        </section>
      )}
    </>
  )
}

/** Grey shapes of the real rows. */
const Loading = () => {
  const { t } = useI18n()
  return (
    <div role="status">
      <span className="sr-only">{t('state.loading')}</span>
      {[1, 2, 3].map((key) => (
        <div className="row ghost" key={key} aria-hidden="true">
          <span className="tile" />
          <span className="row-main">
            <span className="bar short" />
            <span className="bar" />
          </span>
        </div>
      ))}
    </div>
  )
}
