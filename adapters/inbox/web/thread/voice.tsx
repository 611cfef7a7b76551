import { useRef, useState } from 'react'
import { useI18n } from '../lib/i18n.ts'
import { Icon } from '../ui/icon.tsx'

const SPEEDS = [1, 1.5, 2] as const

/** `3:07`. */
export const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** A voice note, played in the page and fetched when it is first played. `seconds` as the platform said; not all do. */
export const Voice = ({ source, seconds }: { readonly source: string; readonly seconds: number | null }) => {
  const { t, lang } = useI18n()
  const sound = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [failed, setFailed] = useState(false)
  const [at, setAt] = useState(0)
  const [length, setLength] = useState(seconds)
  const shown = playing || at > 0 || length === null ? at : length
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]>(1)

  const toggle = () => {
    if (playing) sound.current?.pause()
    else sound.current?.play().catch(() => setFailed(true))
  }
  const nextSpeed = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1
    setSpeed(next)
    if (sound.current) sound.current.playbackRate = next
  }
  return (
    <div className="voice">
      {/* biome-ignore lint/a11y/useMediaCaption: a voice note of a person has no captions */}
      <audio
        ref={sound}
        src={source}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.duration)) setLength(currentTarget.duration)
        }}
        onError={() => setFailed(true)}
      />
      <button type="button" className="play" aria-label={t(playing ? 'media.pause' : 'media.play')} onClick={toggle}>
        <Icon name={playing ? 'pause' : 'play'} className={playing ? 'icon' : 'icon solid'} />
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(1, length ?? 1)}
        step={1}
        value={at}
        aria-label={t('media.position')}
        aria-valuetext={length === null ? minutes(at) : `${minutes(at)} / ${minutes(length)}`}
        onChange={(event) => {
          setAt(Number(event.target.value))
          if (sound.current) sound.current.currentTime = Number(event.target.value)
        }}
      />
      <span className="voice-time">{shown === 0 && length === null ? '' : minutes(shown)}</span>
      <button type="button" className="button plain" aria-label={t('media.speed', { speed })} onClick={nextSpeed}>
        {speed.toLocaleString(lang === 'kea' ? 'pt' : lang)}×
      </button>
      {failed && (
        <p className="hint" role="alert">
          {t('media.failed')} <a href={source}>{t('media.download')}</a>
        </p>
      )}
    </div>
  )
}
