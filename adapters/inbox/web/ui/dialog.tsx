import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { IconButton } from './button.tsx'

type DialogProps = {
  readonly title: string
  readonly children: ReactNode
  /** The buttons, the one to press last. */
  readonly actions: ReactNode
  readonly onClose: () => void
  readonly onSubmit?: () => void
}

/** A modal dialog of the browser: it keeps the focus, Escape cancels, and the focus returns to where it was. */
export const Dialog = ({ title, children, actions, onClose, onSubmit }: DialogProps) => {
  const { t } = useI18n()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  // As it was before the first drawing: an effect may be run a second time, when the focus is inside already.
  const before = useRef(document.activeElement)
  useEffect(() => {
    const from = before.current
    dialog.current?.showModal()
    // Not the cross, which comes first: Enter must mean the preset choice.
    const first = dialog.current?.querySelector<HTMLElement>(
      'input:checked, .dialog-body :is(input, textarea), [type=submit]',
    )
    first?.focus()
    return () => {
      if (from instanceof HTMLElement) from.focus()
    }
  }, [])
  return (
    <dialog
      className="dialog"
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit?.()
        }}
      >
        <header>
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={t('action.close')} onClick={onClose} />
        </header>
        <div className="dialog-body">{children}</div>
        <footer>{actions}</footer>
      </form>
    </dialog>
  )
}
