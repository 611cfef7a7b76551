import type { TicketDetail } from '../../contract.ts'
import { useI18n } from '../lib/i18n.ts'
import { useNames } from '../lib/me.ts'
import { casePath, follow, href } from '../lib/router.ts'
import { Icon } from '../ui/icon.tsx'
import { channelName } from '../ui/labels.ts'

/** What is known of the person: a column beside the thread, or a screen of its own on a phone. */
export const Person = ({ ticket, shown }: { readonly ticket: TicketDetail; readonly shown: boolean }) => {
  const i18n = useI18n()
  const names = useNames()
  const { t, day, moment } = i18n
  const { row, former } = ticket
  const facts: readonly (readonly [string, string])[] = [
    [t('person.lang'), t(`lang.${row.lang}`)],
    [t('person.unit'), names.unit(row.unit)],
    [t('person.island'), names.island(row.unit)],
    [t('person.channel'), [...new Set(ticket.channels)].map((one) => channelName(i18n, one)).join(' · ')],
    ...(ticket.phone === null ? [] : [[t('person.phone'), ticket.phone] as const]),
    [
      t('person.consent'),
      ticket.consentAt === null ? t('person.consent-none') : t('person.consent-on', { day: day(ticket.consentAt) }),
    ],
  ]
  const about: readonly (readonly [string, string])[] = [
    [t('person.code'), row.code],
    ...(row.topic === null ? [] : [[t('close.topic'), names.topic(row.topic)] as const]),
    [t('person.opened'), moment(row.openedAt)],
    ...(row.outcome === null ? [] : [[t('ticket.how'), t(`outcome.${row.outcome}`)] as const]),
  ]
  return (
    <aside className={shown ? 'person-column shown' : 'person-column'} id="person" aria-labelledby="person-title">
      <header className="thread-head">
        <a
          className="icon-button back"
          href={href(casePath(row.id))}
          onClick={follow(casePath(row.id))}
          aria-label={t('person.back')}
        >
          <Icon name="back" />
        </a>
        <h2 id="person-title">{t('person.title')}</h2>
      </header>
      <Facts facts={facts} />
      <section>
        <h3>{t('person.case')}</h3>
        <Facts facts={about} />
      </section>
      {former.length > 0 && (
        <section>
          <h3>{t('person.former')}</h3>
          <ul className="former">
            {former.map((old) => (
              <li key={old.id}>
                <a href={href(casePath(old.id))} onClick={follow(casePath(old.id))}>
                  {old.topic === null ? old.code : names.topic(old.topic)}
                </a>
                <small>
                  {old.closedAt === null
                    ? t('person.former-open', { day: day(old.openedAt) })
                    : t('person.former-closed', {
                        day: day(old.closedAt),
                        outcome: t(`outcome.${old.outcome ?? 'other'}`),
                      })}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="private">
        <Icon name="lock" />
        <p>{t('person.privacy')}</p>
      </section>
    </aside>
  )
}

const Facts = ({ facts }: { readonly facts: readonly (readonly [string, string])[] }) => (
  <dl className="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)
