import type { Day } from '../bot/time.ts'
import type { Lang } from '../locales/languages.ts'
import type { EntryHead, Holiday } from './schemas.ts'

const dayOfUtc = (date: Date): Day => date.toISOString().slice(0, 10) as Day

/** The day after a span of days, weeks, months or years. The end of a month stays the end of a month. */
export const dayAfter = (day: Day, span: EntryHead['review_every']): Day => {
  const date = new Date(`${day}T00:00:00Z`)
  if (span.unit === 'day' || span.unit === 'week') {
    date.setUTCDate(date.getUTCDate() + span.count * (span.unit === 'week' ? 7 : 1))
    return dayOfUtc(date)
  }
  const wanted = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + span.count * (span.unit === 'year' ? 12 : 1))
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(wanted, last))
  return dayOfUtc(date)
}

/** Easter Sunday of a year of the Gregorian calendar (the anonymous algorithm of 1876). */
export const easter = (year: number): Day => {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const e = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const f = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - e - (c % 4)) % 7
  const g = Math.floor((a + 11 * e + 22 * f) / 451)
  const n = e + f - 7 * g + 114
  return dayOfUtc(new Date(Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1)))
}

/** The name of the public holiday of a day, or null. Holidays of one municipality only do not count. */
export const holidayOn = (holidays: readonly Holiday[], day: Day, lang: Lang): string | null => {
  const found = holidays.find((holiday) => {
    if (holiday.municipality !== undefined) return false
    if (holiday.date !== undefined) return day.slice(5) === holiday.date
    return day === dayAfter(easter(Number(day.slice(0, 4))), { count: holiday.easter ?? 0, unit: 'day' })
  })
  return found?.name[lang] ?? null
}
