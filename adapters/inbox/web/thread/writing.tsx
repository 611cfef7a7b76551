import { useId, useRef, useState } from 'react'
import { REPLY_MAX, type TicketDetail } from '../../contract.ts'
import { announce } from '../lib/announce.tsx'
import { problemOf } from '../lib/api.ts'
import { type DraftKind, loadDraft, saveDraft } from '../lib/drafts.ts'
import { useI18n } from '../lib/i18n.ts'
import { offlineSince } from '../lib/live.ts'
import { useMe } from '../lib/me.ts'
import { useChange } from '../lib/queries.ts'
import { useSignal } from '../lib/signal.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failure } from '../ui/trouble.tsx'

type WritingProps = {
  readonly kind: DraftKind
  readonly ticket: TicketDetail
  /** The unit that the person reads before the words; only for a reply. */
  readonly signed?: string
}

/** The field with its draft. Every letter is kept on this device until the server has it. */
export const Writing = ({ kind, ticket, signed }: WritingProps) => {
  const { t } = useI18n()
  const me = useMe()
  const offline = useSignal(offlineSince) !== null
  const { row, entries } = ticket
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState(() => loadDraft(me.id, row.id, kind))
  const [asked, setAsked] = useState(false)
  const reply = useChange<{ text: string; seen: number; anyway: boolean }>(row.id, 'reply')
  const note = useChange<{ text: string }>(row.id, 'note')
  const busy = reply.isPending || note.isPending
  const stale = kind === 'reply' && problemOf(reply.error).kind === 'stale'
  const error = kind === 'note' ? note.error : stale ? null : reply.error

  const seen = draft.text === '' ? row.lastEntry : draft.seen
  const newer =
    kind === 'reply' &&
    draft.text !== '' &&
    entries.some(
      ({ seq, change }) =>
        seq > seen && (change.kind === 'from-person' || (change.kind === 'from-staff' && change.by.id !== me.id)),
    )

  const write = (text: string, at = seen) => {
    const next = { text, seen: at }
    setDraft(next)
    saveDraft(me.id, row.id, kind, next)
  }
  const read = () => {
    setAsked(false)
    reply.reset()
    write(draft.text, row.lastEntry)
    const last = document.querySelector('.entries li:last-child')
    last?.scrollIntoView({ block: 'end' })
    field.current?.focus()
  }
  const sent = () => {
    setAsked(false)
    write('', row.lastEntry)
    announce(t(kind === 'reply' ? 'composer.sent' : 'composer.note-saved'))
    field.current?.focus()
  }
  const send = () => {
    const text = draft.text.trim()
    if (text === '' || busy) return
    // A promise, not the callbacks of the mutation: those are not called when the case was left meanwhile.
    const sending = kind === 'note' ? note.mutateAsync({ text }) : reply.mutateAsync({ text, seen, anyway: asked })
    sending.then(sent, (failure: unknown) => setAsked(problemOf(failure).kind === 'stale'))
  }
  const label = kind === 'note' ? t('composer.save-note') : asked ? t('composer.send-anyway') : t('composer.send')

  return (
    <form
      className="writing"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {(newer || asked) && (
        <div className="strip warn" role="status">
          <Icon name="chat" />
          <p>
            <strong>{t('composer.newer')}</strong> {asked && t('composer.newer-ask')}
          </p>
          <Button onClick={read}>{t('composer.read')}</Button>
        </div>
      )}
      <label className="sr-only" htmlFor="composer-field">
        {t(kind === 'note' ? 'composer.note' : 'composer.reply')}
      </label>
      <textarea
        id="composer-field"
        ref={field}
        value={draft.text}
        maxLength={REPLY_MAX}
        lang={kind === 'reply' ? row.lang : undefined}
        rows={1}
        aria-describedby={id}
        placeholder={t(kind === 'note' ? 'composer.note-placeholder' : 'composer.placeholder')}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            send()
          }
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <Failure error={error} />
      <div className="composer-foot">
        <p className="hint" id={id}>
          {kind === 'note' ? t('composer.note-hint') : t('composer.signed', { unit: signed ?? '' })}
          {busy && offline && ` ${t('composer.waits-for-network')}`}
        </p>
        <Button
          type="submit"
          look="primary"
          icon={kind === 'note' ? 'lock' : 'send'}
          title="Ctrl Enter"
          disabled={draft.text.trim() === ''}
          busy={busy && t('state.sending')}
        >
          {label}
        </Button>
      </div>
    </form>
  )
}
