import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { minutes } from '../thread/voice.tsx'
import { Button } from '../ui/button.tsx'
import { LONGEST, type Recording } from './record.ts'

/** While the microphone is on: for how long, and the two ways to end it. Escape keeps what was said. */
export const Recorder = ({ recording }: { readonly recording: Recording }) => {
  const { t } = useI18n()
  const bar = useRef<HTMLDivElement>(null)
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    bar.current?.querySelector<HTMLElement>('.stop')?.focus()
    const timer = setInterval(() => setSeconds((performance.now() - recording.since) / 1000), 250)
    return () => clearInterval(timer)
  }, [recording])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one line everywhere
    <div
      className="recorder"
      ref={bar}
      role="group"
      aria-label={t('record.on')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        recording.stop()
      }}
    >
      <span className="recording" aria-hidden="true" />
      <span>
        {t('record.on')}{' '}
        <span className="voice-time">
          {minutes(seconds)} / {minutes(LONGEST / 1000)}
        </span>
      </span>
      <Button onClick={recording.discard}>{t('record.discard')}</Button>
      <Button className="stop" icon="stop" onClick={recording.stop}>
        {t('record.stop')}
      </Button>
    </div>
  )
}
