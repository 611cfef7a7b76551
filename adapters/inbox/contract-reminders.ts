import { z } from 'zod'
import type { ReminderId } from '../../bot/ids.ts'
import { REMINDER_MAX } from '../../bot/reminder.ts'
import { at, brandedId, staffRef } from './contract-failures.ts'
import { templateRequest } from './contract-templates.ts'

/*
 * What the person is to be told later:
 *
 * POST tickets/:id/reminders                     reminderRequest -> ticketAnswer
 * POST tickets/:id/reminders/:reminder/cancel    {}              -> ticketAnswer
 */

/** One that waits. */
export const waitingReminder = z.object({
  id: brandedId<ReminderId>(),
  at,
  by: staffRef,
  text: z.string(),
  /** Sent as words that the platform has approved. */
  template: z.boolean(),
})
export type WaitingReminder = z.output<typeof waitingReminder>

/** Own words, or a template: needed where the platform's window will have closed by then (422 `reminder`, `template`). */
export const reminderRequest = z.object({
  at,
  say: z.union([
    z.object({ text: z.string().trim().min(1).max(REMINDER_MAX) }).strict(),
    z.object({ template: templateRequest }).strict(),
  ]),
})
