import { useEffect } from 'react'
import { useTickets } from './queries.ts'
import { signal } from './signal.ts'

/** Can be switched off on this device: a room in which somebody sleeps. */
export const alarmSound = signal(localStorage.getItem('inbox.alarm') !== 'off')
alarmSound.subscribe(() => localStorage.setItem('inbox.alarm', alarmSound.get() ? 'on' : 'off'))

/** Milliseconds between two tones, until somebody takes the case. */
const AGAIN = 30_000
const TONES = [880, 660, 880]
const TONE_SECONDS = 0.18

/** Three short tones. A browser plays none before the first press of a key or button; nothing breaks then. */
const ring = (): void => {
  const context = new AudioContext()
  TONES.forEach((frequency, at) => {
    const oscillator = context.createOscillator()
    const volume = context.createGain()
    oscillator.frequency.value = frequency
    volume.gain.value = 0.2
    oscillator.connect(volume).connect(context.destination)
    oscillator.start(context.currentTime + at * TONE_SECONDS)
    oscillator.stop(context.currentTime + (at + 0.8) * TONE_SECONDS)
  })
  setTimeout(() => void context.close(), 2_000)
}

/** Rings while a danger case that one may see has nobody, and says so in the title of the page. Gives how many there are. */
export const useAlarm = (): number => {
  const { data } = useTickets('all', '', false)
  const waiting = data?.rows.filter((row) => row.danger !== null && row.status === 'open').length ?? 0
  useEffect(() => {
    const title = document.title.replace(/^\(!\d+\) /, '')
    document.title = waiting > 0 ? `(!${waiting}) ${title}` : title
    if (waiting === 0) return
    const sound = () => alarmSound.get() && ring()
    sound()
    const timer = setInterval(sound, AGAIN)
    return () => clearInterval(timer)
  }, [waiting])
  return waiting
}
