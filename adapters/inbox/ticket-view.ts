import { partsOfConversation, type StaffId, type TicketId } from '../../bot/ids.ts'
import type { Attachment, Body } from '../../bot/message.ts'
import { never } from '../../bot/result.ts'
import type { Ticket, TicketChange, TicketEntry, TicketRow } from '../../bot/ticket.ts'
import { after, type Instant } from '../../bot/time.ts'
import { isWithin, type Staff, scopeOf } from './access.ts'
import type * as wire from './contract.ts'
import type { Core } from './core.ts'
import { namesOf, PROGRAM } from './staff.ts'

type Name = (id: StaffId) => wire.StaffRef

/** Makes rows for one reader: with the names of staff, and how much that reader has not read. `of`: only of these cases. */
export const createRowView = async (
  { staff, store }: Core,
  reader: Staff,
  of?: readonly TicketRow[],
): Promise<(row: TicketRow) => wire.TicketRow> => {
  const name = namesOf(await staff.all())
  const ids = of?.map((row) => row.id)
  const unread = await store.unread(reader.id, scopeOf(reader), ids)
  return (row) => rowView(row, name, unread.get(row.id) ?? 0)
}

// Field by field, so that nothing leaves the server that is not meant to: the conversation names a telephone number.
const rowView = (row: TicketRow, name: Name, unread: number): wire.TicketRow => ({
  id: row.id,
  code: row.code,
  channel: row.channel,
  name: row.name,
  lang: row.lang,
  unit: row.unit,
  topic: row.topic,
  danger: row.danger,
  status: row.status,
  assignee: row.assignee === null ? null : name(row.assignee),
  outcome: row.outcome,
  openedAt: row.openedAt,
  changedAt: row.changedAt,
  closedAt: row.closedAt,
  waitingSince: row.waitingSince,
  lastWords: row.lastWords,
  lastEntry: row.lastEntry,
  unread,
  revision: row.revision,
})

/** A whole case for one reader; null where it is not there, or outside of what that reader may see. */
export const ticketDetail = async (core: Core, reader: Staff, id: TicketId): Promise<wire.TicketDetail | null> => {
  const { store, staff } = core
  const scope = scopeOf(reader)
  const ticket = await store.ticket(id, scope)
  if (ticket === null) return null
  const name = namesOf(await staff.all())
  const viewOf = await createRowView(core, reader, [ticket.row])
  const { session, tickets } = await store.exportOf(ticket.row.conversation)
  const reminders = await store.reminders(id, scope)
  const former = tickets
    .map((one) => one.row)
    .filter((row) => row.id !== id && isWithin(scope, row.unit))
    .sort((a, b) => b.openedAt - a.openedAt)
    .map(({ id, code, topic, outcome, status, openedAt, closedAt }) => ({
      id,
      code,
      topic,
      outcome,
      status,
      openedAt,
      closedAt,
    }))
  return {
    row: viewOf(ticket.row),
    entries: ticket.entries.flatMap((entry) => entryView(entry, name)),
    consentAt: session?.notice?.agreedAt ?? null,
    phone: phoneOf(ticket),
    channels: (await store.chatsOf(ticket.row.conversation)).map((chat) => partsOfConversation(chat).channel),
    reminders: reminders.map(({ id, at, by, text, template }) => ({
      id,
      at,
      by: name(by),
      text,
      template: template !== null,
    })),
    replyUntil: session === null ? null : replyUntil(core, ticket.row, session.lastInboundAt),
    former,
  }
}

/** The number with which the person wrote when the case was opened. */
const phoneOf = ({ entries }: Ticket): string | null =>
  entries.map(({ change }) => (change.kind === 'opened' ? change.phone : undefined)).find(Boolean) ?? null

/** Until when one may write freely to the person; null: always. */
export const replyUntil = ({ channels }: Core, row: TicketRow, lastInboundAt: Instant): Instant | null => {
  const window = channels.get(row.channel)?.limits.replyWindow ?? null
  return window === null ? null : after(lastInboundAt, window)
}

const entryView = ({ seq, at, change, delivery, failure }: TicketEntry, name: Name): readonly wire.TicketEntry[] => [
  { seq, at, change: changeView(change, name), delivery, failure },
]

const changeView = (change: TicketChange, name: Name): wire.TicketEntry['change'] => {
  switch (change.kind) {
    case 'opened':
      return { kind: change.kind, unit: change.unit, history: [...change.history] }
    case 'from-person':
      return { kind: change.kind, body: bodyView(change.body) }
    case 'from-bot':
      return { kind: change.kind, text: change.text }
    case 'from-staff':
      return {
        kind: change.kind,
        by: name(change.by),
        text: change.text,
        attachment: change.attachment === undefined ? null : attachmentView(change.attachment),
      }
    case 'note':
      return { kind: change.kind, by: name(change.by), text: change.text }
    case 'claimed':
    case 'handed-back':
      return { kind: change.kind, by: name(change.by) }
    case 'transferred': {
      const to = 'unit' in change.to ? { unit: change.to.unit } : { staff: name(change.to.staff) }
      return { kind: change.kind, by: change.by === null ? PROGRAM : name(change.by), to, note: change.note }
    }
    case 'closed':
      return { kind: change.kind, by: change.by && name(change.by), outcome: change.outcome, topic: change.topic }
    case 'reopened':
      return { kind: change.kind, by: change.by && name(change.by) }
    case 'reminder-set':
      return { kind: change.kind, by: name(change.by), at: change.at, text: change.text }
    case 'reminder-dropped':
      return { kind: change.kind, by: change.by && name(change.by), at: change.at }
    case 'reminded':
      return { kind: change.kind, by: name(change.by), text: change.text }
    case 'danger':
      return { kind: change.kind, danger: change.danger }
    case 'language':
      return { kind: change.kind, lang: change.lang }
    case 'erased':
      return { kind: change.kind }
    default:
      return never(change)
  }
}

const attachmentView = (attachment: Attachment): wire.EntryBody => {
  if (attachment.kind === 'location') return attachment
  const { what, mime, size, name } = attachment
  return { kind: 'media', what, mime, size, name, seconds: null, caption: '' }
}

const bodyView = (body: Body): wire.EntryBody => {
  switch (body.kind) {
    case 'text':
      return { kind: body.kind, text: body.text }
    case 'choice':
      return { kind: body.kind, label: body.label }
    case 'location':
      return { kind: body.kind, lat: body.lat, lon: body.lon }
    case 'media': {
      // Without the channel's own handle of the file.
      const { mime, size, name, seconds } = body.media
      return { kind: body.kind, what: body.what, mime, size, name, seconds, caption: body.caption }
    }
    case 'unsupported':
      return { kind: body.kind, what: body.what }
    default:
      return never(body)
  }
}

/** When the present holder took the case. */
export const heldSince = (ticket: Ticket): Instant | null =>
  ticket.entries.findLast(
    ({ change }) => change.kind === 'claimed' || (change.kind === 'transferred' && 'staff' in change.to),
  )?.at ?? null
