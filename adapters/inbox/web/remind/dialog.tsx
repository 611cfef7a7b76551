import { useState } from 'react'
import type { z } from 'zod'
import { LATEST_REMINDER, REMINDER_MAX, timeOfReminder } from '../../../../bot/reminder.ts'
import { after, dayOf, momentOf } from '../../../../bot/time.ts'
import type { TicketDetail } from '../../contract.ts'
import type { reminderRequest } from '../../contract-reminders.ts'
import { announce } from '../lib/announce.tsx'
import { useI18n } from '../lib/i18n.ts'
import { useNow } from '../lib/now.ts'
import { useChange } from '../lib/queries.ts'
import { TemplateFields, useChosen, useTemplates } from '../thread/template-fields.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Area, Field, FieldError } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failure } from '../ui/trouble.tsx'
import { Waiting } from './waiting.tsx'

type RemindersProps = {
  readonly ticket: TicketDetail
  /** Whoever holds the case may set one. */
  readonly maySet: boolean
  readonly mayDrop: boolean
  readonly onDone: () => void
}

/** What waits, and a new one. */
export const RemindersDialog = ({ ticket, maySet, mayDrop, onDone }: RemindersProps) =>
  maySet ? (
    <Setting ticket={ticket} mayDrop={mayDrop} onDone={onDone} />
  ) : (
    <Looking ticket={ticket} mayDrop={mayDrop} onDone={onDone} />
  )

type Props = Omit<RemindersProps, 'maySet'>

const Looking = ({ ticket, mayDrop, onDone }: Props) => {
  const { t } = useI18n()
  return (
    <Dialog
      title={t('reminder.title')}
      onClose={onDone}
      onSubmit={onDone}
      actions={
        <Button type="submit" look="primary">
          {t('reminder.leave')}
        </Button>
      }
    >
      {ticket.reminders.length === 0 && <p>{t('reminder.none')}</p>}
      <Waiting ticket={ticket} may={mayDrop} />
    </Dialog>
  )
}

/** Nothing is set before the person here has seen which day of the week it is. */
const Setting = ({ ticket, mayDrop, onDone }: Props) => {
  const { t, full, moment } = useI18n()
  const now = useNow()
  const { row, replyUntil } = ticket
  const [day, setDay] = useState('')
  const [time, setTime] = useState('')
  const [text, setText] = useState('')
  const at = momentOf(day, time)
  const fits = at === null ? null : timeOfReminder(at, now)
  const closed = at !== null && replyUntil !== null && at >= replyUntil
  const templates = useTemplates(row.id, closed && row.channel === 'whatsapp-cloud')
  const chosen = useChosen(templates.data?.templates ?? [])
  const set = useChange<z.input<typeof reminderRequest>>(row.id, 'reminders')
  const ready = at !== null && fits === 'fits' && (closed ? chosen !== null : text.trim() !== '')

  const submit = () => {
    if (!ready || set.isPending) return
    const say = closed && chosen !== null ? { template: chosen.request() } : { text }
    set.mutate(
      { at, say },
      {
        onSuccess: () => {
          announce(t('reminder.set'))
          onDone()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('reminder.title')}
      onClose={onDone}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" icon="bell" disabled={!ready} busy={set.isPending && t('state.working')}>
            {t('reminder.new')}
          </Button>
        </>
      }
    >
      <Waiting ticket={ticket} may={mayDrop} />
      <div className="when">
        <Field
          label={t('reminder.day')}
          type="date"
          required
          min={dayOf(now)}
          max={dayOf(after(now, LATEST_REMINDER))}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <Field
          label={t('reminder.time')}
          type="time"
          required
          value={time}
          onChange={(event) => setTime(event.target.value)}
        />
        <p className="hint" role="status">
          {at === null ? t('reminder.zone') : t('reminder.at', { when: full(at) })}
        </p>
      </div>
      {(fits === 'soon' || fits === 'late') && <FieldError>{t(`reminder.${fits}`)}</FieldError>}
      {closed && fits === 'fits' && (
        <div className="strip warn" role="status">
          <Icon name="clock" />
          <p>
            {t('reminder.template')}{' '}
            {!templates.isLoading && chosen === null && t('reminder.no-template', { time: moment(replyUntil) })}
          </p>
        </div>
      )}
      {closed && chosen !== null && (
        <>
          <TemplateFields chosen={chosen} />
          <p className="hint">{t('template.hint')}</p>
        </>
      )}
      {!closed && (
        <Area
          label={t('reminder.words')}
          hint={t('reminder.words-hint')}
          required
          rows={3}
          maxLength={REMINDER_MAX}
          lang={row.lang}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {row.channel === 'web' && <p className="hint">{t('reminder.web')}</p>}
      <Failure error={set.error} />
    </Dialog>
  )
}
