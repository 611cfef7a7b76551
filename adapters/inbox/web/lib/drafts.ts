import { z } from 'zod'
import type { StaffId, TicketId } from '../../../../bot/ids.ts'

const PREFIX = 'inbox.draft:'

/** `seen`: the last line of the thread that was on the screen when the writing began. */
const draft = z.object({ text: z.string(), seen: z.number() })
export type Draft = z.output<typeof draft>
export type DraftKind = 'reply' | 'note'

const keyOf = (staff: StaffId, ticket: TicketId, kind: DraftKind) => `${PREFIX}${staff}:${ticket}:${kind}`

export const loadDraft = (staff: StaffId, ticket: TicketId, kind: DraftKind): Draft => {
  const kept = localStorage.getItem(keyOf(staff, ticket, kind))
  if (kept === null) return { text: '', seen: 0 }
  try {
    return draft.parse(JSON.parse(kept))
  } catch {
    return { text: '', seen: 0 }
  }
}

export const saveDraft = (staff: StaffId, ticket: TicketId, kind: DraftKind, value: Draft): void => {
  const key = keyOf(staff, ticket, kind)
  if (value.text === '') localStorage.removeItem(key)
  else localStorage.setItem(key, JSON.stringify(value))
}

/** On signing out: what was written about people does not stay on a shared computer. */
export const clearDrafts = (): void => {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
