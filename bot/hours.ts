import type { Hours } from './ports/knowledge.ts'
import { DAY, type Day, dayOf, type Instant, instant, wallClock } from './time.ts'

/** `open` until a time, or `closed` until a day and time. `unknown`: nobody has confirmed the hours, so nothing is promised. */
export type Opening =
  | { readonly kind: 'open'; readonly until: string }
  | { readonly kind: 'closed'; readonly day: Day; readonly from: string }
  | { readonly kind: 'unknown' }

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** Whether a unit is open, from its hours and the public holidays. Looks three weeks ahead. */
export const openingAt = (hours: Hours, isHoliday: (day: Day) => boolean, now: Instant): Opening => {
  if (hours === null) return { kind: 'unknown' }
  const today = wallClock(now)
  for (let ahead = 0; ahead < 21; ahead += 1) {
    const at = instant(now + ahead * DAY)
    const day = dayOf(at)
    if (isHoliday(day)) continue
    for (const [from, until] of hours[wallClock(at).weekday] ?? []) {
      if (ahead > 0 || today.minutes < from) return { kind: 'closed', day, from: clock(from) }
      if (today.minutes < until) return { kind: 'open', until: clock(until) }
    }
  }
  return { kind: 'unknown' }
}
