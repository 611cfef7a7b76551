import type { BotEvent } from '../event.ts'
import { after, MINUTE } from '../time.ts'
import { change, openCaseOf, say, type Turn, words } from './turn.ts'

const VALID_FOR = 15 * MINUTE

/** Gives the code with which another chat joins this one. */
export const giveJoinCode = (turn: Turn): void => {
  const code = turn.moment.newCode()
  turn.effects.push({ kind: 'join-code', code, until: after(turn.moment.now, VALID_FOR) })
  // In no thread and not among the lines that staff see: it is for the person alone.
  const text = words(turn)('join.code', { code, minutes: String(VALID_FOR / MINUTE) })
  turn.effects.push({ kind: 'send', message: { text, choices: [] }, thread: null })
}

/** A chat has joined this conversation, or could not. Both chats are told: nobody joins unseen. */
export const onJoin = (turn: Turn, { message, how }: Extract<BotEvent, { kind: 'join' }>): void => {
  if (how === 'busy') return say(turn, 'join.busy')
  if (how === 'own') {
    change(turn, { chat: message.chat ?? message.conversation, lastInboundAt: turn.moment.now })
    return say(turn, 'join.own')
  }
  const before = turn.session.chat
  change(turn, { chat: message.conversation, lastInboundAt: turn.moment.now })
  const open = openCaseOf(turn)
  const text = words(turn)('join.told')
  turn.effects.push({
    kind: 'send',
    to: before ?? 'home',
    message: { text, choices: [] },
    thread: open === null ? null : { ticket: open.ticket, change: { kind: 'from-bot', text } },
  })
  say(turn, 'join.done')
}
