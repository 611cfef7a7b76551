import type { RefObject } from 'react'
import type { TicketRow } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { casePath, follow, href } from '../lib/router.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { channelIcon, channelName, personName } from '../ui/labels.ts'
import { Menu, type MenuItem } from '../ui/menu.tsx'

type HeaderProps = {
  readonly row: TicketRow
  readonly titleRef: RefObject<HTMLHeadingElement | null>
  readonly mine: boolean
  readonly onTransfer: () => void
  readonly onClose: () => void
  readonly onHandBack: () => void
  readonly onTakeOver: () => void
  readonly onRemind: () => void
}

export const Header = ({ row, titleRef, mine, onTransfer, onClose, onHandBack, onTakeOver, onRemind }: HeaderProps) => {
  const i18n = useI18n()
  const { t } = i18n
  const open = row.status !== 'closed'
  // What a colleague holds is the colleague's to pass on.
  const may = open && (mine || row.assignee === null)
  const rare: MenuItem[] = []
  if (open && mine) rare.push({ label: t('reminder.new'), icon: 'bell', onSelect: onRemind })
  if (open && mine) rare.push({ label: t('ticket.hand-back'), icon: 'handback', onSelect: onHandBack })
  if (open && !mine && row.assignee !== null) {
    rare.push({ label: t('ticket.take-over', { name: row.assignee.name }), icon: 'person', onSelect: onTakeOver })
  }
  const common: MenuItem[] = []
  if (may) common.push({ label: t('ticket.transfer'), icon: 'transfer', onSelect: onTransfer })
  if (open && mine) common.push({ label: t('ticket.close'), icon: 'check', onSelect: onClose })
  return (
    <header className="thread-head">
      <a className="icon-button back" href={href('')} onClick={follow('')} aria-label={t('thread.back')}>
        <Icon name="back" />
      </a>
      <div className="thread-who">
        <div className="thread-name">
          <h2 id="thread-title" ref={titleRef} tabIndex={-1}>
            {personName(i18n, row)}
          </h2>
          <Owner row={row} />
        </div>
        <p className="aside">
          <Icon name={channelIcon(row.channel)} />
          <span>
            <span className="thread-channel">{channelName(i18n, row.channel)}, </span>
            {t('thread.about', { lang: i18n.inSentence(`lang.${row.lang}`), code: row.code })}
          </span>
        </p>
      </div>
      <div className="thread-actions">
        {may && (
          <Button className="wide-only" icon="transfer" onClick={onTransfer}>
            {t('ticket.transfer')}
          </Button>
        )}
        {open && mine && (
          <Button className="wide-only" icon="check" onClick={onClose}>
            {t('ticket.close-short')}
          </Button>
        )}
        <a
          className="icon-button to-person"
          href={href(`${casePath(row.id)}/person`)}
          onClick={follow(`${casePath(row.id)}/person`)}
          aria-label={t('person.title')}
        >
          <Icon name="person" />
        </a>
        <Menu className="wide-only" label={t('action.more')} items={rare} />
        <Menu className="phone-only" label={t('action.more')} items={[...common, ...rare]} />
      </div>
    </header>
  )
}

/** Whose case it is: a word and an icon, never colour alone. */
const Owner = ({ row }: { readonly row: TicketRow }) => {
  const { t } = useI18n()
  const me = useMe()
  if (row.status === 'closed') return <span className="badge sunken">{t('ticket.closed')}</span>
  if (row.assignee === null) return <span className="badge edged">{t('ticket.nobody')}</span>
  return (
    <span className={row.assignee.id === me.id ? 'badge accent' : 'badge sunken'}>
      <Icon name="person" />
      {row.assignee.id === me.id ? t('ticket.mine') : row.assignee.name}
    </span>
  )
}
