import { useId, useRef, useState } from 'react'
import { REPLY_MAX, type TicketDetail } from '../../contract.ts'
import { detach, seenUpTo, useAttached } from '../attach/attached.ts'
import { useAttaching } from '../attach/attaching.ts'
import { Preview } from '../attach/preview.tsx'
import { Tools } from '../attach/tools.tsx'
import { useDrop } from '../attach/use-drop.ts'
import { announce } from '../lib/announce.tsx'
import { problemOf } from '../lib/api.ts'
import { type DraftKind, loadDraft, saveDraft } from '../lib/drafts.ts'
import { useI18n } from '../lib/i18n.ts'
import { offlineSince } from '../lib/live.ts'
import { useMe } from '../lib/me.ts'
import { useChange } from '../lib/queries.ts'
import { useSignal } from '../lib/signal.ts'
import { Button } from '../ui/button.tsx'
import { FieldError } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failure } from '../ui/trouble.tsx'
import { useReply } from './use-reply.ts'

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
  const reply = useReply(row.id)
  const note = useChange<{ text: string }>(row.id, 'note')
  const attached = useAttached(kind === 'reply' ? row.id : null)
  const busy = reply.busy || note.isPending || (attached?.kind === 'file' && attached.upload !== null)
  const stale = kind === 'reply' && problemOf(reply.error).kind === 'stale'
  const error = kind === 'note' ? note.error : stale ? null : reply.error

  const empty = draft.text.trim() === '' && attached === null
  const seen = attached?.seen ?? (draft.text === '' ? row.lastEntry : draft.seen)
  const attaching = useAttaching(row.id, seen, busy)
  const dropping = useDrop(kind === 'reply' ? attaching.take : null)
  const newer =
    kind === 'reply' &&
    !empty &&
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
    seenUpTo(row.id, row.lastEntry)
    const last = document.querySelector('.entries li:last-child')
    last?.scrollIntoView({ block: 'end' })
    field.current?.focus()
  }
  const sent = () => {
    setAsked(false)
    write('', row.lastEntry)
    if (attached) detach(row.id)
    announce(t(kind === 'reply' ? 'composer.sent' : 'composer.note-saved'))
    field.current?.focus()
  }
  const send = () => {
    const text = draft.text.trim()
    if (empty || busy || attaching.recording) return
    // A promise, not the callbacks of the mutation: those are not called when the case was left meanwhile.
    const sending = kind === 'note' ? note.mutateAsync({ text }) : reply.send({ text, seen, anyway: asked }, attached)
    sending.then(
      (done) => done && sent(),
      (failure: unknown) => setAsked(problemOf(failure).kind === 'stale'),
    )
  }
  const label = kind === 'note' ? t('composer.save-note') : asked ? t('composer.send-anyway') : t('composer.send')

  return (
    <form
      className={`writing ${dropping ? 'dropping' : ''}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
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
        // What is added to words that are leaving would be lost when they have left.
        readOnly={busy}
        aria-describedby={id}
        placeholder={t(kind === 'note' ? 'composer.note-placeholder' : 'composer.placeholder')}
        onChange={(event) => write(event.target.value)}
        onPaste={(event) => {
          const { files, types } = event.clipboardData
          // A word processor brings a picture of the words beside them.
          if (kind === 'note' || files.length === 0 || types.includes('text/plain')) return
          event.preventDefault()
          attaching.take([...files])
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {attached && <Preview attached={attached} sending={busy} onRemove={attaching.remove} />}
      {dropping && <p className="hint">{t('attach.drop')}</p>}
      <Failure error={error} />
      {attaching.trouble && <FieldError>{t(attaching.trouble)}</FieldError>}
      <div className="composer-foot">
        <p className="hint" id={id}>
          {kind === 'note' ? t('composer.note-hint') : t('composer.signed', { unit: signed ?? '' })}
          {busy && offline && ` ${t('composer.waits-for-network')}`}
        </p>
        {kind === 'reply' && <Tools attaching={attaching} full={attached !== null} />}
        <Button
          type="submit"
          look="primary"
          icon={kind === 'note' ? 'lock' : 'send'}
          title="Ctrl Enter"
          disabled={empty || attaching.recording}
          busy={busy && t('state.sending')}
        >
          {label}
        </Button>
      </div>
    </form>
  )
}
