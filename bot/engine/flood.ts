import type { Instant } from '../time.ts'
import { after, SECOND } from '../time.ts'
import { change, count, say, type Turn } from './turn.ts'

/** So many messages within this time are a flood: answered together, when it pauses. */
const WINDOW = 10 * SECOND
const MOST = 4
const PAUSE = 3 * SECOND
/** Words held of a flood. The rest is in the case, or in the person's own chat. */
const HELD = 12

/**
 * Counts a message of a run. True: it belongs to a flood and is held; the person was told once, and the timer answers when
 * they pause. Times are those of sending, so that a backlog after a break is no flood.
 */
export const heldBack = (turn: Turn, text: string, sentAt: Instant): boolean => {
  const { burst } = turn.session
  if (burst === null || sentAt - burst.since > WINDOW) {
    change(turn, { burst: { since: sentAt, count: 1, held: [] } })
    return false
  }
  const counted = burst.count + 1
  if (counted <= MOST) {
    change(turn, { burst: { ...burst, count: counted } })
    return false
  }
  change(turn, { burst: { ...burst, count: counted, held: [...burst.held, text].slice(-HELD) } })
  if (counted === MOST + 1) {
    count(turn, 'flood', 'begun')
    say(turn, 'flood')
  }
  turn.effects.push({ kind: 'timer', name: 'burst', at: after(turn.moment.now, PAUSE) })
  return true
}

/** The words of the flood as one text, and the run forgotten. */
export const endOfFlood = (turn: Turn): string => {
  const text = (turn.session.burst?.held ?? []).join(' ').trim()
  change(turn, { burst: null })
  return text
}
