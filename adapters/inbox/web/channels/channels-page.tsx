import { useQuery } from '@tanstack/react-query'
import { type ChannelView, channelList, type LinkView } from '../../contract-channels.ts'
import { get } from '../lib/api.ts'
import { useI18n } from '../lib/i18n.ts'
import { keys } from '../lib/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { channelIcon, channelName } from '../ui/labels.ts'
import { Trouble } from '../ui/trouble.tsx'
import { CloudPanel } from './cloud-panel.tsx'
import { WebPanel } from './web-panel.tsx'

/** A code lives for some twenty seconds. */
const EVERY = 2_000

/** How every channel is doing, and a panel for each way to WhatsApp. For administrators. */
export const ChannelsPage = () => {
  const { t } = useI18n()
  const query = useQuery({
    queryKey: keys.channels,
    queryFn: () => get(channelList, 'channels'),
    refetchInterval: EVERY,
    staleTime: 0,
  })
  return (
    <div className="page-body narrow">
      <header className="page-head">
        <h1>{t('channels.title')}</h1>
      </header>
      {query.isPending && <p role="status">{t('state.loading')}</p>}
      {query.isError && !query.data && (
        <Trouble title={t('channels.failed')} error={query.error} retry={() => query.refetch()} />
      )}
      {query.data && (
        <>
          <section aria-labelledby="channel-list">
            <h2 id="channel-list">{t('channels.list')}</h2>
            <ul className="card people">
              {query.data.channels.map((channel) => (
                <Line key={channel.name} channel={channel} look={lookOf(channel, query.data.whatsappWeb)} />
              ))}
            </ul>
          </section>
          <WebPanel link={query.data.whatsappWeb} />
          <CloudPanel trouble={troubleOf(query.data.channels)} />
        </>
      )}
    </div>
  )
}

/** In English, for the person who runs it. */
const troubleOf = (channels: readonly ChannelView[]): string | null =>
  channels.find(({ name, state }) => name === 'whatsapp-cloud' && state === 'failing')?.detail ?? null

const STATES = {
  on: { look: 'badge accent', icon: 'check', words: 'channels.on' },
  starting: { look: 'badge sunken', icon: 'clock', words: 'channels.starting' },
  failing: { look: 'badge warn', icon: 'danger', words: 'channels.trouble' },
  scan: { look: 'badge warn', icon: 'eye', words: 'channels.scan' },
} as const
type Look = (typeof STATES)[keyof typeof STATES]

/** A code that nobody scans is no start that goes on by itself. */
const lookOf = ({ name, state }: ChannelView, link: LinkView | null): Look =>
  STATES[name === 'whatsapp-web' && link?.kind === 'scan' ? 'scan' : state]

/** The two ways to WhatsApp have one name elsewhere. */
const FULL_NAMES: Partial<Readonly<Record<ChannelView['name'], string>>> = {
  'whatsapp-web': 'WhatsApp Web',
  'whatsapp-cloud': 'WhatsApp Cloud API',
}

const Line = ({
  channel: { name },
  look: { look, icon, words },
}: {
  readonly channel: ChannelView
  readonly look: Look
}) => {
  const i18n = useI18n()
  return (
    <li>
      <div>
        <p className="person-name">
          <Icon name={channelIcon(name)} />
          <strong>{FULL_NAMES[name] ?? channelName(i18n, name)}</strong>
        </p>
      </div>
      <span className={look}>
        <Icon name={icon} />
        {i18n.t(words)}
      </span>
    </li>
  )
}
