import type { DeskResult } from '../../bot/app/desk.ts'
import type { StaffRef } from '../../bot/event.ts'
import type { TicketId } from '../../bot/ids.ts'
import type { Scope } from '../../bot/ports/store.ts'
import { never } from '../../bot/result.ts'
import type { Staff } from './access.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import { heldSince, ticketDetail } from './ticket-view.ts'

/** Who does something with which case. */
export type Doing = { readonly id: TicketId; readonly me: Staff; readonly by: StaffRef; readonly scope: Scope }

/** What the desk said, as the page reads it: the case as it is then, or why not. */
export const answerOf = async (core: Core, done: DeskResult, { id, me, scope }: Doing): Promise<Response> => {
  switch (done.kind) {
    case 'done':
      return Response.json({ ticket: await ticketDetail(core, me, id) })
    case 'lost': {
      const ticket = await core.store.ticket(id, scope)
      return refuse({ kind: 'lost', by: { id: done.by, name: done.name }, at: ticket && heldSince(ticket) })
    }
    case 'not-holder':
      return refuse({ kind: 'not-yours', by: done.by === null ? null : { id: done.by, name: done.name ?? '' } })
    case 'stale':
      return refuse({ kind: 'stale', lastEntry: done.lastEntry })
    case 'closed':
      return refuse({ kind: 'changed' })
    case 'no-reminder':
      return refuse({ kind: 'reminder', why: done.why })
    case 'not-found':
      return refuse({ kind: 'not-found' })
    default:
      return never(done)
  }
}
