import { HOUR, type Instant } from '../../../../bot/time.ts'
import type { TicketRow } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe, useNames } from '../lib/me.ts'
import { casePath, follow, href } from '../lib/router.ts'
import { Icon } from '../ui/icon.tsx'
import { channelIcon, channelName, LANG_CODE, lastWords, personName } from '../ui/labels.ts'

/** After this time a wait is shown as late, in words and in amber. */
const LATE = 2 * HOUR

type RowProps = { readonly row: TicketRow; readonly selected: boolean; readonly now: Instant }

/** A case in three lines: who, the last words, where and about what; at the right the wait and what is unread. */
export const Row = ({ row, selected, now }: RowProps) => {
  const i18n = useI18n()
  const names = useNames()
  const me = useMe()
  const { t } = i18n
  const danger = row.danger !== null && row.status !== 'closed'
  const waited = row.waitingSince === null ? null : now - row.waitingSince
  const wait = waited === null ? null : i18n.span(waited)
  const late = waited !== null && waited >= LATE
  return (
    <li>
      <a
        className={`row ${danger ? 'danger' : ''} ${row.unread > 0 ? 'unread' : ''}`}
        href={href(casePath(row.id))}
        onClick={follow(casePath(row.id))}
        aria-current={selected ? 'true' : undefined}
        data-case={row.id}
      >
        <span className="tile">
          <span aria-hidden="true">{LANG_CODE[row.lang]}</span>
          <span className="sr-only">{t(`lang.${row.lang}`)}</span>
        </span>
        <span className="row-main">
          <span className="row-name">{personName(i18n, row)}</span>
          <span className="row-words" lang={row.lang}>
            {lastWords(i18n, row.lastWords)}
          </span>
          <span className="row-meta">
            <Icon name={channelIcon(row.channel)} />
            <span>{channelName(i18n, row.channel)}</span>
            {danger && row.danger && <span>{t(`danger.${row.danger}`)}</span>}
            {!danger && row.topic && <span>{names.topic(row.topic)}</span>}
            {me.units.length !== 1 && <span>{names.unit(row.unit)}</span>}
            {row.status === 'open' && <span>{t('ticket.nobody')}</span>}
            {row.status === 'closed' && <span>{t('ticket.closed')}</span>}
            {row.assignee && row.assignee.id !== me.id && <span>{row.assignee.name}</span>}
          </span>
        </span>
        <span className="row-side">
          {wait && (
            <span className={late ? 'wait late' : 'wait'}>
              <span aria-hidden="true">{wait.short}</span>
              <span className="sr-only">{t(late ? 'row.late' : 'row.waits', { time: wait.long })}</span>
            </span>
          )}
          {row.unread > 0 && (
            <span className="count">
              <span aria-hidden="true">{row.unread}</span>
              <span className="sr-only">{i18n.n('row.unread', row.unread)}</span>
            </span>
          )}
        </span>
      </a>
    </li>
  )
}
