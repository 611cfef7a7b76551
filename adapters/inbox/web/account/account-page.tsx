import { useQueryClient } from '@tanstack/react-query'
import { LANGS, type Lang, OWN_NAME } from '../../../../locales/languages.ts'
import { done, type Me } from '../../contract.ts'
import { clearAttached } from '../attach/attached.ts'
import { alarmSound } from '../lib/alarm.ts'
import { patch } from '../lib/api.ts'
import { attempt, auth } from '../lib/auth.ts'
import { shortcuts, type Theme, theme } from '../lib/device.ts'
import { clearDrafts } from '../lib/drafts.ts'
import { useI18n } from '../lib/i18n.ts'
import { useMe, useNames } from '../lib/me.ts'
import { keys } from '../lib/queries.ts'
import { useSignal } from '../lib/signal.ts'
import { Button } from '../ui/button.tsx'
import { Check, Select } from '../ui/field.tsx'
import { Password } from './password.tsx'
import { Sessions } from './sessions.tsx'
import { TwoFactor } from './two-factor.tsx'

export const AccountPage = () => {
  const { t } = useI18n()
  const me = useMe()
  const names = useNames()
  const leave = async () => {
    // First: the page may ask for a new sign-in as soon as the session is over, and be left there.
    clearDrafts()
    clearAttached()
    await attempt<unknown>((options) => auth.signOut({ fetchOptions: options }))
    location.assign('/inbox/')
  }
  return (
    <div className="page-body narrow">
      <header className="page-head">
        <div>
          <h1>{t('account.title')}</h1>
          <p>
            {me.name} · {me.email}
          </p>
          <p>
            {t(`role.${me.role}`)}
            {me.units.length > 0 && ` · ${me.units.map(names.unit).join(', ')}`}
          </p>
        </div>
        <Button onClick={leave}>{t('account.sign-out')}</Button>
      </header>
      <Preferences />
      <TwoFactor />
      <Password />
      <Sessions />
    </div>
  )
}

const Preferences = () => {
  const { t, lang } = useI18n()
  const client = useQueryClient()
  const chosenTheme = useSignal(theme)
  const keysOn = useSignal(shortcuts)
  const soundOn = useSignal(alarmSound)
  const setLang = (next: Lang) => {
    client.setQueryData<Me>(keys.me, (me) => me && { ...me, lang: next })
    // The page speaks it at once; should the server not have it, the next visit asks the account again.
    patch(done, 'me', { lang: next }).catch(() => client.invalidateQueries({ queryKey: keys.me }))
  }
  return (
    <section className="card padded" aria-labelledby="preferences">
      <h2 id="preferences">{t('account.preferences')}</h2>
      <Select
        label={t('account.lang')}
        value={lang}
        options={LANGS.map((value) => ({ value, label: OWN_NAME[value] }))}
        onChange={setLang}
      />
      <Select<Theme>
        label={t('account.theme')}
        value={chosenTheme}
        options={[
          { value: 'system', label: t('theme.system') },
          { value: 'light', label: t('theme.light') },
          { value: 'dark', label: t('theme.dark') },
        ]}
        onChange={theme.set}
      />
      <Check
        label={t('account.shortcuts')}
        detail={t('account.shortcuts-hint')}
        checked={keysOn}
        onChange={shortcuts.set}
      />
      <Check label={t('account.alarm')} detail={t('account.alarm-hint')} checked={soundOn} onChange={alarmSound.set} />
    </section>
  )
}
