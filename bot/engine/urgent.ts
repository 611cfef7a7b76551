import { DANGERS, type Danger } from '../danger.ts'
import { choiceId, type UnitId } from '../ids.ts'
import type { Choice, InboundMessage } from '../message.ts'
import { MINUTE } from '../time.ts'
import { acknowledge, append, moveTo, openCase } from './ticket.ts'
import {
  change,
  changeTicket,
  count,
  offer,
  openCaseOf,
  personChoice,
  policeNumber,
  remember,
  say,
  send,
  type Turn,
  unitOf,
  words,
} from './turn.ts'

/** A frightened story comes in many lines: the numbers of one danger are shown again after this time. */
const AGAIN_AFTER = 10 * MINUTE

/** So long what somebody in danger writes is for the unit, and is no question about papers. */
const STILL = 30 * MINUTE

/** A danger case is open and nobody has said that it is over. */
export const inDanger = (turn: Turn): boolean => {
  const { danger } = turn.session
  return danger !== null && openCaseOf(turn) !== null && turn.moment.now - danger.at < STILL
}

/** What is written then is in the thread already; the number is said again now and then. */
export const hearDanger = (turn: Turn): void => acknowledge(turn, 'urgent.added', { police: policeNumber(turn) })

/** Words that may hide a danger: the number is said beside the answer, once in a while, and how to ask for more. */
export const hintDanger = (turn: Turn): void => {
  const text = words(turn)('urgent.hint', { police: policeNumber(turn) })
  if (turn.session.recent.some((line) => line.by === 'bot' && line.text === text)) return
  send(turn, { text, choices: [] })
}

const otherUnits = (turn: Turn, than: UnitId | null): readonly Choice[] =>
  turn.world.knowledge.units
    .filter((unit) => unit.id !== than)
    .map((unit) => ({ id: choiceId(`unit:${unit.id}`), label: unit.short[turn.session.lang] }))

/**
 * Somebody is in danger: the numbers first, at once; then a danger case that alarms the unit. Before every flow. `where`: the
 * unit of a place that the message names, where no unit was chosen: it may be another one, so the others stay on offer.
 */
export const onDanger = (
  turn: Turn,
  kind: Danger,
  message: InboundMessage | null,
  where: UnitId | null = null,
): void => {
  const { danger, unit } = turn.session
  const { now } = turn.moment
  const known = openCaseOf(turn)
  count(turn, 'urgent', kind)
  if (where !== null) moveTo(turn, where)
  const toldJustNow = danger !== null && danger.kind === kind && now - danger.at < AGAIN_AFTER
  if (toldJustNow && known !== null) {
    if (message !== null) append(turn, message)
    if (where === null) return hearDanger(turn)
    return say(turn, 'unit.set', { unit: unitOf(turn).short[turn.session.lang] })
  }
  change(turn, { danger: { kind, at: now } })
  const { text } = turn.world.knowledge.danger(kind, turn.session.lang)
  // Not through `send`: the numbers go out whoever holds the case, and are no line that a takeover may drop.
  const reply = { kind: 'send', message: { text, choices: [], urgent: true } } as const
  if (known === null) {
    openCase(turn, kind)
  } else {
    changeTicket(turn, { kind: 'danger', danger: kind })
    if (message !== null) append(turn, message)
  }
  const open = openCaseOf(turn)
  turn.effects.push({
    ...reply,
    thread: open === null ? null : { ticket: open.ticket, change: { kind: 'from-bot', text } },
  })
  remember(turn, 'bot', text)
  if (open === null || open.staff !== null) return
  say(turn, 'urgent.case', { unit: unitOf(turn).short[turn.session.lang], code: open.code }, [
    ...(unit === null ? otherUnits(turn, where) : []),
    offer(turn, 'cmd:safe', 'urgent.safe'),
  ])
}

/** Asked for without saying what it is: each kind leads to its numbers. */
export const askDanger = (turn: Turn): void => {
  const kinds = DANGERS.map(
    (kind): Choice => ({ id: choiceId(`danger:${kind}`), label: words(turn)(`urgent.kind.${kind}`) }),
  )
  const numbers = turn.world.knowledge.emergency
    .slice(0, 3)
    .map((one) => `${one.name[turn.session.lang]}: ${one.number}`)
    .join('\n')
  const message = { text: `${numbers}\n\n${words(turn)('urgent.ask')}`, choices: [...kinds, personChoice(turn)] }
  turn.effects.push({ kind: 'send', message: { ...message, urgent: true }, thread: null })
  remember(turn, 'bot', message.text)
  change(turn, { offered: message.choices })
}

export const onSafe = (turn: Turn): void => {
  const open = openCaseOf(turn)
  change(turn, { danger: null })
  if (open === null) return say(turn, 'smalltalk.greeting')
  say(turn, 'urgent.calmed', { code: open.code })
}
