import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { me } from '../../contract.ts'
import { get, sessionOver } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { SignIn } from './sign-in.tsx'

/** The sign-in over the page when a session ends: what is on the screen, and every draft, stays. */
export const SessionOver = () => {
  const { t } = useI18n()
  const before = useMe()
  const client = useQueryClient()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const back = async () => {
    const now = await get(me, 'me')
    // Somebody else at this computer gets a page of their own.
    if (now.id !== before.id) return location.reload()
    sessionOver.set(false)
    await client.invalidateQueries()
  }
  return (
    <dialog
      className="dialog over"
      ref={dialog}
      aria-label={t('over.title')}
      onCancel={(event) => event.preventDefault()}
    >
      <p className="strip warn" role="status">
        <strong>{t('over.title')}</strong> {t('over.words')}
      </p>
      <SignIn onDone={back} />
    </dialog>
  )
}
