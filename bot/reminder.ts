import type { ReminderId, StaffId, TicketId, UnitId } from './ids.ts'
import type { TemplateUse } from './template.ts'
import { DAY, type Instant, MINUTE } from './time.ts'

/** What a member of staff wants the person to be told later, such as their appointment. It waits beside the case, also a closed one. */
export type Reminder = {
  readonly id: ReminderId
  readonly ticket: TicketId
  readonly at: Instant
  readonly by: StaffId
  /** In whose name it is said: the unit that had the case when it was set. */
  readonly unit: UnitId
  readonly text: string
  /** What `text` spells out; null: their own words. */
  readonly template: TemplateUse | null
}

/** Sooner is a reply; later, nobody knows any more what it was about. */
const SOONEST = 5 * MINUTE
export const LATEST_REMINDER = 180 * DAY
/** Reminders that wait in one case at most. */
export const MOST_REMINDERS = 10
/** Letters of own words. */
export const REMINDER_MAX = 800

/** Whether a reminder may be set for that time: `soon` and `late` are outside of what is allowed. */
export const timeOfReminder = (at: Instant, now: Instant): 'fits' | 'soon' | 'late' => {
  if (at < now + SOONEST) return 'soon'
  return at > now + LATEST_REMINDER ? 'late' : 'fits'
}
