import { advance } from './advance.ts'
import type { Deps } from './deps.ts'

const BATCH = 64

/** Lets the timers and reminders that are due fire: each once, in the transaction that deletes it. Gives how many. */
export const wakeDue = async (deps: Deps): Promise<number> => {
  const due = await deps.store.dueTimers(deps.clock.now(), BATCH)
  await Promise.all(
    due.map(({ conversation, name }) =>
      deps.keyed(conversation, () =>
        // A conversation that was erased meanwhile is not begun anew by a timer.
        advance(deps, conversation, { kind: 'timer', name }, { fired: name }, (session) =>
          session === null ? 'erased' : null,
        ),
      ),
    ),
  )
  const reminders = await deps.store.dueReminders(deps.clock.now(), BATCH)
  await Promise.all(
    reminders.map(({ conversation, reminder }) =>
      deps.keyed(conversation, () =>
        // One that was dropped or erased meanwhile is not there to be taken, and nothing happens.
        advance(deps, conversation, { kind: 'reminder', reminder }, { fired: { reminder: reminder.id } }),
      ),
    ),
  )
  return due.length + reminders.length
}
