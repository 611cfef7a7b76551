import { useState } from 'react'
import { staffId, unitId } from '../../../../bot/ids.ts'
import type { TicketRow } from '../../contract.ts'
import { announce } from '../lib/announce.tsx'
import { useI18n } from '../lib/i18n.ts'
import { useMe, useNames } from '../lib/me.ts'
import { useChange, useColleagues } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, Options } from '../ui/field.tsx'
import { Failure, Trouble } from '../ui/trouble.tsx'

type Target = { readonly value: string; readonly label: string; readonly detail?: string | undefined }

export const TransferDialog = ({ row, onDone }: { readonly row: TicketRow; readonly onDone: () => void }) => {
  const { t, n } = useI18n()
  const me = useMe()
  const names = useNames()
  const colleagues = useColleagues()
  const transfer = useChange<{ to: { unit: string } | { staff: string }; note: string }>(row.id, 'transfer')
  const [chosen, setChosen] = useState<string | null>(null)
  const [note, setNote] = useState('')

  const targets: readonly Target[] = [
    ...(colleagues.data?.units ?? [])
      .filter((unit) => unit !== row.unit || row.assignee !== null)
      .map((unit) => ({ value: `unit ${unit}`, label: names.unit(unit), detail: t('transfer.unit') })),
    ...(colleagues.data?.people ?? [])
      .filter((person) => person.id !== me.id && person.id !== row.assignee?.id)
      .map((person) => ({
        value: `staff ${person.id}`,
        label: person.name,
        detail: `${person.units.map(names.unit).join(', ')} · ${n('transfer.holds', person.holds)}`,
      })),
  ]
  const target = targets.find(({ value }) => value === chosen) ?? targets[0]

  const submit = () => {
    if (!target) return
    const [kind, id = ''] = target.value.split(' ')
    transfer.mutate(
      { to: kind === 'unit' ? { unit: unitId(id) } : { staff: staffId(id) }, note },
      {
        onSuccess: () => {
          announce(t('transfer.done', { to: target.label }))
          onDone()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('transfer.title')}
      onClose={onDone}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
          {target && (
            <Button type="submit" look="primary" busy={transfer.isPending && t('state.working')}>
              {t('transfer.to', { to: target.label })}
            </Button>
          )}
        </>
      }
    >
      {colleagues.isError && (
        <Trouble title={t('transfer.failed')} error={colleagues.error} retry={() => colleagues.refetch()} />
      )}
      {colleagues.isPending && <p role="status">{t('state.loading')}</p>}
      {colleagues.data && targets.length === 0 && <p>{t('transfer.nobody')}</p>}
      {target && (
        <Options hideLegend legend={t('transfer.title')} value={target.value} options={targets} onChange={setChosen} />
      )}
      <Field
        label={t('transfer.note')}
        hint={t('transfer.note-hint')}
        value={note}
        maxLength={1000}
        onChange={(event) => setNote(event.target.value)}
      />
      <Failure error={transfer.error} />
    </Dialog>
  )
}
