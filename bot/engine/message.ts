import type { UnitId } from '../ids.ts'
import type { Body, InboundMessage } from '../message.ts'
import type { Understood } from '../ports/knowledge.ts'
import { clean, take as firstOf } from '../text.ts'
import { DAY, instant } from '../time.ts'
import { matchReply } from './choose.ts'
import { onChoice, onCommand, setLanguage, WITH_STAFF } from './command.ts'
import { commandOf, languageNamed } from './commands.ts'
import { heldBack } from './flood.ts'
import { keepMedia, onLocation, onMedia, onUnsupported } from './media.ts'
import { menu, noticeAfter, noticeIsDue, welcome } from './menu.ts'
import { onQuestion } from './question.ts'
import { append, REOPEN_WITHIN, reopen } from './ticket.ts'
import { change, menuChoice, openCaseOf, remember, say, type Turn, unitName } from './turn.ts'
import { inDanger, onDanger } from './urgent.ts'
import { askAgain, onReply, takeUnit } from './walk.ts'

/** Longer messages are read up to here (graphemes); the whole of it stays in the case. */
const READ = 4000
/** A flow that was left lying is not taken up again after this time. */
const FORGET_PLACE = DAY

const MOST_WORDS_OF_A_PLACE = 4

const textOf = (body: Body): string => {
  switch (body.kind) {
    case 'text':
      return firstOf(clean(body.text), READ)
    case 'media':
      return firstOf(clean(body.caption), READ)
    case 'choice':
      return clean(body.label)
    case 'location':
    case 'unsupported':
      return ''
  }
}

const lineOf = (body: Body, text: string): string => {
  switch (body.kind) {
    case 'text':
      return text
    case 'choice':
      return `[${text}]`
    case 'media':
      return text === '' ? `[${body.what}]` : `[${body.what}] ${text}`
    case 'location':
      return '[location]'
    case 'unsupported':
      return `[${body.what}]`
  }
}

/** What a person wrote, pressed or sent. Danger comes first, then what must always work, then the case, then the talk. */
export const onMessage = (turn: Turn, message: InboundMessage): void => {
  react(turn, message)
  // Not in the way of danger, of a question that waits, or of the goodbye after an erasure.
  const { place, danger, stopped } = turn.session
  const erased = turn.effects.some((effect) => effect.kind === 'erase')
  if (place.at === 'idle' && danger === null && !stopped && !erased && openCaseOf(turn)?.staff == null)
    noticeAfter(turn)
}

const react = (turn: Turn, message: InboundMessage): void => {
  const { body } = message
  const text = textOf(body)
  arrive(turn, message, lineOf(body, text))
  const command = body.kind === 'text' ? commandOf(text) : null
  const language = body.kind === 'text' && command === null ? languageNamed(text) : null
  const typed =
    body.kind === 'text' && command === null && language === null ? matchReply(turn.session.offered, text) : null
  const free = command === null && language === null && typed === null && body.kind !== 'choice'
  const understood = understand(turn, body, text, free)
  const urgency = understood.felt && inDanger(turn) ? (turn.session.danger?.kind ?? null) : understood.urgency
  if (urgency !== null) return onDanger(turn, urgency, message, newPlaceIn(turn, text))

  const choice = body.kind === 'choice' ? body.choice : (typed?.id ?? null)

  if (turn.session.stopped) {
    if (command !== 'start' && choice !== 'cmd:start') {
      if (command === 'delete-my-data' || command === 'my-data') return onCommand(turn, command)
      return say(turn, 'stop.hint')
    }
    change(turn, { stopped: false })
    return welcome(turn)
  }
  if (body.kind === 'media') keepMedia(turn, message, body)
  if (openCaseOf(turn)?.staff != null) return withStaff(turn, message, command, language, choice)

  if (command !== null) return onCommand(turn, command)
  if (language !== null) return setLanguage(turn, language)
  if (choice !== null) {
    if (!onChoice(turn, choice)) {
      say(turn, 'menu.vanished')
      menu(turn)
    }
    return
  }
  if (saysWhere(turn, message, text)) return
  const reopened = keepInCase(turn, message, understood)
  // A question of ours waits for its answer, however fast the person is.
  if (body.kind === 'text' && turn.session.place.at === 'idle' && heldBack(turn, text, message.sentAt)) return
  if (onReply(turn, message, text) === 'done') return
  if (reopened) return
  onBody(turn, body, text, understood)
}

const arrive = (turn: Turn, message: InboundMessage, line: string): void => {
  const { session, moment } = turn
  const idleFor = moment.now - session.lastInboundAt
  if (session.place.at === 'node' && idleFor > FORGET_PLACE) change(turn, { place: { at: 'idle' } })
  // What was sent long ago for a case that was never opened is not kept.
  change(turn, {
    lastInboundAt: instant(Math.max(session.lastInboundAt, message.sentAt)),
    chat: message.chat ?? null,
    media: session.media.filter((one) => moment.now - one.at < DAY),
  })
  remember(turn, 'person', line)
}

/** What was meant. Free words, and only these, also tell the language: "menu" is no English. */
const understand = (turn: Turn, body: Body, text: string, free: boolean): Understood => {
  const { session, world } = turn
  const understood = world.knowledge.understand(body.kind === 'choice' ? '' : text, {
    lang: session.langBy === 'default' ? null : session.lang,
    chosen: session.langBy === 'chosen',
    topic: session.topic,
    about: session.about,
    said: session.said,
  })
  if (free) change(turn, { said: [...understood.said] })
  if (free && text !== '' && understood.langSure && session.langBy !== 'chosen') {
    change(turn, { lang: understood.lang, langBy: 'detected' })
  }
  return understood
}

/**
 * The unit of a place that a text names, where none was chosen or named before. Not the head office: "praia" is mostly a beach and
 * "fogo" a fire, and what names no place is with the head office anyway. Nor where somebody has the case: it stays with them.
 */
const newPlaceIn = (turn: Turn, text: string): UnitId | null => {
  if (turn.session.unit !== null || openCaseOf(turn)?.staff != null) return null
  const id = turn.world.knowledge.unitFor(text)
  return turn.world.knowledge.units.some((unit) => unit.id === id && !unit.headOffice) ? id : null
}

/** After a danger case was opened without knowing where: words that name a place, typed instead of chosen. */
const saysWhere = (turn: Turn, message: InboundMessage, text: string): boolean => {
  if (turn.session.danger === null || turn.session.unit !== null || openCaseOf(turn) === null) return false
  const isPlace = text.split(/\s+/).length <= MOST_WORDS_OF_A_PLACE
  const unit = isPlace ? turn.world.knowledge.unitFor(text) : newPlaceIn(turn, text)
  if (unit === null) return false
  if (!isPlace) append(turn, message)
  takeUnit(turn, unit)
  return true
}

/** Somebody at the unit has the case: the bot is silent, but for what must always work. */
const withStaff = (
  turn: Turn,
  message: InboundMessage,
  command: ReturnType<typeof commandOf>,
  language: ReturnType<typeof languageNamed>,
  choice: string | null,
): void => {
  if (command !== null && WITH_STAFF.includes(command)) return onCommand(turn, command)
  if (language !== null) return setLanguage(turn, language)
  // Staff should know of it, though the bot answers it.
  if (choice === 'cmd:safe') append(turn, message)
  const control =
    choice !== null &&
    /^(lang:|flow:erase:|danger:|cmd:(withdraw|safe|delete-my-data|my-data|urgent|language|stop))/.test(choice)
  change(turn, { media: [] })
  if (control && choice !== null && onChoice(turn, choice)) return
  append(turn, message)
}

/** With a case open what is written goes into it; a case that was closed a short while ago is opened again. True: it was. */
const keepInCase = (turn: Turn, message: InboundMessage, understood: Understood): boolean => {
  const one = turn.session.case
  if (one === null || turn.session.place.at === 'node') return false
  if (one.closedAt === null) {
    change(turn, { media: [] })
    append(turn, message)
    return false
  }
  if (turn.moment.now - one.closedAt > REOPEN_WITHIN) {
    change(turn, { case: null })
    return false
  }
  // Thanks and goodbye after the end are no new question.
  if (understood.outcome === 'smalltalk' || message.body.kind === 'unsupported') return false
  reopen(turn)
  change(turn, { media: [] })
  append(turn, message)
  say(turn, 'case.reopened', { code: one.code, unit: unitName(turn, one.unit) })
  return true
}

const onBody = (turn: Turn, body: Body, text: string, understood: Understood): void => {
  switch (body.kind) {
    case 'text':
      return onQuestion(turn, text, understood)
    case 'media':
      // A question below a photo is answered as one; the photo stays for the case.
      if (text !== '' && understood.outcome !== 'unknown') return onQuestion(turn, text, understood)
      if (turn.session.place.at === 'node') {
        say(turn, 'media.later')
        return askAgain(turn, false)
      }
      return onMedia(turn, body)
    case 'location':
      return onLocation(turn, body)
    case 'unsupported':
      if (noticeIsDue(turn)) return welcome(turn)
      return onUnsupported(turn)
    case 'choice':
      return say(turn, 'menu.title', {}, [menuChoice(turn)])
  }
}
