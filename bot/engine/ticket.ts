import { formatDay } from '../../locales/format.ts'
import type { Danger } from '../danger.ts'
import { openingAt } from '../hours.ts'
import { ticketId } from '../ids.ts'
import type { InboundMessage } from '../message.ts'
import { after, DAY, dayOf, HOUR, instant, SECOND } from '../time.ts'
import { upToStory } from './story.ts'
import { change, changeTicket, count, offer, openCaseOf, say, type Turn, unitName, unitOf, words } from './turn.ts'

/** After this time without an answer the person is told that the case is not forgotten. */
const LATE = 24 * HOUR
/** A closed case is taken up again when the person writes within this time. */
export const REOPEN_WITHIN = 72 * HOUR
/** Several messages in a row are acknowledged once. */
const ACKNOWLEDGE_EVERY = 30 * SECOND

/** When an answer is likely, from the hours of the unit, and nothing more than that. */
export const promise = (turn: Turn): string => {
  const t = words(turn)
  const { lang } = turn.session
  const { now } = turn.moment
  const unit = unitOf(turn)
  const opening = openingAt(unit.hours, (day) => turn.world.knowledge.holiday(day, lang) !== null, now)
  switch (opening.kind) {
    case 'unknown':
      return t('promise.unknown')
    case 'open':
      return t('promise.open', { time: opening.until })
    case 'closed': {
      const day =
        opening.day === dayOf(now)
          ? t('day.today')
          : opening.day === dayOf(instant(now + DAY))
            ? t('day.tomorrow')
            : formatDay(opening.day, lang)
      return t('promise.closed', { day, time: opening.from })
    }
  }
}

/** Opens a case for the person's unit, or the head office where no unit is known; says nothing yet. */
export const openCase = (turn: Turn, danger: Danger | null): void => {
  const unit = unitOf(turn)
  const ticket = ticketId(turn.moment.newId())
  const code = turn.moment.newCode()
  const { session } = turn
  const topic = turn.world.knowledge.topics.find((one) => one.entries.some((id) => id === session.topic))
  change(turn, {
    place: { at: 'idle' },
    case: { ticket, code, unit: unit.id, staff: null, staffName: null, toldAt: null, closedAt: null },
    misses: 0,
  })
  changeTicket(turn, {
    kind: 'opened',
    code,
    unit: unit.id,
    topic: topic?.id ?? null,
    lang: session.lang,
    danger,
    name: turn.name,
    ...(turn.phone === null ? {} : { phone: turn.phone }),
    history: upToStory(session.recent),
  })
  for (const { id, body } of session.media) changeTicket(turn, { kind: 'from-person', body, message: id })
  change(turn, { media: [] })
  turn.effects.push({ kind: 'timer', name: 'late', at: after(turn.moment.now, LATE) })
  count(turn, 'human', danger ?? 'asked')
}

/** The hand-off at its end: the case is open, and the person knows its code and what to expect. */
export const handOff = (turn: Turn): void => {
  if (openCaseOf(turn) !== null) return sayAlready(turn)
  openCase(turn, null)
  const code = turn.session.case?.code ?? ''
  say(turn, 'handoff.opened', { unit: unitOf(turn).short[turn.session.lang], code, promise: promise(turn) })
}

export const sayAlready = (turn: Turn): void => {
  const open = openCaseOf(turn)
  if (open === null) return
  const unit = unitName(turn, open.unit)
  if (open.staff !== null) say(turn, 'case.withStaff', { name: open.staffName ?? unit, unit })
  else say(turn, 'case.already', { code: open.code, unit, promise: promise(turn) })
}

/** Adds a message of the person to the thread of the case. */
export const append = (turn: Turn, message: InboundMessage): void =>
  changeTicket(turn, { kind: 'from-person', body: message.body, message: message.id })

/** Tells that something was added, once for several messages in a row. */
export const acknowledge = (
  turn: Turn,
  key: 'case.added' | 'media.kept' | 'urgent.added',
  params: Record<string, string> = {},
): void => {
  const open = openCaseOf(turn)
  if (open === null) return
  if (open.toldAt !== null && turn.moment.now - open.toldAt < ACKNOWLEDGE_EVERY) return
  change(turn, { case: { ...open, toldAt: turn.moment.now } })
  say(turn, key, { code: open.code, ...params })
}

/** Takes a closed case up again with what the person has just written. */
export const reopen = (turn: Turn): void => {
  const closed = turn.session.case
  if (closed === null) return
  change(turn, { case: { ...closed, closedAt: null, staff: null, staffName: null, toldAt: turn.moment.now } })
  changeTicket(turn, { kind: 'reopened', by: null })
  turn.effects.push({ kind: 'timer', name: 'late', at: after(turn.moment.now, LATE) })
}

export const sayStatus = (turn: Turn): void => {
  const one = turn.session.case
  if (one === null) return say(turn, 'case.status.none', {}, [offer(turn, 'cmd:person', 'choice.person')])
  const unit = unitName(turn, one.unit)
  if (one.closedAt !== null) return say(turn, 'case.status.closed', { code: one.code, unit })
  const withdraw = [offer(turn, 'cmd:withdraw', 'choice.withdraw')]
  if (one.staff !== null)
    return say(turn, 'case.status.staff', { code: one.code, unit, name: one.staffName ?? unit }, withdraw)
  say(turn, 'case.status.queue', { code: one.code, unit, promise: promise(turn) }, withdraw)
}

export const withdraw = (turn: Turn): void => {
  const open = openCaseOf(turn)
  if (open === null) return say(turn, 'case.status.none')
  turn.effects.push({ kind: 'drop-reminders', of: { ticket: open.ticket }, by: null })
  changeTicket(turn, { kind: 'closed', by: null, outcome: 'withdrawn', topic: null })
  turn.effects.push({ kind: 'timer', name: 'late', at: null })
  change(turn, { case: null })
  say(turn, 'case.withdrawn', { code: open.code })
}

/** Told once, when a day has passed and nobody at the unit has taken the case. */
export const onLate = (turn: Turn): void => {
  const open = openCaseOf(turn)
  if (open === null || open.staff !== null) return
  say(turn, 'promise.late', { code: open.code, place: unitOf(turn).place[turn.session.lang] })
}

/** The person has said where they are: remembered, and an open case that nobody holds moves to that unit. */
export const moveTo = (turn: Turn, unit: Turn['session']['unit']): void => {
  change(turn, { unit })
  const open = openCaseOf(turn)
  if (unit === null || open === null || open.staff !== null || open.unit === unit) return
  change(turn, { case: { ...open, unit } })
  changeTicket(turn, { kind: 'transferred', by: null, to: { unit }, note: '' })
}
