import { useState } from 'react'
import { z } from 'zod'
import { type AuthProblem, attempt, auth } from '../lib/auth.ts'
import { useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { FieldError, PasswordField } from '../ui/field.tsx'
import { CodeField } from './code-step.tsx'
import { authWords } from './sign-in.tsx'

const enabled = z.object({ totpURI: z.url(), backupCodes: z.array(z.string()) })
type Enabled = z.output<typeof enabled>

/** The secret in groups of four, as it is typed into the application. */
const secretOf = (uri: string): string => (new URL(uri).searchParams.get('secret') ?? '').replace(/(.{4})(?=.)/g, '$1 ')

/** Sets up the second factor: password, then the secret in the application, then a code that proves it; recovery codes last. */
export const SecondFactorSetup = ({ onDone }: { readonly onDone: () => void }) => {
  const i18n = useI18n()
  const { t } = i18n
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [secret, setSecret] = useState<Enabled | null>(null)
  const [proved, setProved] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AuthProblem | null>(null)

  const begin = async () => {
    setBusy(true)
    setProblem(null)
    const result = await attempt((options) => auth.twoFactor.enable({ password }, options))
    setBusy(false)
    if (!result.ok) return setProblem(result.error)
    const parsed = enabled.safeParse(result.value)
    if (parsed.success) setSecret(parsed.data)
    else setProblem({ kind: 'trouble' })
  }
  const prove = async () => {
    setBusy(true)
    setProblem(null)
    const result = await attempt((options) => auth.twoFactor.verifyTotp({ code: code.replace(/\s/g, '') }, options))
    setBusy(false)
    if (result.ok) setProved(true)
    else setProblem(result.error)
  }
  if (secret && proved) {
    return (
      <div className="stack">
        <p>{t('factor.recovery-words')}</p>
        <ul className="recovery">
          {secret.backupCodes.map((one) => (
            <li key={one}>
              <code>{one}</code>
            </li>
          ))}
        </ul>
        <Button look="primary" className="main" onClick={onDone}>
          {t('factor.kept')}
        </Button>
      </div>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) (secret ? prove : begin)()
      }}
    >
      {secret === null ? (
        <>
          {problem && <FieldError>{authWords(i18n, problem, t('factor.password-wrong'))}</FieldError>}
          <PasswordField
            label={t('factor.password')}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </>
      ) : (
        <>
          <p>{t('factor.secret-words')}</p>
          <p className="secret">
            <code>{secretOf(secret.totpURI)}</code>
          </p>
          <p>
            <a href={secret.totpURI}>{t('factor.open')}</a>
          </p>
          <CodeField
            label={t('signin.code-label')}
            hint={t('signin.code-hint')}
            digits
            value={code}
            error={problem && authWords(i18n, problem, t('signin.expired'))}
            onChange={setCode}
          />
        </>
      )}
      <Button type="submit" look="primary" className="main" busy={busy && t('state.working')}>
        {t(secret ? 'factor.prove' : 'signin.continue')}
      </Button>
    </form>
  )
}
