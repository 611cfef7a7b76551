import type { BotEvent } from '../event.ts'
import { never } from '../result.ts'
import { lineOf } from '../sign.ts'
import { setReminder } from './reminder.ts'
import { reopen } from './ticket.ts'
import { change, changeTicket, openCaseOf, remember, say, type Turn, unitName, words } from './turn.ts'

export type StaffEvent = Extract<BotEvent, { kind: `staff-${string}` }>

/**
 * What a member of staff does with a case. The desk has checked who may; what does not fit the case (a reply by somebody who
 * does not hold it) has no effect.
 */
export const onStaff = (turn: Turn, event: StaffEvent): void => {
  // Also in a case that is over, whose person has moved on.
  if (event.kind === 'staff-unreminds') {
    turn.effects.push({ kind: 'drop-reminders', of: { reminder: event.reminder }, by: event.by.id })
    return
  }
  const one = turn.session.case
  if (one === null) return
  const open = openCaseOf(turn)
  const unit = unitName(turn, one.unit)
  switch (event.kind) {
    case 'staff-reopened':
      if (open !== null) return
      reopen(turn)
      change(turn, { case: { ...one, closedAt: null, staff: event.by.id, staffName: event.by.name } })
      changeTicket(turn, { kind: 'claimed', by: event.by.id })
      turn.effects.push({ kind: 'timer', name: 'late', at: null })
      return
    case 'staff-claimed':
      if (open === null || (open.staff !== null && open.staff !== event.over)) return
      change(turn, {
        case: { ...open, staff: event.by.id, staffName: event.by.name },
        place: { at: 'idle' },
        burst: null,
      })
      changeTicket(turn, { kind: 'claimed', by: event.by.id })
      turn.effects.push(
        { kind: 'drop-unsent' },
        { kind: 'timer', name: 'late', at: null },
        { kind: 'timer', name: 'burst', at: null },
      )
      return say(turn, 'case.claimed', { name: event.by.name, unit })
    case 'staff-replied': {
      if (open === null || open.staff !== event.by.id) return
      const { template, attachment, by } = event
      const attached = attachment === null ? '' : lineOf(attachment)
      const said = event.text || attached
      // Nothing can be put before words that were approved.
      const message = template
        ? { text: event.text, template }
        : { text: words(turn)('case.reply', { name: by.name, unit, text: said }) }
      const change = { kind: 'from-staff', by: by.id } as const
      const { ticket } = open
      turn.effects.push({
        kind: 'send',
        message: { ...message, choices: [], voice: 'staff' },
        // Without words of their own it only says who sends what comes next.
        thread: event.text === '' ? null : { ticket, change: { ...change, text: event.text } },
      })
      if (attachment !== null)
        turn.effects.push({
          kind: 'send',
          message: { text: '', choices: [], voice: 'staff', attachment },
          thread: { ticket, change: { ...change, text: '', attachment } },
        })
      return remember(turn, 'staff', `${event.text} ${attached}`.trim())
    }
    case 'staff-transferred': {
      if (open === null) return
      changeTicket(turn, {
        kind: 'transferred',
        by: event.by.id,
        to: 'unit' in event.to ? { unit: event.to.unit } : { staff: event.to.staff.id },
        note: event.note,
      })
      if ('staff' in event.to) {
        const { id, name } = event.to.staff
        change(turn, { case: { ...open, staff: id, staffName: name } })
        turn.effects.push({ kind: 'drop-unsent' }, { kind: 'timer', name: 'late', at: null })
        return say(turn, 'case.claimed', { name, unit })
      }
      change(turn, { case: { ...open, unit: event.to.unit, staff: null, staffName: null } })
      return say(turn, 'case.moved', { code: open.code, unit: unitName(turn, event.to.unit) })
    }
    case 'staff-handed-back':
      if (open === null) return
      changeTicket(turn, { kind: 'handed-back', by: event.by.id })
      change(turn, { case: { ...open, staff: null, staffName: null } })
      return say(turn, 'case.handedBack', { code: open.code, unit })
    case 'staff-reminds':
      return setReminder(turn, event)
    case 'staff-closed':
      if (open === null) return
      if (event.reminders === 'drop')
        turn.effects.push({ kind: 'drop-reminders', of: { ticket: open.ticket }, by: event.by.id })
      changeTicket(turn, { kind: 'closed', by: event.by.id, outcome: event.outcome, topic: event.topic })
      turn.effects.push({ kind: 'timer', name: 'late', at: null })
      change(turn, { case: { ...open, staff: null, staffName: null, closedAt: turn.moment.now } })
      return say(turn, 'case.closed', { code: open.code, unit })
    default:
      return never(event)
  }
}
