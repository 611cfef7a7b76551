import type { ReactNode } from 'react'
import type { TicketDetail } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe, useNames } from '../lib/me.ts'
import { useNow } from '../lib/now.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { personName } from '../ui/labels.ts'
import { Failure } from '../ui/trouble.tsx'
import { TemplateForm } from './template-form.tsx'
import { WindowBar } from './window-bar.tsx'
import { Writing } from './writing.tsx'

export type Tab = 'reply' | 'note'

type ComposerProps = {
  readonly ticket: TicketDetail
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
  readonly claiming: boolean
  readonly onClaim: () => void
  readonly reopening: boolean
  readonly onReopen: () => void
  readonly failure: unknown
}

/** Reply and internal note. Who does not hold the case may leave a note, and takes it over to reply. */
export const Composer = (props: ComposerProps) => {
  const i18n = useI18n()
  const me = useMe()
  const names = useNames()
  const now = useNow()
  const { ticket, tab, onTab } = props
  const { row, replyUntil } = ticket
  const { t } = i18n
  const mine = row.status === 'assigned' && row.assignee?.id === me.id
  const windowClosed = mine && replyUntil !== null && now >= replyUntil
  return (
    <>
      {mine && replyUntil !== null && <WindowBar until={replyUntil} now={now} />}
      <section className={`composer ${tab}`} id="composer" aria-label={t('composer.title')} tabIndex={-1}>
        <Failure error={props.failure} />
        <div className="composer-top">
          <div className="tabs">
            <TabButton chosen={tab === 'reply'} onChoose={() => onTab('reply')} label={t('composer.reply')} />
            <TabButton chosen={tab === 'note'} onChoose={() => onTab('note')} label={t('composer.note')} lock />
          </div>
          {tab === 'reply' && mine && (
            <span className="aside">
              <Icon name="globe" />
              {t('composer.language', { name: personName(i18n, row), lang: i18n.inSentence(`lang.${row.lang}`) })}
            </span>
          )}
        </div>
        {tab === 'note' && <Writing key="note" kind="note" ticket={ticket} />}
        {tab === 'reply' && mine && !windowClosed && (
          <Writing key="reply" kind="reply" ticket={ticket} signed={names.unit(row.unit)} />
        )}
        {tab === 'reply' && windowClosed && (
          <>
            <Blocked title={t('window.closed', { time: i18n.moment(replyUntil) })} words={t('window.closed-hint')} />
            {row.channel === 'whatsapp-cloud' && <TemplateForm row={row} />}
          </>
        )}
        {tab === 'reply' && !mine && <NotMine {...props} />}
      </section>
    </>
  )
}

const TabButton = ({
  chosen,
  onChoose,
  label,
  lock = false,
}: {
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly label: string
  readonly lock?: boolean
}) => (
  <button type="button" aria-pressed={chosen} onClick={onChoose}>
    {lock && <Icon name="lock" />}
    {label}
  </button>
)

const NotMine = ({ ticket: { row }, claiming, onClaim, reopening, onReopen }: ComposerProps) => {
  const { t } = useI18n()
  if (row.status === 'closed') {
    return (
      <Blocked
        title={t('composer.closed', { outcome: t(`outcome.${row.outcome ?? 'other'}`) })}
        words={t('composer.closed-hint')}
      >
        <Button look="primary" busy={reopening && t('state.working')} onClick={onReopen}>
          {t('ticket.reopen')}
        </Button>
      </Blocked>
    )
  }
  if (row.assignee) {
    return <Blocked title={t('composer.held', { name: row.assignee.name })} words={t('composer.may-note')} />
  }
  return (
    <Blocked title={t('composer.claim-first')} words={t('composer.may-note')}>
      {/* On a case of danger the banner has the button. */}
      {row.danger === null && (
        <Button look="primary" busy={claiming && t('state.working')} onClick={onClaim}>
          {t('ticket.claim')}
        </Button>
      )}
    </Blocked>
  )
}

const Blocked = ({
  title,
  words,
  children,
}: {
  readonly title: string
  readonly words: string
  readonly children?: ReactNode
}) => (
  <div className="blocked">
    <Icon name="lock" />
    <div>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{words}</p>
    </div>
    {children}
  </div>
)
