import type { BotEvent, StaffRef } from '../event.ts'
import type { ReminderId, StaffId, TicketId, UnitId } from '../ids.ts'
import type { Attachment } from '../message.ts'
import type { Scope } from '../ports/store.ts'
import { MOST_REMINDERS, type Reminder, timeOfReminder } from '../reminder.ts'
import type { OpenCase, Session } from '../session.ts'
import type { TemplateUse } from '../template.ts'
import type { Outcome, Ticket, Topic } from '../ticket.ts'
import { advance } from './advance.ts'
import type { Deps } from './deps.ts'

/** What came of something that a member of staff did. */
export type DeskResult =
  | { readonly kind: 'done' }
  /** Somebody else was first. */
  | { readonly kind: 'lost'; readonly by: StaffId; readonly name: string }
  /** Only whoever holds the case may do this. Null: nobody does; claim it first. */
  | { readonly kind: 'not-holder'; readonly by: StaffId | null; readonly name: string | null }
  /** The person or a colleague wrote while the reply was being written. */
  | { readonly kind: 'stale'; readonly lastEntry: number }
  | { readonly kind: 'closed' }
  /** A reminder for a time that is too near or too far, one too many, or for somebody who said stop. */
  | { readonly kind: 'no-reminder'; readonly why: 'soon' | 'late' | 'many' | 'stopped' }
  /** There is none, or it is outside the scope: one cannot tell the two apart. */
  | { readonly kind: 'not-found' }

export type Target = { readonly unit: UnitId } | { readonly staff: StaffRef }

/** What staff can do with a case. Every call passes the scope of whoever calls: what lies outside is not found. */
export type Desk = {
  /** `over`: the colleague from whom the case is taken over, who is ill or away; null: nobody is to have it. */
  claim(ticket: TicketId, staff: StaffRef, scope: Scope, over: StaffId | null): Promise<DeskResult>
  /** `seenEntry`: the last line that the writer has seen; null: sent although something newer may be there. */
  reply(
    ticket: TicketId,
    staff: StaffRef,
    scope: Scope,
    text: string,
    seenEntry: number | null,
    /** The template that `text` spells out, or what goes with their own words. */
    more?: { readonly template: TemplateUse } | { readonly attachment: Attachment },
  ): Promise<DeskResult>
  note(ticket: TicketId, staff: StaffRef, scope: Scope, text: string): Promise<DeskResult>
  transfer(ticket: TicketId, staff: StaffRef, scope: Scope, to: Target, note: string): Promise<DeskResult>
  handBack(ticket: TicketId, staff: StaffRef, scope: Scope): Promise<DeskResult>
  /** `reminders`: what becomes of those that wait; they are kept unless it says otherwise. */
  close(
    ticket: TicketId,
    staff: StaffRef,
    scope: Scope,
    outcome: Outcome,
    topic: Topic | null,
    reminders?: 'keep' | 'drop',
  ): Promise<DeskResult>
  reopen(ticket: TicketId, staff: StaffRef, scope: Scope): Promise<DeskResult>
  /** The person is told `text` at that time, also when the case is closed by then. */
  remind(
    ticket: TicketId,
    staff: StaffRef,
    scope: Scope,
    reminder: Pick<Reminder, 'at' | 'text' | 'template'>,
  ): Promise<DeskResult>
  /** In any case one can see, unless a colleague holds it. `closed`: it went out, or was dropped. */
  unremind(ticket: TicketId, staff: StaffRef, scope: Scope, id: ReminderId): Promise<DeskResult>
  /** Really sends a failed message again, as a new try at the end of the queue. */
  retry(ticket: TicketId, staff: StaffRef, scope: Scope, seq: number): Promise<DeskResult>
}

const DONE: DeskResult = { kind: 'done' }
const NOT_FOUND: DeskResult = { kind: 'not-found' }

type Check = (current: OpenCase, ticket: Ticket, session: Session) => DeskResult | null

const isOpen: Check = (current) => (current.closedAt === null ? null : { kind: 'closed' })
const isHeldBy =
  (staff: StaffRef): Check =>
  (current) =>
    current.staff === staff.id ? null : { kind: 'not-holder', by: current.staff, name: current.staffName }
const isHeldByNobodyElse =
  (staff: StaffRef) =>
  (current: OpenCase): DeskResult | null =>
    current.staff === null || current.staff === staff.id
      ? null
      : { kind: 'not-holder', by: current.staff, name: current.staffName }

export const createDesk = (deps: Deps): Desk => {
  /**
   * Finds the case within the scope and lets the event happen, after the checks on the committed session and on the thread
   * as it is then: nothing of this conversation moves in between.
   */
  const act = async (id: TicketId, scope: Scope, event: BotEvent, checks: readonly Check[]): Promise<DeskResult> => {
    const conversation = await deps.store.conversationOf(id, scope)
    if (conversation === null) return NOT_FOUND
    return deps.keyed(conversation, async () => {
      const ticket = await deps.store.ticket(id, scope)
      if (ticket === null) return NOT_FOUND
      const check = (session: Session | null): DeskResult | null => {
        if (session === null) return { kind: 'closed' }
        const current = session.case
        // The person has a newer case, withdrew this one, or it was closed long ago.
        if (current === null || current.ticket !== id) return { kind: 'closed' }
        for (const one of checks) {
          const no = one(current, ticket, session)
          if (no !== null) return no
        }
        return null
      }
      const done = await advance(deps, conversation, event, {}, check)
      return done.outcome === 'refused' ? done.no : DONE
    })
  }

  return {
    claim: (id, by, scope, over) =>
      act(id, scope, { kind: 'staff-claimed', by, over }, [
        isOpen,
        (current) => {
          if (current.staff === by.id) return DONE
          return current.staff === null || current.staff === over
            ? null
            : { kind: 'lost', by: current.staff, name: current.staffName ?? '' }
        },
      ]),
    reply: (id, by, scope, text, seenEntry, more) =>
      act(id, scope, { kind: 'staff-replied', by, text, template: null, attachment: null, ...more }, [
        isOpen,
        isHeldBy(by),
        (_current, { entries, row }) =>
          seenEntry !== null &&
          entries.some(
            ({ seq, change }) => seq > seenEntry && (change.kind === 'from-person' || change.kind === 'from-staff'),
          )
            ? { kind: 'stale', lastEntry: row.lastEntry }
            : null,
      ]),
    note: (id, by, scope, text) => noteOn(deps, id, by, scope, text),
    transfer: (id, by, scope, to, note) =>
      act(id, scope, { kind: 'staff-transferred', by, to, note }, [isOpen, isHeldByNobodyElse(by)]),
    handBack: (id, by, scope) => act(id, scope, { kind: 'staff-handed-back', by }, [isOpen, isHeldBy(by)]),
    close: (id, by, scope, outcome, topic, reminders = 'keep') =>
      act(id, scope, { kind: 'staff-closed', by, outcome, topic, reminders }, [isOpen, isHeldByNobodyElse(by)]),
    reopen: (id, by, scope) =>
      act(id, scope, { kind: 'staff-reopened', by }, [(current) => (current.closedAt === null ? DONE : null)]),
    remind: async (id, by, scope, reminder) => {
      const time = timeOfReminder(reminder.at, deps.clock.now())
      if (time !== 'fits') return { kind: 'no-reminder', why: time }
      const waiting = await deps.store.reminders(id, scope)
      return act(id, scope, { kind: 'staff-reminds', by, ...reminder }, [
        isOpen,
        isHeldBy(by),
        (_current, _ticket, { stopped }) => (stopped ? { kind: 'no-reminder', why: 'stopped' } : null),
        () => (waiting.length < MOST_REMINDERS ? null : { kind: 'no-reminder', why: 'many' }),
      ])
    },
    unremind: (id, by, scope, reminder) => unremindOn(deps, id, by, scope, reminder),
    retry: async (id, _by, scope, seq) => {
      const ticket = await deps.store.ticket(id, scope)
      const outbox = ticket?.entries.find((entry) => entry.seq === seq)?.outbox
      if (outbox == null) return NOT_FOUND
      const again = await deps.store.retryOutbox(outbox, deps.clock.now())
      if (again) deps.committed()
      return again ? DONE : { kind: 'closed' }
    },
  }
}

/** A note may be added to any case one can see, also to a closed one whose person has moved on. */
const noteOn = async (deps: Deps, id: TicketId, by: StaffRef, scope: Scope, text: string): Promise<DeskResult> => {
  const ticket = await deps.store.ticket(id, scope)
  if (ticket === null) return NOT_FOUND
  const { conversation } = ticket.row
  for (;;) {
    const { session, version } = await deps.store.load(conversation)
    if (session === null) return NOT_FOUND
    const outcome = await deps.store.commit({
      conversation,
      version,
      session,
      seen: null,
      fired: null,
      effects: [{ kind: 'ticket', ticket: id, change: { kind: 'note', by: by.id, text } }],
      now: deps.clock.now(),
    })
    if (outcome === 'conflict') continue
    deps.committed()
    return DONE
  }
}

/** Reminders outlive the case, and so does the way to drop them. */
const unremindOn = async (
  deps: Deps,
  id: TicketId,
  by: StaffRef,
  scope: Scope,
  reminder: ReminderId,
): Promise<DeskResult> => {
  const conversation = await deps.store.conversationOf(id, scope)
  if (conversation === null) return NOT_FOUND
  return deps.keyed(conversation, async () => {
    const waiting = await deps.store.reminders(id, scope)
    if (!waiting.some((one) => one.id === reminder)) return { kind: 'closed' }
    const check = (session: Session | null): DeskResult | null => {
      if (session === null) return { kind: 'closed' }
      const current = session.case
      const isHeld = current !== null && current.ticket === id && current.closedAt === null
      return isHeld ? isHeldByNobodyElse(by)(current) : null
    }
    const done = await advance(deps, conversation, { kind: 'staff-unreminds', by, reminder }, {}, check)
    return done.outcome === 'refused' ? done.no : DONE
  })
}
