import { useState } from 'react'
import { z } from 'zod'
import { type AuthProblem, attempt, auth } from '../lib/auth.ts'
import { type I18n, useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Field, FieldError, PasswordField } from '../ui/field.tsx'
import { AccessCard } from './card.tsx'
import { CodeStep } from './code-step.tsx'

const answer = z.object({ twoFactorRedirect: z.boolean().optional() })

/** Words for a sign-in that did not work. `wrong` is said by the step itself. */
export const authWords = ({ t, n }: I18n, problem: AuthProblem, wrong: string): string => {
  switch (problem.kind) {
    case 'wrong':
      return wrong
    case 'common':
      return t('problem.password')
    case 'too-many':
      return n('signin.too-many', problem.minutes)
    case 'again':
      return t('signin.again')
    case 'offline':
      return t('problem.offline')
    case 'trouble':
      return t('problem.trouble', { code: 'auth' })
  }
}

/** E-mail and password, then the code where the account has a second factor. */
export const SignIn = ({ onDone }: { readonly onDone: () => void }) => {
  const i18n = useI18n()
  const { t } = i18n
  const [step, setStep] = useState<'password' | 'code'>('password')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AuthProblem | null>(null)

  const submit = async () => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    const result = await attempt((options) => auth.signIn.email({ email, password }, options))
    setBusy(false)
    if (!result.ok) return setProblem(result.error)
    const parsed = answer.safeParse(result.value)
    if (parsed.success && parsed.data.twoFactorRedirect) setStep('code')
    else onDone()
  }
  if (step === 'code') {
    return (
      <CodeStep
        onDone={onDone}
        onAgain={() => {
          setPassword('')
          setProblem({ kind: 'again' })
          setStep('password')
        }}
      />
    )
  }
  return (
    <AccessCard title={t('signin.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {problem && <FieldError>{authWords(i18n, problem, t('signin.wrong'))}</FieldError>}
        <Field
          label={t('signin.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <PasswordField
          label={t('signin.password')}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" look="primary" className="main" busy={busy && t('state.working')}>
          {t('signin.continue')}
        </Button>
        <p className="hint">{t('signin.forgot')}</p>
      </form>
    </AccessCard>
  )
}
