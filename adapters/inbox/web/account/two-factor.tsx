import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SecondFactorSetup } from '../access/second-factor.tsx'
import { authWords } from '../access/sign-in.tsx'
import { type AuthProblem, attempt, auth } from '../lib/auth.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe } from '../lib/me.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { FieldError, PasswordField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'

export const TwoFactor = () => {
  const { t } = useI18n()
  const me = useMe()
  const client = useQueryClient()
  const [changing, setChanging] = useState(false)
  const finish = async () => {
    setChanging(false)
    await client.invalidateQueries({ queryKey: keys.me })
  }
  const on = me.twoFactor === 'on'
  return (
    <section className="card padded" aria-labelledby="factor">
      <h2 id="factor">{t('factor.title')}</h2>
      <p>
        <span className={on ? 'badge accent' : 'badge warn'}>
          <Icon name={on ? 'check' : 'lock'} />
          {t(on ? 'factor.on' : 'factor.off')}
        </span>
      </p>
      <p>{t('factor.words')}</p>
      {!changing && (
        <div className="actions">
          <Button onClick={() => setChanging(true)}>{t(on ? 'factor.turn-off' : 'factor.turn-on')}</Button>
        </div>
      )}
      {changing && !on && <SecondFactorSetup onDone={finish} />}
      {changing && on && <TurnOff onDone={finish} />}
    </section>
  )
}

const TurnOff = ({ onDone }: { readonly onDone: () => void }) => {
  const i18n = useI18n()
  const { t } = i18n
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AuthProblem | null>(null)
  const submit = async () => {
    if (busy) return
    setBusy(true)
    const result = await attempt<unknown>((options) => auth.twoFactor.disable({ password }, options))
    setBusy(false)
    if (result.ok) onDone()
    else setProblem(result.error)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {problem && <FieldError>{authWords(i18n, problem, t('factor.password-wrong'))}</FieldError>}
      <PasswordField
        label={t('factor.password')}
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <div className="actions">
        <Button type="submit" busy={busy && t('state.working')}>
          {t('factor.turn-off')}
        </Button>
      </div>
    </form>
  )
}
