import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type CloudSetupView, cloudAnswer, cloudTest } from '../../contract-channels-cloud.ts'
import { get, post } from '../lib/api.ts'
import { type Key, useI18n } from '../lib/i18n.ts'
import { keys } from '../lib/queries.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Failure, Trouble } from '../ui/trouble.tsx'

const EVERY = 5_000

/**
 * The WhatsApp Cloud API: what is missing, what was seen to work, and a test message. `trouble`: why it does not work at the
 * moment, in English, for the person who runs it; null where it does.
 */
export const CloudPanel = ({ trouble }: { readonly trouble: string | null }) => {
  const { t } = useI18n()
  const query = useQuery({
    queryKey: keys.whatsappCloud,
    queryFn: () => get(cloudAnswer, 'channels/whatsapp-cloud'),
    refetchInterval: EVERY,
    staleTime: 0,
  })
  return (
    <section className="card padded" aria-labelledby="whatsapp-cloud">
      <h2 id="whatsapp-cloud">{t('cloud.title')}</h2>
      {query.isPending && <p role="status">{t('state.loading')}</p>}
      {query.isError && !query.data && (
        <Trouble title={t('channels.failed')} error={query.error} retry={() => query.refetch()} />
      )}
      {query.data && (query.data.setup === null ? <p>{t('cloud.off')}</p> : <Setup setup={query.data.setup} />)}
      {trouble !== null && (
        <p className="hint">
          {t('cloud.trouble')} <code lang="en">{trouble}</code>
        </p>
      )}
    </section>
  )
}

const Setup = ({ setup }: { readonly setup: CloudSetupView }) => {
  const { t } = useI18n()
  const { lacks } = setup
  return (
    <>
      <div role="status">
        {lacks.length === 0 ? (
          <span className="badge accent">
            <Icon name="check" />
            {t('cloud.complete')}
          </span>
        ) : (
          <ul className="lacks">
            {lacks.map((lack) => (
              <li key={lack}>
                <Icon name="danger" />
                {t(`cloud.lacks-${lack}`)}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Facts setup={setup} />
      <TestMessage />
    </>
  )
}

const QUALITIES: Readonly<Record<string, Key>> = {
  GREEN: 'cloud.quality-green',
  YELLOW: 'cloud.quality-yellow',
  RED: 'cloud.quality-red',
}

const Facts = ({
  setup: { webhook, number, handshakeAt, deliveryAt, refusedAt },
}: {
  readonly setup: CloudSetupView
}) => {
  const { t, moment } = useI18n()
  const seen = (at: CloudSetupView['handshakeAt']) => (at === null ? t('cloud.not-seen') : moment(at))
  return (
    <dl className="facts">
      <Fact name="cloud.webhook">
        <code>{webhook}</code>
      </Fact>
      {number !== null && (
        <>
          <Fact name="cloud.number">{[number.name, number.display].filter((word) => word !== null).join(', ')}</Fact>
          <Fact name="cloud.quality">{t(QUALITIES[number.quality ?? ''] ?? 'cloud.quality-unknown')}</Fact>
        </>
      )}
      <Fact name="cloud.handshake">{seen(handshakeAt)}</Fact>
      <Fact name="cloud.delivery">{seen(deliveryAt)}</Fact>
      {refusedAt !== null && <Fact name="cloud.refused">{moment(refusedAt)}</Fact>}
    </dl>
  )
}

const Fact = ({ name, children }: { readonly name: Key; readonly children: ReactNode }) => {
  const { t } = useI18n()
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const TestMessage = () => {
  const { t } = useI18n()
  const [to, setTo] = useState('')
  const test = useMutation({ mutationFn: () => post(cloudTest, 'channels/whatsapp-cloud/test', { to }) })
  const { data } = test
  return (
    <form
      className="cloud-test"
      onSubmit={(event) => {
        event.preventDefault()
        test.mutate()
      }}
    >
      <Field
        label={t('cloud.test-to')}
        hint={t('cloud.test-hint')}
        type="tel"
        required
        minLength={5}
        maxLength={30}
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <div className="actions">
        <Button type="submit" icon="send" busy={test.isPending && t('state.sending')}>
          {t('cloud.test')}
        </Button>
        <p role="status">
          {data && t(`cloud.test-${data.kind}`)} {data?.kind === 'failed' && <code lang="en">{data.why}</code>}
        </p>
      </div>
      <Failure error={test.error} />
    </form>
  )
}
