import { MOST_EXAMPLE } from '../../../../bot/example.ts'
import type { Problem } from '../lib/api.ts'
import { problemOf } from '../lib/api.ts'
import { type I18n, useI18n } from '../lib/i18n.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

/** What went wrong, in words of the person who works here. */
export const problemWords = ({ t }: I18n, problem: Problem): string => {
  switch (problem.kind) {
    case 'offline':
      return t('problem.offline')
    case 'forbidden':
    case 'two-factor':
      return t('problem.forbidden')
    case 'not-found':
      return t('problem.not-found')
    case 'changed':
    case 'stale':
      return t('problem.changed')
    case 'lost':
      return t('ticket.lost', { name: problem.by.name })
    case 'not-yours':
      return t('problem.not-yours')
    case 'window-closed':
      return t('window.closed-short')
    case 'expired':
      return t('problem.expired')
    case 'taken':
      return t('problem.taken')
    case 'too-many':
      return t('problem.too-many', { minutes: Math.max(1, Math.ceil(problem.after / 60)) })
    case 'invalid':
      return t(problem.fields.includes('password') ? 'problem.password' : 'problem.invalid')
    case 'signed-out':
      return t('over.title')
    case 'media':
      return t(`media.${problem.why}`)
    case 'file':
      return t(`file.${problem.why}`)
    case 'reminder':
      return t(`reminder.${problem.why}`)
    case 'example':
      return t(`example.${problem.why}`, { most: MOST_EXAMPLE })
    case 'trouble':
      return t('problem.trouble', { code: problem.code })
  }
}

/** A part of the page that could not be fetched: what failed, that nothing was lost, and trying again. */
export const Trouble = ({
  title,
  error,
  retry,
}: {
  readonly title: string
  readonly error: unknown
  readonly retry: () => void
}) => {
  const i18n = useI18n()
  return (
    <div className="notice" role="status">
      <h2>
        <Icon name="danger" />
        {title}
      </h2>
      <p>{problemWords(i18n, problemOf(error))}</p>
      <Button icon="retry" onClick={retry}>
        {i18n.t('action.retry')}
      </Button>
    </div>
  )
}

/** The words of a mutation that failed, for the place where it was asked. */
export const Failure = ({ error }: { readonly error: unknown }) => {
  const i18n = useI18n()
  if (!error) return null
  return (
    <p className="field-error" role="alert">
      <Icon name="danger" />
      <span>{problemWords(i18n, problemOf(error))}</span>
    </p>
  )
}
