import type { BotEvent, TimerName } from '../event.ts'
import { never } from '../result.ts'
import type { Step } from '../world.ts'
import { onDelivery } from './delivery.ts'
import { endOfFlood } from './flood.ts'
import { onJoin } from './join.ts'
import { onMessage } from './message.ts'
import { onQuestion } from './question.ts'
import { onReminder } from './reminder.ts'
import { onStaff } from './staff.ts'
import { onLate } from './ticket.ts'
import { openCaseOf, type Turn } from './turn.ts'

/** The engine. See `Step`. */
export const step: Step = (world, session, event, moment) => {
  const turn: Turn = {
    world,
    moment,
    session,
    effects: [],
    name: event.kind === 'message' ? event.message.from : null,
    phone: event.kind === 'message' ? (event.message.phone ?? null) : null,
  }
  onEvent(turn, event)
  return { session: turn.session, effects: turn.effects }
}

const onEvent = (turn: Turn, event: BotEvent): void => {
  switch (event.kind) {
    case 'message':
      return onMessage(turn, event.message)
    case 'join':
      return onJoin(turn, event)
    case 'timer':
      return onTimer(turn, event.name)
    case 'reminder':
      return onReminder(turn, event)
    case 'delivery':
      return onDelivery(turn, event)
    default:
      return onStaff(turn, event)
  }
}

const onTimer = (turn: Turn, name: TimerName): void => {
  switch (name) {
    case 'late':
      return onLate(turn)
    case 'burst': {
      const text = endOfFlood(turn)
      if (text === '' || openCaseOf(turn)?.staff != null) return
      const { lang, langBy, topic, about, said } = turn.session
      const understood = turn.world.knowledge.understand(text, {
        lang,
        chosen: langBy === 'chosen',
        topic,
        about,
        said,
      })
      onQuestion(turn, text, understood)
      return
    }
    default:
      return never(name)
  }
}
