import { z } from 'zod'

/*
 * What may be sent when the window for replies has closed:
 *
 * GET  tickets/:id/templates                    -> templateList
 * POST tickets/:id/template   templateRequest   -> ticketAnswer
 */

export const templateList = z.object({
  /** Null: this channel has none, or they cannot be asked for at the moment. */
  templates: z.array(z.object({ name: z.string(), language: z.string(), body: z.string() })).nullable(),
})

/** The platform takes no line breaks in a gap. */
export const GAP_MAX = 300
export const templateRequest = z.object({
  name: z.string().min(1).max(600),
  language: z.string().min(2).max(20),
  values: z.array(z.string().trim().min(1).max(GAP_MAX)).max(20),
})
