import { HOUR, type Instant } from '../../../../bot/time.ts'
import { useI18n } from '../lib/i18n.ts'
import { Icon } from '../ui/icon.tsx'

const SOON = 6 * HOUR
const WINDOW = 24 * HOUR

/** How long one may still write freely: a quiet line, amber under six hours. */
export const WindowBar = ({ until, now }: { readonly until: Instant; readonly now: Instant }) => {
  const { t, left: leftWords, time } = useI18n()
  const left = until - now
  if (left <= 0) return null
  return (
    <div className={left < SOON ? 'window soon' : 'window'}>
      <Icon name="clock" />
      <span>{t('window.left', { time: leftWords(left) })}</span>
      <meter min={0} max={WINDOW} value={left} aria-hidden="true" />
      <span className="window-at">{t('window.at', { time: time(until) })}</span>
    </div>
  )
}
