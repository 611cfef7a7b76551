import { Fragment, useEffect, useLayoutEffect, useRef } from 'react'
import { never } from '../../../../bot/result.ts'
import { dayOf } from '../../../../bot/time.ts'
import type { TicketDetail, TicketEntry, TicketRow } from '../../contract.ts'
import { type I18n, useI18n } from '../lib/i18n.ts'
import { useNames } from '../lib/me.ts'
import { useNow } from '../lib/now.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { personName } from '../ui/labels.ts'
import { Body } from './body.tsx'
import { Bubble } from './bubble.tsx'
import { DeliveryLine } from './delivery.tsx'

/** So near to the end, in pixels, that the reader wants to see what is added. */
const NEAR = 160

export const Entries = ({ ticket }: { readonly ticket: TicketDetail }) => {
  const { t, dayLabel, full } = useI18n()
  const now = useNow()
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const { length } = ticket.entries

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when a line was added
  useLayoutEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [length])
  useEffect(() => {
    const element = box.current
    if (!element) return
    // A field that grows, or a keyboard that opens, must not cover the last line.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTo({ top: element.scrollHeight })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  let day = ''
  return (
    <section
      className="entries"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t('thread.messages')}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR
      }}
    >
      <ol>
        {ticket.entries.map((entry) => {
          const begins = dayOf(entry.at) !== day
          day = dayOf(entry.at)
          return (
            <Fragment key={entry.seq}>
              {begins && (
                <li className="day">
                  <time dateTime={day} title={full(entry.at)}>
                    {dayLabel(entry.at, now)}
                  </time>
                </li>
              )}
              <Entry entry={entry} row={ticket.row} />
            </Fragment>
          )
        })}
      </ol>
    </section>
  )
}

type EntryProps = { readonly entry: TicketEntry; readonly row: TicketRow }

const Entry = ({ entry, row }: EntryProps) => {
  const i18n = useI18n()
  const names = useNames()
  const { change, at } = entry
  switch (change.kind) {
    case 'opened':
      return (
        <>
          {change.history.map((line, index) => (
            <Bubble
              // biome-ignore lint/suspicious/noArrayIndexKey: the history never changes
              key={index}
              voice={line.by}
              name={
                line.by === 'person' ? personName(i18n, row) : i18n.t(line.by === 'bot' ? 'voice.bot' : 'voice.staff')
              }
              at={line.at}
              lang={row.lang}
            >
              {line.text}
            </Bubble>
          ))}
          <Note icon="chat">{i18n.t('entry.opened', { unit: names.unit(change.unit), time: i18n.time(at) })}</Note>
        </>
      )
    case 'from-person':
      return (
        <Bubble voice="person" name={personName(i18n, row)} at={at} lang={row.lang}>
          <Body body={change.body} ticket={row.id} seq={entry.seq} by="person" />
        </Bubble>
      )
    case 'from-bot':
      return (
        <Bubble
          voice="bot"
          name={i18n.t('voice.bot')}
          at={at}
          lang={row.lang}
          failed={isFailed(entry)}
          foot={<DeliveryLine entry={entry} ticket={row.id} />}
        >
          {change.text}
        </Bubble>
      )
    case 'from-staff':
      return (
        <Bubble
          voice="staff"
          name={change.by.name}
          at={at}
          // What is attached has words of this page only.
          {...(change.attachment === null && { lang: row.lang })}
          failed={isFailed(entry)}
          foot={<DeliveryLine entry={entry} ticket={row.id} />}
        >
          {change.attachment === null ? (
            change.text
          ) : (
            <Body body={change.attachment} ticket={row.id} seq={entry.seq} by="staff" />
          )}
        </Bubble>
      )
    case 'reminded':
      return (
        <Bubble
          voice="staff"
          name={i18n.t('reminder.name', { name: change.by.name })}
          at={at}
          lang={row.lang}
          failed={isFailed(entry)}
          foot={<DeliveryLine entry={entry} ticket={row.id} />}
        >
          {change.text}
        </Bubble>
      )
    case 'note':
      return (
        <Bubble voice="note" name={i18n.t('note.label', { name: change.by.name })} at={at}>
          {change.text}
        </Bubble>
      )
    case 'transferred':
      return (
        <>
          <Note icon="transfer">{systemWords(i18n, names, entry)}</Note>
          {change.note !== '' && (
            <Bubble voice="note" name={i18n.t('note.label', { name: change.by.name })} at={at}>
              {change.note}
            </Bubble>
          )}
        </>
      )
    case 'claimed':
    case 'handed-back':
    case 'closed':
    case 'reopened':
    case 'language':
    case 'erased':
    case 'danger':
    case 'reminder-set':
    case 'reminder-dropped':
      return <Note icon={SYSTEM_ICON[change.kind]}>{systemWords(i18n, names, entry)}</Note>
    default:
      return never(change)
  }
}

const isFailed = ({ delivery }: TicketEntry): boolean => delivery === 'failed' || delivery === 'gone'

const SYSTEM_ICON = {
  claimed: 'person',
  'handed-back': 'robot',
  closed: 'check',
  reopened: 'chat',
  language: 'globe',
  erased: 'close',
  danger: 'danger',
  'reminder-set': 'bell',
  'reminder-dropped': 'bell',
} as const satisfies Record<string, IconName>

const systemWords = (i18n: I18n, names: ReturnType<typeof useNames>, { change, at }: TicketEntry): string => {
  const { t } = i18n
  const time = i18n.time(at)
  switch (change.kind) {
    case 'claimed':
      return t('entry.claimed', { name: change.by.name, time })
    case 'transferred': {
      const to = 'unit' in change.to ? names.unit(change.to.unit) : change.to.staff.name
      return t('entry.transferred', { name: change.by.name, to, time })
    }
    case 'handed-back':
      return t('entry.handed-back', { name: change.by.name, time })
    case 'closed': {
      const outcome = t(`outcome.${change.outcome}`)
      return change.by
        ? t('entry.closed', { name: change.by.name, outcome, time })
        : t('entry.closed-by-itself', { outcome, time })
    }
    case 'reopened':
      return change.by ? t('entry.reopened', { name: change.by.name, time }) : t('entry.reopened-by-person', { time })
    case 'language':
      return t('entry.language', { lang: t(`lang.${change.lang}`) })
    case 'danger':
      return t('entry.danger', { kind: t(`danger.${change.danger}`), time })
    case 'reminder-set':
      return t('entry.reminder-set', { name: change.by.name, when: i18n.moment(change.at), text: change.text })
    case 'reminder-dropped': {
      const when = i18n.moment(change.at)
      return change.by
        ? t('entry.reminder-dropped', { name: change.by.name, when })
        : t('entry.reminder-refused', { when })
    }
    case 'erased':
      return t('entry.erased')
    default:
      return ''
  }
}

const Note = ({ icon, children }: { readonly icon: IconName; readonly children: string }) => (
  <li className="system">
    <Icon name={icon} />
    <span>{children}</span>
  </li>
)
