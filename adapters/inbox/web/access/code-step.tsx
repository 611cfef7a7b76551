import { useState } from 'react'
import { type AuthProblem, attempt, auth } from '../lib/auth.ts'
import { useI18n } from '../lib/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { AccessCard } from './card.tsx'
import { authWords } from './sign-in.tsx'

/** The second step: the code of the telephone, or one of the recovery codes. */
export const CodeStep = ({ onDone, onAgain }: { readonly onDone: () => void; readonly onAgain: () => void }) => {
  const i18n = useI18n()
  const { t } = i18n
  const [recovery, setRecovery] = useState(false)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AuthProblem | null>(null)

  const submit = async () => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    const clean = code.replace(/\s/g, '')
    const result = await attempt<unknown>((options) =>
      recovery
        ? auth.twoFactor.verifyBackupCode({ code: clean }, options)
        : auth.twoFactor.verifyTotp({ code: clean }, options),
    )
    setBusy(false)
    if (result.ok) onDone()
    else if (result.error.kind === 'again') onAgain()
    else setProblem(result.error)
  }
  return (
    <AccessCard
      step={t('signin.step-2')}
      title={t(recovery ? 'signin.recovery' : 'signin.code')}
      words={t(recovery ? 'signin.recovery-hint' : 'signin.open-app')}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <CodeField
          label={t(recovery ? 'signin.recovery-label' : 'signin.code-label')}
          hint={t(recovery ? 'signin.recovery-once' : 'signin.code-hint')}
          digits={!recovery}
          value={code}
          error={problem && authWords(i18n, problem, t(recovery ? 'signin.recovery-wrong' : 'signin.expired'))}
          onChange={setCode}
        />
        <Button type="submit" look="primary" className="main" busy={busy && t('state.working')}>
          {t('signin.enter')}
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            setRecovery(!recovery)
            setCode('')
            setProblem(null)
          }}
        >
          {t(recovery ? 'signin.use-code' : 'signin.use-recovery')}
        </Button>
      </form>
    </AccessCard>
  )
}

type CodeProps = {
  readonly label: string
  readonly hint?: string
  readonly digits: boolean
  readonly value: string
  readonly error?: string | null
  readonly onChange: (code: string) => void
}

/** Takes paste and the code that the telephone fills in. */
export const CodeField = ({ label, hint, digits, value, error, onChange }: CodeProps) => (
  <div className="code">
    <Field
      label={label}
      hint={hint}
      error={error}
      name="code"
      autoComplete="one-time-code"
      inputMode={digits ? 'numeric' : 'text'}
      pattern={digits ? '[0-9 ]{6,8}' : undefined}
      autoCapitalize="none"
      spellCheck={false}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  </div>
)
