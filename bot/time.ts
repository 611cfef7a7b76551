/** A moment in milliseconds since 1970, UTC. */
export type Instant = number & { readonly __unit: 'ms since 1970, UTC' }
/** A length of time in milliseconds. */
export type Milliseconds = number

/** A calendar day in Cabo Verde, `YYYY-MM-DD`. */
export type Day = string & { readonly __unit: 'YYYY-MM-DD' }

export const instant = (ms: number): Instant => ms as Instant
export const after = (at: Instant, ms: Milliseconds): Instant => (at + ms) as Instant

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Cabo Verde keeps UTC-1 all year (IANA `Atlantic/Cape_Verde`), with no summer time. */
const CABO_VERDE_OFFSET = -1 * HOUR

/** The calendar day in Cabo Verde at that moment. */
export const dayOf = (at: Instant): Day => new Date(at + CABO_VERDE_OFFSET).toISOString().slice(0, 10) as Day

/** What clocks in Cabo Verde show at that moment: `HH:MM`. */
export const timeOf = (at: Instant): string => new Date(at + CABO_VERDE_OFFSET).toISOString().slice(11, 16)

/** The moment when clocks in Cabo Verde show that: `YYYY-MM-DD` and `HH:MM`. Null where there is no such day or time. */
export const momentOf = (day: string, time: string): Instant | null => {
  const local = Date.parse(`${day}T${time}:00Z`)
  // A 30th of February is taken for the 2nd of March.
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== day) return null
  return instant(local - CABO_VERDE_OFFSET)
}

/** Weekday (0 = Sunday) and minutes since midnight in Cabo Verde. */
export const wallClock = (at: Instant): { weekday: number; minutes: number; day: Day } => {
  const local = new Date(at + CABO_VERDE_OFFSET)
  return { weekday: local.getUTCDay(), minutes: local.getUTCHours() * 60 + local.getUTCMinutes(), day: dayOf(at) }
}
