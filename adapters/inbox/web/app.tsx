import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { AccessCard, AccessPage, LangMenu } from './access/card.tsx'
import { Invite, Setup } from './access/new-account.tsx'
import { SecondFactorSetup } from './access/second-factor.tsx'
import { SessionOver } from './access/session-over.tsx'
import { SignIn } from './access/sign-in.tsx'
import { alarmCount } from './lib/alarm.ts'
import { Announcer } from './lib/announce.tsx'
import { problemOf, sessionOver } from './lib/api.ts'
import { deviceLang } from './lib/device.ts'
import { I18nContext, i18nFor, useI18n } from './lib/i18n.ts'
import { MeContext } from './lib/me.ts'
import { keys, useMeQuery } from './lib/queries.ts'
import { useRoute } from './lib/router.ts'
import { useSignal } from './lib/signal.ts'
import { Inbox } from './shell/inbox.tsx'
import { Trouble } from './ui/trouble.tsx'

/** The language of the account, or of the device before anybody is signed in; and who is signed in. */
export const App = () => {
  const me = useMeQuery()
  const ofDevice = useSignal(deviceLang)
  const alarms = useSignal(alarmCount)
  const lang = me.data?.lang ?? ofDevice
  const i18n = useMemo(() => i18nFor(lang), [lang])
  useEffect(() => {
    document.documentElement.lang = lang
    deviceLang.set(lang)
  }, [lang])
  useEffect(() => {
    const alarm = alarms > 0 ? [i18n.t('alarm.title', { n: alarms })] : []
    document.title = [...alarm, i18n.t('list.title'), 'Morabeza'].join(' · ')
  }, [alarms, i18n])
  return (
    <I18nContext value={i18n}>
      <MeContext value={me.data ?? null}>
        <Announcer />
        <Gate />
      </MeContext>
    </I18nContext>
  )
}

/** What is shown to whom: a link with a token, sign-in, the second factor that must be set up, or the inbox. */
const Gate = () => {
  const { t } = useI18n()
  const { route } = useRoute()
  const me = useMeQuery()
  const client = useQueryClient()
  const over = useSignal(sessionOver)
  const enter = () => {
    sessionOver.set(false)
    return client.resetQueries({ queryKey: keys.me })
  }
  if (route.page === 'setup' || route.page === 'invite') {
    const Page = route.page === 'setup' ? Setup : Invite
    return (
      <AccessPage>
        <Page token={route.token} onDone={enter} />
        <LangMenu />
      </AccessPage>
    )
  }
  if (me.data?.twoFactor === 'required') {
    return (
      <AccessPage>
        <AccessCard title={t('factor.title')} words={t('factor.required')}>
          <SecondFactorSetup onDone={enter} />
        </AccessCard>
      </AccessPage>
    )
  }
  if (me.data) {
    return (
      <>
        <Inbox />
        {over && <SessionOver />}
      </>
    )
  }
  if (me.isError && problemOf(me.error).kind === 'signed-out') {
    return (
      <AccessPage>
        <SignIn onDone={enter} />
        <LangMenu />
      </AccessPage>
    )
  }
  return (
    <AccessPage>
      {me.isError ? (
        <Trouble title={t('list.failed')} error={me.error} retry={() => me.refetch()} />
      ) : (
        <p role="status">{t('state.loading')}</p>
      )}
    </AccessPage>
  )
}
