import { type ReactNode, useEffect, useRef } from 'react'
import { LANGS, OWN_NAME } from '../../../../locales/languages.ts'
import { deviceLang } from '../lib/device.ts'
import { useI18n } from '../lib/i18n.ts'
import { Select } from '../ui/field.tsx'

/** The frame of the pages before the inbox: sign-in, first administrator, invitation, second factor. */
export const AccessPage = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useI18n()
  return (
    <main className="access">
      {children}
      <p className="access-foot">
        {t('signin.only-staff')} <a href="/">{t('signin.public')}</a>.
      </p>
    </main>
  )
}

/** The language of this device; once somebody is signed in, the account knows better. */
export const LangMenu = () => {
  const { t, lang } = useI18n()
  const options = LANGS.map((value) => ({ value, label: OWN_NAME[value] }))
  return (
    <div className="access-lang">
      <Select label={t('account.lang')} value={lang} options={options} onChange={deviceLang.set} />
    </div>
  )
}

type CardProps = {
  readonly step?: string
  readonly title: string
  readonly words?: string | undefined
  readonly children: ReactNode
}

export const AccessCard = ({ step, title, words, children }: CardProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  // A new step is read out; at the first one the focus is in the first field.
  useEffect(() => {
    if (step !== undefined) heading.current?.focus()
  }, [step])
  return (
    <section className="access-card" aria-labelledby="access-title">
      <div className="woven" />
      <div className="access-body">
        {step && <p className="step">{step}</p>}
        <h1 id="access-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {words && <p>{words}</p>}
        {children}
      </div>
    </section>
  )
}
