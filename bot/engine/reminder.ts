import type { BotEvent } from '../event.ts'
import { reminderId } from '../ids.ts'
import { openCaseOf, remember, type Turn, unitName, words } from './turn.ts'

type Event<Kind extends BotEvent['kind']> = Extract<BotEvent, { kind: Kind }>

/** A member of staff who holds the case wants the person to be told something later. Whoever said stop is told nothing. */
export const setReminder = (turn: Turn, { by, at, text, template }: Event<'staff-reminds'>): void => {
  const open = openCaseOf(turn)
  if (open === null || open.staff !== by.id || turn.session.stopped) return
  const { ticket, unit } = open
  const id = reminderId(turn.moment.newId())
  turn.effects.push(
    { kind: 'remind', reminder: { id, ticket, at, by: by.id, unit, text, template } },
    { kind: 'ticket', ticket, change: { kind: 'reminder-set', by: by.id, at, text } },
  )
}

/**
 * The time has come. It goes out whatever became of the case, and its state stands in the thread there. In the voice of staff, so
 * that a colleague who takes the case does not drop it, and one of unknown fate is not repeated by itself.
 */
export const onReminder = (turn: Turn, { reminder }: Event<'reminder'>): void => {
  const { ticket, by, unit, text, template } = reminder
  const message = template
    ? { text, template }
    : { text: words(turn)('reminder.said', { unit: unitName(turn, unit), text }) }
  turn.effects.push({
    kind: 'send',
    message: { ...message, choices: [], voice: 'staff' },
    thread: { ticket, change: { kind: 'reminded', by, text } },
  })
  remember(turn, 'staff', text)
}
