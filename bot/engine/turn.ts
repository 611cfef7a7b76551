import type { Key, Params, Translate } from '../../locales/translate.ts'
import type { Effect } from '../effect.ts'
import { choiceId } from '../ids.ts'
import type { Choice, OutboundMessage } from '../message.ts'
import type { Unit } from '../ports/knowledge.ts'
import type { Line, Session } from '../session.ts'
import { shorten } from '../text.ts'
import type { TicketChange } from '../ticket.ts'
import type { Moment, World } from '../world.ts'

/**
 * One call of `step` at work. The parts of the engine add to it; it is made for one step and thrown away, so from outside
 * the step is pure.
 */
export type Turn = {
  readonly world: World
  readonly moment: Moment
  /** The name that the platform shows for the person who writes, or null. */
  readonly name: string | null
  /** The telephone number that the platform shows with the message; kept only where a case is opened. */
  readonly phone: string | null
  session: Session
  readonly effects: Effect[]
}

/** Lines kept of a talk, and how much of each. */
const KEPT_LINES = 10
const KEPT_LENGTH = 600

export const change = (turn: Turn, part: Partial<Session>): void => {
  turn.session = { ...turn.session, ...part }
}

export const words = (turn: Turn): Translate => turn.world.say(turn.session.lang)

export const remember = (turn: Turn, by: Line['by'], text: string): void => {
  const line: Line = { at: turn.moment.now, by, text: shorten(text, KEPT_LENGTH) }
  change(turn, { recent: [...turn.session.recent, line].slice(-KEPT_LINES) })
}

/** The case that is open now; null also where it was closed a short while ago. */
export const openCaseOf = (turn: Turn) => {
  const one = turn.session.case
  return one !== null && one.closedAt === null ? one : null
}

export const changeTicket = (turn: Turn, ticketChange: TicketChange): void => {
  const one = turn.session.case
  if (one !== null) turn.effects.push({ kind: 'ticket', ticket: one.ticket, change: ticketChange })
}

/** Says something to the person. With a case open it is also a line of its thread, so that staff see what the bot said. */
export const send = (turn: Turn, message: OutboundMessage): void => {
  const open = openCaseOf(turn)
  turn.effects.push({
    kind: 'send',
    message,
    thread: open === null ? null : { ticket: open.ticket, change: { kind: 'from-bot', text: message.text } },
  })
  remember(turn, 'bot', message.text)
  if (message.choices.length > 0) change(turn, { offered: [...message.choices] })
}

export const say = (turn: Turn, key: Key, params: Params = {}, choices: readonly Choice[] = []): void =>
  send(turn, { text: words(turn)(key, params), choices })

export const count = (turn: Turn, what: Extract<Effect, { kind: 'count' }>['count']['what'], label: string): void => {
  turn.effects.push({ kind: 'count', count: { what, label } })
}

/** A choice that is a command, with its words. */
export const offer = (turn: Turn, id: string, key: Key): Choice => ({ id: choiceId(id), label: words(turn)(key) })

export const personChoice = (turn: Turn): Choice => offer(turn, 'cmd:person', 'choice.person')
export const menuChoice = (turn: Turn): Choice => offer(turn, 'cmd:menu', 'choice.menu')

/** The unit that answers for this person: the one they named, or the head office. */
export const unitOf = (turn: Turn): Unit => {
  const { units } = turn.world.knowledge
  const unit = units.find((one) => one.id === turn.session.unit) ?? units.find((one) => one.headOffice) ?? units[0]
  if (unit === undefined) throw new Error('knowledge/units.yaml holds no unit')
  return unit
}

/** The short name of a unit, as it is said in a sentence. */
export const unitName = (turn: Turn, id: string): string =>
  turn.world.knowledge.units.find((one) => one.id === id)?.short[turn.session.lang] ?? id

/** The number of the police, from contacts.yaml. */
export const policeNumber = (turn: Turn): string => turn.world.knowledge.emergency[0]?.number ?? ''
