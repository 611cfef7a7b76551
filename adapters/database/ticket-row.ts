import type { ConversationId, TicketId } from '../../bot/ids.ts'
import { partsOfConversation } from '../../bot/ids.ts'
import type { Body } from '../../bot/message.ts'
import { never } from '../../bot/result.ts'
import { lineOf, SIGN } from '../../bot/sign.ts'
import { shorten } from '../../bot/text.ts'
import type { TicketChange, TicketRow } from '../../bot/ticket.ts'
import type { Instant } from '../../bot/time.ts'

export type Opened = Extract<TicketChange, { readonly kind: 'opened' }>

/** Graphemes of the last words in a list. */
const LAST_WORDS = 120

/** A case as it begins. `lastEntry` and `revision` are counted by the caller. */
export const openedRow = (id: TicketId, conversation: ConversationId, opened: Opened, at: Instant): TicketRow => ({
  id,
  code: opened.code,
  conversation,
  channel: partsOfConversation(conversation).channel,
  name: opened.name,
  lang: opened.lang,
  unit: opened.unit,
  topic: opened.topic,
  danger: opened.danger,
  status: 'open',
  assignee: null,
  outcome: null,
  openedAt: at,
  changedAt: at,
  closedAt: null,
  waitingSince: at,
  lastWords: shortened(opened.history.findLast((line) => line.by === 'person')?.text ?? ''),
  lastEntry: 0,
  revision: 0,
})

/** What a change of a case that is open already makes of its row. Pure. */
export const changedRow = (
  row: TicketRow,
  change: Exclude<TicketChange, { readonly kind: 'opened' | 'erased' }>,
  at: Instant,
): TicketRow => {
  const changed = { ...row, changedAt: at }
  const inHand = { ...changed, closedAt: null, outcome: null }
  switch (change.kind) {
    case 'from-person':
      return { ...changed, waitingSince: row.waitingSince ?? at, lastWords: shortened(wordsOfBody(change.body)) }
    case 'from-staff':
      return { ...changed, waitingSince: null, lastWords: shortened(wordsOfStaff(change)) }
    case 'from-bot':
    case 'note':
    case 'reminder-set':
    case 'reminder-dropped':
    case 'reminded':
      return changed
    case 'claimed':
      return { ...inHand, status: 'assigned', assignee: change.by }
    case 'transferred':
      return 'unit' in change.to
        ? { ...inHand, status: 'open', assignee: null, unit: change.to.unit }
        : { ...inHand, status: 'assigned', assignee: change.to.staff }
    case 'handed-back':
      return { ...inHand, status: 'open', assignee: null }
    case 'closed':
      return {
        ...changed,
        status: 'closed',
        closedAt: at,
        outcome: change.outcome,
        topic: change.topic ?? row.topic,
      }
    case 'reopened':
      return { ...inHand, status: row.assignee === null ? 'open' : 'assigned' }
    case 'danger':
      return { ...changed, danger: change.danger }
    case 'language':
      return { ...changed, lang: change.lang }
    default:
      return never(change)
  }
}

/** Every word in a line of a thread, for the search. */
export const wordsOfChange = (change: TicketChange): string => {
  switch (change.kind) {
    case 'opened':
      return change.history.map((line) => line.text).join('\n')
    case 'from-person':
      return wordsOfBody(change.body)
    case 'from-staff':
      return wordsOfStaff(change)
    case 'from-bot':
    case 'note':
    case 'reminder-set':
    case 'reminded':
      return change.text
    case 'transferred':
      return change.note
    case 'claimed':
    case 'handed-back':
    case 'closed':
    case 'reopened':
    case 'danger':
    case 'reminder-dropped':
    case 'language':
    case 'erased':
      return ''
    default:
      return never(change)
  }
}

const wordsOfStaff = ({ text, attachment }: Extract<TicketChange, { readonly kind: 'from-staff' }>): string =>
  attachment === undefined ? text : lineOf(attachment)

const wordsOfBody = (body: Body): string => {
  switch (body.kind) {
    case 'text':
      return body.text
    case 'choice':
      return body.label
    case 'location':
      return SIGN.location
    case 'media':
      return [SIGN[body.what], body.caption, body.media.name ?? ''].filter((part) => part !== '').join(' ')
    case 'unsupported':
      return ''
    default:
      return never(body)
  }
}

const shortened = (words: string): string => shorten(words.replace(/\s+/g, ' ').trim(), LAST_WORDS)
