import { z } from 'zod'
import { DANGERS } from '../../bot/danger.ts'
import { CHANNELS, type FileId, type StaffId, type TicketId, type UnitId } from '../../bot/ids.ts'
import { OUTCOMES } from '../../bot/ticket.ts'
import { LANGS } from '../../locales/languages.ts'
import { at, brandedId as id, staffRef } from './contract-failures.ts'
import { waitingReminder } from './contract-reminders.ts'

export * from './contract-failures.ts'

/**
 * What the inbox page and its server say to each other, under /inbox/api. Every request and every response is one of these
 * schemas; both sides parse what they receive. Sign-in, second factor and sessions are better-auth's, under /inbox/auth.
 *
 * GET    me                              -> me                 PATCH  me {lang}                     -> done
 * GET    tickets?view&search&unread      -> ticketList         GET    tickets/:id                   -> ticketDetail
 * POST   tickets/:id/claim               claimRequest          POST   tickets/:id/reply             replyRequest
 * POST   tickets/:id/note                noteRequest           POST   tickets/:id/transfer          transferRequest
 * POST   tickets/:id/hand-back           {}                    POST   tickets/:id/close             closeRequest
 * POST   tickets/:id/files               the bytes -> keptFile
 * POST   tickets/:id/reopen              {}                    POST   tickets/:id/entries/:seq/retry {}
 *        (each of these eight            -> ticketAnswer)      POST   tickets/:id/read readRequest  -> done
 * GET    tickets/:id/entries/:seq/media  the bytes             GET    export.csv                    a file
 * GET    events?since=REVISION           server-sent events, see `ticketEvent` and `goneEvent`
 * GET    colleagues                      -> colleagues
 * GET    staff                           -> staffList          PATCH  staff/:id staffPatch          -> done
 * GET    invitations                     -> invitationList     POST   invitations invitationRequest -> invitationAnswer
 * DELETE invitations/:id                 -> done               DELETE staff/:id/sessions             -> done
 * GET    invite?token                    -> invitePreview      POST   invite/accept acceptRequest   -> accountAnswer
 * POST   setup setupRequest              -> accountAnswer
 *
 * A mutation without the header `x-inbox: 1` is refused (403 `forbidden`). What is outside somebody's scope answers 404
 * `not-found`, as if it were not there. A failure is an `apiFailure` with the status of `STATUS`.
 */
export const API = '/inbox/api'
export const AUTH = '/inbox/auth'
export const GUARD_HEADER = 'x-inbox'

const lang = z.enum(LANGS)
const words = z.record(lang, z.string())
const topic = z.string().min(1).max(100)

/** An administrator sees every unit and all staff; a lead the staff of the own units; an agent the cases of the own units. */
export const ROLES = ['admin', 'lead', 'agent'] as const
export const role = z.enum(ROLES)
export type Role = z.output<typeof role>

/** `mine`, `unassigned`, `unit`: cases that are not closed. `all`: every case in the scope, closed ones too. */
export const VIEWS = ['mine', 'unassigned', 'unit', 'all'] as const
export const view = z.enum(VIEWS)
export type View = z.output<typeof view>

export const PASSWORD_MIN = 12
export const REPLY_MAX = 4000
const name = z.string().trim().min(2).max(80)
const email = z.email().max(200)
const password = z.string().min(PASSWORD_MIN).max(200)
const token = z.string().min(10).max(400)
/** At most this many units; an empty list means none but is allowed for an administrator, who sees all. */
const units = z.array(id<UnitId>()).max(50)

// --- me

export const me = z.object({
  id: id<StaffId>(),
  name: z.string(),
  email: z.string(),
  role,
  /** The units whose cases this person sees. */
  scope: z.union([z.literal('all'), units]),
  /** The units this person belongs to: what `view=unit` shows. Empty: `view=unit` shows the whole scope. */
  units,
  /** Null until the person has chosen one: then the page goes by the device, and there by Portuguese. */
  lang: lang.nullable(),
  /** `required`: the page lets nothing be done before a second factor is set up. */
  twoFactor: z.enum(['on', 'off', 'required']),
  /** The session that this page uses; not to be revoked by mistake. */
  session: z.string(),
  catalogue: z.object({
    units: z.array(z.object({ id: id<UnitId>(), short: words, island: z.string() })),
    topics: z.array(z.object({ id: topic, label: words })),
  }),
})
export type Me = z.output<typeof me>
export const mePatch = z.object({ lang })

// --- cases

/** A case as the list shows it. The platform's own name of the chat (a telephone number) does not leave the server. */
export const ticketRow = z.object({
  id: id<TicketId>(),
  code: z.string(),
  channel: z.enum(CHANNELS),
  /** The name the platform shows; null: the page calls the person by the code. */
  name: z.string().nullable(),
  lang,
  unit: id<UnitId>(),
  topic: topic.nullable(),
  danger: z.enum(DANGERS).nullable(),
  status: z.enum(['open', 'assigned', 'closed']),
  assignee: staffRef.nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  openedAt: at,
  changedAt: at,
  closedAt: at.nullable(),
  waitingSince: at.nullable(),
  lastWords: z.string(),
  lastEntry: z.int().nonnegative(),
  /** Lines of the person, notes of others, transfers to the one who asks, and danger, which that one has not read. */
  unread: z.int().nonnegative(),
  revision: z.int().nonnegative(),
})
export type TicketRow = z.output<typeof ticketRow>

/** Danger first, then whoever waits longest, then what was changed last; closed cases at the end. */
export const compareRows = (a: TicketRow, b: TicketRow): number => {
  const rank = (row: TicketRow) => (row.status === 'closed' ? 3 : row.danger ? 0 : row.waitingSince === null ? 2 : 1)
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  if (a.waitingSince !== null && b.waitingSince !== null) return a.waitingSince - b.waitingSince
  if (a.waitingSince !== b.waitingSince) return a.waitingSince === null ? 1 : -1
  return b.changedAt - a.changedAt
}

export const ticketQuery = z.object({
  view,
  search: z.string().trim().max(200).optional(),
  /** `1`: only cases with something unread. */
  unread: z.literal('1').optional(),
})

export const ticketList = z.object({
  /** In the order of `compareRows`. */
  rows: z.array(ticketRow),
  /** Without search and unread filter. */
  counts: z.object({ mine: z.int(), unassigned: z.int(), unit: z.int(), all: z.int() }),
  /** Cases with something unread among `mine` and `unassigned`. */
  unread: z.int(),
  /**
   * What rings, whatever the view: danger that nobody has taken, and danger in a case of one's own where something is unread.
   * Never a closed case. In the order of `compareRows`.
   */
  alarms: z.array(ticketRow),
  /** Where to begin with `events?since=`. */
  revision: z.int().nonnegative(),
})
export type TicketList = z.output<typeof ticketList>

const body = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('choice'), label: z.string() }),
  z.object({ kind: z.literal('location'), lat: z.number(), lon: z.number() }),
  z.object({
    kind: z.literal('media'),
    what: z.enum(['voice', 'image', 'file']),
    mime: z.string(),
    /** Bytes. */
    size: z.number().nullable(),
    name: z.string().nullable(),
    seconds: z.number().nullable(),
    caption: z.string(),
  }),
  z.object({ kind: z.literal('unsupported'), what: z.string() }),
])
export type EntryBody = z.output<typeof body>

const change = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    unit: id<UnitId>(),
    /** The last lines of the talk with the assistant. */
    history: z.array(z.object({ at, by: z.enum(['person', 'bot', 'staff']), text: z.string() })),
  }),
  z.object({ kind: z.literal('from-person'), body }),
  z.object({ kind: z.literal('from-bot'), text: z.string() }),
  z.object({
    kind: z.literal('from-staff'),
    by: staffRef,
    text: z.string(),
    /** A file or a place that was sent: a line of its own. */
    attachment: body.nullable(),
  }),
  z.object({ kind: z.literal('note'), by: staffRef, text: z.string() }),
  z.object({ kind: z.literal('claimed'), by: staffRef }),
  z.object({
    kind: z.literal('transferred'),
    by: staffRef,
    to: z.union([z.object({ unit: id<UnitId>() }), z.object({ staff: staffRef })]),
    note: z.string(),
  }),
  z.object({ kind: z.literal('handed-back'), by: staffRef }),
  /** `by: null`: the program. */
  z.object({
    kind: z.literal('closed'),
    by: staffRef.nullable(),
    outcome: z.enum(OUTCOMES),
    topic: topic.nullable(),
  }),
  z.object({ kind: z.literal('reopened'), by: staffRef.nullable() }),
  z.object({ kind: z.literal('danger'), danger: z.enum(DANGERS) }),
  z.object({ kind: z.literal('reminder-set'), by: staffRef, at, text: z.string() }),
  /** `by: null`: the person wants none. */
  z.object({ kind: z.literal('reminder-dropped'), by: staffRef.nullable(), at }),
  z.object({ kind: z.literal('reminded'), by: staffRef, text: z.string() }),
  z.object({ kind: z.literal('language'), lang }),
  z.object({ kind: z.literal('erased') }),
])

export const ticketEntry = z.object({
  seq: z.int().positive(),
  at,
  change,
  delivery: z.enum(['queued', 'sending', 'sent', 'failed', 'gone', 'unknown', 'dropped']).nullable(),
  /** The platform's code. */
  failure: z.string().nullable(),
})
export type TicketEntry = z.output<typeof ticketEntry>

export const ticketDetail = z.object({
  row: ticketRow,
  entries: z.array(ticketEntry),
  /** When the person was shown what is kept about them and went on; null: not known. */
  consentAt: at.nullable(),
  /** The person's telephone number, where the platform shows it; null: not known. */
  phone: z.string().nullable().default(null),
  /** By which the person writes: more than one where they joined chats. */
  channels: z.array(z.enum(CHANNELS)),
  /** Until when one may write freely (WhatsApp); null: always. */
  replyUntil: at.nullable(),
  /** What the person is to be told later, the next first. */
  reminders: z.array(waitingReminder),
  /** Other cases of the same person within the scope, newest first. */
  former: z.array(
    ticketRow.pick({ id: true, code: true, topic: true, outcome: true, status: true, openedAt: true, closedAt: true }),
  ),
})
export type TicketDetail = z.output<typeof ticketDetail>

/** The case after the change; null: it has left the scope of the one who changed it. */
export const ticketAnswer = z.object({ ticket: ticketDetail.nullable() })

/** `over`: who holds it as far as the page knows, null for nobody. Somebody else holds it: 409 `lost`. */
export const claimRequest = z.object({ over: id<StaffId>().nullable() })

/**
 * `seen`: the last line of the thread that was on the screen. A line of the person or of a colleague that is newer answers
 * 409 `stale`, unless `anyway`. So a reply that is sent again after a lost connection is not doubled either.
 */
export const replyRequest = z.object({
  /** May be empty where something is attached. */
  text: z.string().trim().max(REPLY_MAX),
  attachment: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('file'), file: id<FileId>() }),
      z.object({ kind: z.literal('location'), lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
    ])
    .optional(),
  seen: z.int().nonnegative(),
  anyway: z.boolean().default(false),
})
/** Bytes of a file that is sent to a person. More costs them too much data, and not every platform takes it. */
export const FILE_MAX = 5 * 1024 * 1024
/** The name of the file, percent-encoded, beside its bytes. */
export const FILE_NAME_HEADER = 'x-file-name'
/** What was recognised in the bytes. To be sent with a reply; forgotten after a day if it is not. */
export const keptFile = z.object({ file: id<FileId>(), what: z.enum(['voice', 'image', 'file']) })
export const noteRequest = z.object({ text: z.string().trim().min(1).max(REPLY_MAX) })
export const transferRequest = z.object({
  to: z.union([z.object({ unit: id<UnitId>() }).strict(), z.object({ staff: id<StaffId>() }).strict()]),
  note: z.string().trim().max(REPLY_MAX),
})
export const closeRequest = z.object({
  outcome: z.enum(OUTCOMES),
  topic: topic.nullable(),
  /** What becomes of those that wait. */
  reminders: z.enum(['keep', 'drop']).default('keep'),
})
/** Read up to this line. */
export const readRequest = z.object({ seq: z.int().nonnegative() })

// --- live

/** `event: ticket`, `id:` its revision: the row as it is now. */
export const ticketEvent = ticketRow
/** `event: gone`: the case was erased or has left the scope. */
export const goneEvent = z.object({ id: id<TicketId>() })

// --- colleagues and staff

export const colleagues = z.object({
  units: z.array(id<UnitId>()),
  people: z.array(staffRef.extend({ units, /** Cases they hold. */ holds: z.int().nonnegative() })),
})
export type Colleagues = z.output<typeof colleagues>

export const staffMember = staffRef.extend({
  email: z.string(),
  role,
  units,
  active: z.boolean(),
  twoFactor: z.boolean(),
  lastSeenAt: at.nullable(),
})
export type StaffMember = z.output<typeof staffMember>
export const staffList = z.object({ staff: z.array(staffMember) })
/** A lead may not make administrators, nor touch units other than the own; nobody may deactivate or demote oneself. */
export const staffPatch = z.object({
  role: role.optional(),
  units: units.optional(),
  active: z.boolean().optional(),
})

export const invitation = z.object({ id: z.string(), email: z.string(), role, units, expiresAt: at })
export type Invitation = z.output<typeof invitation>
export const invitationList = z.object({ invitations: z.array(invitation) })
export const invitationRequest = z.object({ email, role, units })
/** The link is shown once and not kept. */
export const invitationAnswer = z.object({ invitation, link: z.url() })

export const invitePreview = z.object({ email: z.string(), role })
export const acceptRequest = z.object({ token, name, password })
export const setupRequest = z.object({ token, name, email, password })
/** The account is there; the page signs in with the password just chosen. */
export const accountAnswer = z.object({ email: z.string() })

export const done = z.object({ ok: z.literal(true) })
