import { useI18n } from '../lib/i18n.ts'
import { offlineSince } from '../lib/live.ts'
import { useSignal } from '../lib/signal.ts'
import { Icon } from '../ui/icon.tsx'

export const OfflineStrip = () => {
  const { t, time } = useI18n()
  const since = useSignal(offlineSince)
  if (since === null) return null
  return (
    <div className="strip warn" role="status">
      <Icon name="offline" />
      <p>
        <strong>{t('offline.since', { time: time(since) })}</strong> {t('offline.words')}
      </p>
    </div>
  )
}
