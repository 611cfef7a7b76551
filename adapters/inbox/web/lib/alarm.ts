import { useEffect, useRef } from 'react'
import type { TicketRow } from '../../contract.ts'
import { signal } from './signal.ts'

/** Can be switched off on this device: a room in which somebody sleeps. */
export const alarmSound = signal(localStorage.getItem('inbox.alarm') !== 'off')
alarmSound.subscribe(() => localStorage.setItem('inbox.alarm', alarmSound.get() ? 'on' : 'off'))

/** How many cases ring: for the title of the page. */
export const alarmCount = signal(0)

/** Milliseconds between two tones, until somebody takes the case. */
const AGAIN = 30_000
const TONES = [880, 660, 880]
const TONE_SECONDS = 0.18

let pressed = false
for (const gesture of ['pointerdown', 'keydown']) {
  addEventListener(
    gesture,
    () => {
      pressed = true
    },
    { once: true, capture: true },
  )
}

/** Three short tones; none before the first press of a key or button, which is when a browser begins to allow them. */
const ring = (): void => {
  if (!alarmSound.get() || !pressed) return
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

/** Rings for each case that is new among these, and again every half minute while there is one. */
export const useAlarm = (cases: readonly TicketRow[]): void => {
  const known = useRef<readonly string[]>([])
  useEffect(() => {
    const ids = cases.map(({ id }) => id)
    if (ids.some((id) => !known.current.includes(id))) ring()
    known.current = ids
    alarmCount.set(ids.length)
  }, [cases])
  const any = cases.length > 0
  useEffect(() => {
    if (!any) return
    const timer = setInterval(ring, AGAIN)
    return () => clearInterval(timer)
  }, [any])
  useEffect(() => () => alarmCount.set(0), [])
}
