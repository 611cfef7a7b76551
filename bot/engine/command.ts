import type { Command } from '../../locales/commands.ts'
import { isLang, LANGS, type Lang } from '../../locales/languages.ts'
import { DANGERS } from '../danger.ts'
import { entryId } from '../ids.ts'
import { never } from '../result.ts'
import { onEntryChosen, onUseful, sayAnswer, sayMore } from './answer.ts'
import { sayMyData } from './data.ts'
import { giveJoinCode } from './join.ts'
import { languageChoices, menu, noticeIsDue, topicMenu, welcome } from './menu.ts'
import { sayAlready, sayStatus, withdraw } from './ticket.ts'
import { change, changeTicket, openCaseOf, say, send, type Turn } from './turn.ts'
import { askDanger, onDanger, onSafe } from './urgent.ts'
import { sayNodeAgain, start, take, takeUnit } from './walk.ts'

const PRIVACY = entryId('privacy')

export const setLanguage = (turn: Turn, lang: Lang): void => {
  change(turn, { lang, langBy: 'chosen' })
  if (openCaseOf(turn) !== null) changeTicket(turn, { kind: 'language', lang })
  if (noticeIsDue(turn)) return welcome(turn)
  say(turn, 'language.changed')
  if (sayNodeAgain(turn)) return
  if (turn.session.topic !== null && openCaseOf(turn)?.staff == null) sayAnswer(turn, turn.session.topic)
}

/** The last words of the bot once more, for whoever did not see them. */
const repeat = (turn: Turn): void => {
  const notices = LANGS.map((lang) => turn.world.say(lang)('delivery.unknown'))
  const last = turn.session.recent.findLast((line) => line.by === 'bot' && !notices.includes(line.text))
  if (last === undefined) return say(turn, 'repeat.nothing')
  send(turn, { text: last.text, choices: turn.session.offered })
}

export const onPerson = (turn: Turn): void => {
  if (openCaseOf(turn) !== null) return sayAlready(turn)
  start(turn, 'handoff')
}

export const onCommand = (turn: Turn, command: Command): void => {
  switch (command) {
    case 'menu':
      return menu(turn)
    case 'language':
      return say(turn, 'language.ask', {}, languageChoices())
    case 'person':
      return onPerson(turn)
    case 'stop': {
      const open = openCaseOf(turn)
      change(turn, { place: { at: 'idle' } })
      turn.effects.push({ kind: 'drop-reminders', of: 'all', by: null })
      if (open !== null) say(turn, 'stop.case', { code: open.code })
      say(turn, 'stop.done')
      return change(turn, { stopped: true })
    }
    case 'start':
      return welcome(turn)
    case 'my-data':
      return sayMyData(turn)
    case 'delete-my-data':
      return start(turn, 'erase')
    case 'status':
      return sayStatus(turn)
    case 'withdraw':
      return withdraw(turn)
    case 'privacy':
      return onEntryChosen(turn, PRIVACY)
    case 'repeat':
      return repeat(turn)
    case 'more':
      return sayMore(turn)
    case 'urgent':
      return askDanger(turn)
    case 'join':
      return giveJoinCode(turn)
    default:
      return never(command)
  }
}

/** A choice that was pressed or typed. False: its kind is not known (a button of an older release). */
export const onChoice = (turn: Turn, id: string): boolean => {
  const [kind = '', ...rest] = id.split(':')
  const value = rest.join(':')
  switch (kind) {
    case 'cmd':
      if (value === 'guide') start(turn, 'papers')
      else if (value === 'safe') onSafe(turn)
      else if (isCommand(value)) onCommand(turn, value)
      else return false
      return true
    case 'lang':
      if (!isLang(value)) return false
      setLanguage(turn, value)
      return true
    case 'topic':
      topicMenu(turn, rest[0] ?? '', Number.parseInt(rest[1] ?? '0', 10) || 0)
      return true
    case 'entry':
      onEntryChosen(turn, value)
      return true
    case 'useful':
      onUseful(turn, rest[0] === 'yes', rest[1] ?? 'none')
      return true
    case 'unit':
      takeUnit(turn, value)
      return true
    case 'danger': {
      const danger = DANGERS.find((one) => one === value)
      if (danger === undefined) return false
      onDanger(turn, danger, null)
      return true
    }
    case 'flow':
      take(turn, rest[0] ?? '', rest[1] ?? '', rest[2] ?? '')
      return true
    default:
      return false
  }
}

const COMMAND_NAMES: Readonly<Record<Command, true>> = {
  menu: true,
  language: true,
  person: true,
  stop: true,
  start: true,
  'my-data': true,
  'delete-my-data': true,
  status: true,
  withdraw: true,
  privacy: true,
  repeat: true,
  more: true,
  urgent: true,
  join: true,
}
const isCommand = (value: string): value is Command => Object.hasOwn(COMMAND_NAMES, value)

/** Commands that a person may use while somebody at the unit has their case; all else goes to that person. */
export const WITH_STAFF: readonly Command[] = [
  'language',
  'stop',
  'start',
  'my-data',
  'delete-my-data',
  'status',
  'withdraw',
  'urgent',
  'join',
]
