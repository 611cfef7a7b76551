import type { OutboxId, ReminderId, StaffId, UnitId } from './ids.ts'
import type { Attachment, InboundMessage } from './message.ts'
import type { Reminder } from './reminder.ts'
import type { TemplateUse } from './template.ts'
import type { Outcome, Topic } from './ticket.ts'
import type { Instant } from './time.ts'

export const TIMERS = ['burst', 'late'] as const
export type TimerName = (typeof TIMERS)[number]

/** A member of staff as the engine needs to know them: the name is what the person reads. */
export type StaffRef = { readonly id: StaffId; readonly name: string }

/** What the world can tell a conversation. A staff reply, a timer and a delivery report are events like any other. */
export type BotEvent =
  | { readonly kind: 'message'; readonly message: InboundMessage }
  /** A chat has joined this conversation by a code; or could not (`busy`); or the code was written where it was given (`own`). */
  | { readonly kind: 'join'; readonly message: InboundMessage; readonly how: 'joined' | 'busy' | 'own' }
  | { readonly kind: 'timer'; readonly name: TimerName }
  /** Its time has come. */
  | { readonly kind: 'reminder'; readonly reminder: Reminder }
  | {
      readonly kind: 'delivery'
      readonly outbox: OutboxId
      readonly outcome: 'unknown' | 'gone' | 'rejected'
      readonly urgent: boolean
      readonly text: string
      readonly voice: 'bot' | 'staff'
    }
  /** `over`: the colleague from whom the case is taken over. */
  | { readonly kind: 'staff-claimed'; readonly by: StaffRef; readonly over: StaffId | null }
  /** `template`: what `text` spells out; null: their own words. `text` may be empty where something is attached. */
  | {
      readonly kind: 'staff-replied'
      readonly by: StaffRef
      readonly text: string
      readonly template: TemplateUse | null
      readonly attachment: Attachment | null
    }
  | {
      readonly kind: 'staff-transferred'
      readonly by: StaffRef
      readonly to: { readonly unit: UnitId } | { readonly staff: StaffRef }
      readonly note: string
    }
  | { readonly kind: 'staff-handed-back'; readonly by: StaffRef }
  | {
      readonly kind: 'staff-closed'
      readonly by: StaffRef
      readonly outcome: Outcome
      readonly topic: Topic | null
      /** What becomes of the reminders that wait in the case. */
      readonly reminders: 'keep' | 'drop'
    }
  | { readonly kind: 'staff-reopened'; readonly by: StaffRef }
  /** `template`: what `text` spells out; null: their own words. */
  | {
      readonly kind: 'staff-reminds'
      readonly by: StaffRef
      readonly at: Instant
      readonly text: string
      readonly template: TemplateUse | null
    }
  | { readonly kind: 'staff-unreminds'; readonly by: StaffRef; readonly reminder: ReminderId }
