import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { PASSWORD_MIN } from '../../contract.ts'
import { authWords } from '../access/sign-in.tsx'
import { announce } from '../lib/announce.tsx'
import { type AuthProblem, attempt, auth } from '../lib/auth.ts'
import { useI18n } from '../lib/i18n.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { FieldError, PasswordField } from '../ui/field.tsx'

/** Changes the password; every other session ends with it. */
export const Password = () => {
  const i18n = useI18n()
  const { t } = i18n
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [busy, setBusy] = useState(false)
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<AuthProblem | null>(null)
  const submit = async () => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    setSaved(false)
    const result = await attempt<unknown>((options) =>
      auth.changePassword({ currentPassword: current, newPassword: next, revokeOtherSessions: true }, options),
    )
    setBusy(false)
    if (!result.ok) return setProblem(result.error)
    setCurrent('')
    setNext('')
    setSaved(true)
    announce(t('password.changed'))
    // The session is a new one, too.
    await client.invalidateQueries({ queryKey: keys.me })
    await client.invalidateQueries({ queryKey: keys.sessions })
  }
  // What has no field of its own.
  const other = problem?.kind === 'wrong' || problem?.kind === 'common' ? null : problem
  return (
    <section className="card padded" aria-labelledby="password">
      <h2 id="password">{t('password.title')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {other && <FieldError>{authWords(i18n, other, '')}</FieldError>}
        <PasswordField
          label={t('password.current')}
          error={problem?.kind === 'wrong' ? t('factor.password-wrong') : null}
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <PasswordField
          label={t('password.new')}
          error={problem?.kind === 'common' ? t('problem.password') : null}
          hint={t('account.password-hint', { min: PASSWORD_MIN })}
          autoComplete="new-password"
          required
          minLength={PASSWORD_MIN}
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <div className="actions">
          <Button type="submit" busy={busy && t('state.working')}>
            {t('password.change')}
          </Button>
          {saved && <p className="hint">{t('password.changed')}</p>}
        </div>
      </form>
    </section>
  )
}
