import { formatDay } from '../../locales/format.ts'
import { OWN_NAME } from '../../locales/languages.ts'
import type { Key } from '../../locales/translate.ts'
import { dayOf, timeOf } from '../time.ts'
import { offer, openCaseOf, send, type Turn, unitName, words } from './turn.ts'

/** Everything that is kept of this person, in words, with the way to erase it. */
export const sayMyData = (turn: Turn): void => {
  const { session, world } = turn
  const t = words(turn)
  const none = t('data.none')
  const open = openCaseOf(turn)
  const lines = session.recent.map((line) => t(`data.line.${line.by}`, { text: line.text.replace(/\s+/g, ' ') }))
  const summary = t('data.summary', {
    language: OWN_NAME[session.lang],
    unit: session.unit === null ? none : unitName(turn, session.unit),
    notice: session.notice === null ? none : formatDay(dayOf(session.notice.at), session.lang),
    case: open === null ? none : open.code,
    lines: lines.length,
    days: world.keep.conversationDays,
    caseDays: world.keep.caseDays,
  })
  const reminders = turn.moment.reminders.map(
    ({ at, text }) => `${formatDay(dayOf(at), session.lang)}, ${timeOf(at)}: ${text.replace(/\s+/g, ' ')}`,
  )
  const listed = (title: Key, items: readonly string[]): string =>
    items.length === 0 ? '' : `\n\n${t(title)}\n${items.map((item) => `- ${item}`).join('\n')}`
  const text = summary + listed('data.reminders', reminders) + listed('data.list', lines)
  send(turn, { text, choices: [offer(turn, 'cmd:delete-my-data', 'choice.erase')] })
}
