import { el, icon, put, unseen } from './dom.ts'
import { duration, say } from './words.ts'

/** The one that sounds: two at once cannot be understood. What is taken off the page falls silent by itself. */
let playing: HTMLAudioElement | null = null

/** The player of a voice note whose bytes are here: play and pause, and a line to go back on. */
export const player = (
  url: string,
  /** The browser cannot play it. */
  onTrouble: () => void,
): { readonly box: HTMLElement; readonly button: HTMLButtonElement; readonly play: () => void } => {
  const audio = el('audio', { src: url })
  const button = el('button', { type: 'button', class: 'primary round' })
  const line = el('input', { type: 'range', min: '0', max: '1', step: '1', value: '0' })
  const time = el('span', { class: 'time' })

  const play = () => {
    if (playing && playing !== audio) playing.pause()
    playing = audio
    // What cannot be played says so itself. A browser that wants one more press gets it, and so does what another one has silenced
    // before it began: the button is there.
    audio.play().catch(() => undefined)
  }
  const paintButton = () =>
    put(button, icon(audio.paused ? 'play' : 'pause'), unseen(say(audio.paused ? 'play' : 'pause')))
  const paintTime = () => {
    const length = Number.isFinite(audio.duration) ? audio.duration : audio.currentTime
    line.max = String(Math.max(1, Math.ceil(length)))
    line.value = String(audio.currentTime)
    const shown = `${duration(audio.currentTime)} / ${duration(length)}`
    line.setAttribute('aria-valuetext', shown)
    put(time, shown)
  }

  line.setAttribute('aria-label', say('soundPosition'))
  line.addEventListener('input', () => {
    audio.currentTime = Number(line.value)
  })
  button.addEventListener('click', () => (audio.paused ? play() : audio.pause()))
  for (const change of ['play', 'pause', 'ended']) audio.addEventListener(change, paintButton)
  for (const change of ['timeupdate', 'durationchange', 'ended']) audio.addEventListener(change, paintTime)
  audio.addEventListener('error', onTrouble)
  paintButton()
  paintTime()
  return { box: el('div', { class: 'player' }, audio, button, line, time), button, play }
}
