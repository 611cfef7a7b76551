import type { TicketRow } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { casePath, follow, href } from '../lib/router.ts'
import { Icon } from '../ui/icon.tsx'
import { personName } from '../ui/labels.ts'

/** On every page: who is in danger and waits longest, with the way there. `cases` in the order in which they are to be taken. */
export const AlarmStrip = ({ cases }: { readonly cases: readonly TicketRow[] }) => {
  const i18n = useI18n()
  const { t, n, inSentence } = i18n
  const [first, ...more] = cases
  if (!first?.danger) return null
  const path = casePath(first.id)
  return (
    <div className="strip alarm" role="alert">
      <Icon name="danger" />
      <p>
        <strong>{t('danger.title', { kind: inSentence(`danger.${first.danger}`) })}.</strong>{' '}
        {t(first.assignee === null ? 'danger.nobody' : 'alarm.yours')}
        {more.length > 0 && ` ${n('alarm.more', more.length)}`}
      </p>
      <a className="button plain" href={href(path)} onClick={follow(path)}>
        {t('alarm.open', { name: personName(i18n, first) })}
      </a>
    </div>
  )
}
