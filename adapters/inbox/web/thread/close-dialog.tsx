import { useState } from 'react'
import { OUTCOMES, type Outcome } from '../../../../bot/ticket.ts'
import type { TicketDetail } from '../../contract.ts'
import { announce } from '../lib/announce.tsx'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { useChange } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Options, Select } from '../ui/field.tsx'
import { Failure } from '../ui/trouble.tsx'

/** Closing takes two clicks: the usual outcome and the case's own topic are chosen beforehand. */
export const CloseDialog = ({ ticket, onDone }: { readonly ticket: TicketDetail; readonly onDone: () => void }) => {
  const { t, n, lang, moment } = useI18n()
  const { row } = ticket
  const [next] = ticket.reminders
  const { catalogue } = useMe()
  const [outcome, setOutcome] = useState<Outcome>('answered')
  const [topic, setTopic] = useState(row.topic ?? '')
  const [reminders, setReminders] = useState<'keep' | 'drop'>('keep')
  const close = useChange<{ outcome: Outcome; topic: string | null; reminders: 'keep' | 'drop' }>(row.id, 'close')
  const submit = () =>
    close.mutate(
      { outcome, topic: topic === '' ? null : topic, reminders },
      {
        onSuccess: () => {
          announce(t('close.done'))
          onDone()
        },
      },
    )
  return (
    <Dialog
      title={t('ticket.close')}
      onClose={onDone}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" busy={close.isPending && t('state.working')}>
            {t('ticket.close')}
          </Button>
        </>
      }
    >
      <Options
        legend={t('ticket.how')}
        value={outcome}
        options={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChange={setOutcome}
      />
      <Select
        label={t('close.topic')}
        value={topic}
        options={[
          { value: '', label: t('close.no-topic') },
          ...catalogue.topics.map(({ id, label }) => ({ value: id, label: label[lang] })),
        ]}
        onChange={setTopic}
      />
      {next !== undefined && (
        <Options
          legend={n('reminder.count', ticket.reminders.length, { when: moment(next.at) })}
          value={reminders}
          options={[
            { value: 'keep', label: t('close.keep-reminders'), detail: t('close.keep-reminders-detail') },
            { value: 'drop', label: t('close.drop-reminders') },
          ]}
          onChange={setReminders}
        />
      )}
      <Failure error={close.error} />
    </Dialog>
  )
}
