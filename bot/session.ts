import { z } from 'zod'
import { LANGS, type Lang } from '../locales/languages.ts'
import { DANGERS } from './danger.ts'
import type { ChoiceId, ConversationId, EntryId, MessageId, StaffId, TicketId, UnitId } from './ids.ts'
import { fail, ok, type Result } from './result.ts'
import type { Instant } from './time.ts'

const branded = <T extends string>() => z.string().transform((value) => value as T)
const at = z.number().transform((value) => value as Instant)

const line = z.object({ at, by: z.enum(['person', 'bot', 'staff']), text: z.string() }).readonly()
/** One line of the talk. */
export type Line = z.output<typeof line>

const place = z.discriminatedUnion('at', [
  z.object({ at: z.literal('idle') }),
  z.object({
    at: z.literal('node'),
    flow: z.string(),
    node: z.string(),
    answers: z.record(z.string(), z.string()),
    /** How often this node was asked and not understood. */
    tries: z.number(),
  }),
])
/** Where in a conversation a person stands. Ids, never positions: a node that vanished in a release leads to the menu. */
export type Place = z.output<typeof place>

const mediaBody = z.object({
  kind: z.literal('media'),
  what: z.enum(['voice', 'image', 'file']),
  media: z.object({
    ref: z.string(),
    mime: z.string(),
    size: z.number().nullable(),
    name: z.string().nullable(),
    seconds: z.number().nullable(),
  }),
  caption: z.string(),
})

const openCase = z.object({
  ticket: branded<TicketId>(),
  code: z.string(),
  unit: branded<UnitId>(),
  /** Who holds the case; while somebody does, the bot is silent. */
  staff: branded<StaffId>().nullable(),
  staffName: z.string().nullable(),
  /** When the person was last told that something was added. */
  toldAt: at.nullable(),
  closedAt: at.nullable(),
})
export type OpenCase = z.output<typeof openCase>

const sessionV1 = z
  .object({
    v: z.literal(1),
    lang: z.enum(LANGS),
    /** `default`: nothing known yet; `detected` by what was written; `chosen` by word or button, which always wins. */
    langBy: z.enum(['default', 'detected', 'chosen']),
    place,
    /** The privacy notice: which text was shown when, and when the person agreed that a unit reads along. */
    notice: z.object({ version: z.number(), lang: z.enum(LANGS), at, agreedAt: at.nullable() }).nullable(),
    unit: branded<UnitId>().nullable(),
    /** The case that is open, or was closed a short while ago and can be taken up again. */
    case: openCase.nullable(),
    /** The entry that was answered last: "and how much?" stays with it. */
    topic: branded<EntryId>().nullable(),
    /** The entries that were answered or offered last: what a short question is about. */
    about: z.array(branded<EntryId>()).default([]),
    /** What the person said that stays true, such as the country they come from: ideas, not words. */
    said: z.array(z.string()).default([]),
    /** The question that was answered or led to suggestions, masked: kept as an example where that helped. */
    asked: z
      .object({ how: z.enum(['answered', 'suggested']), lang: z.enum(LANGS), text: z.string() })
      .nullable()
      .default(null),
    /** The choices offered last, so that a number or a typed label works on every channel. */
    offered: z.array(z.object({ id: branded<ChoiceId>(), label: z.string() })),
    /** The danger that was answered last, so that its numbers are not repeated with every line of a story. */
    danger: z.object({ kind: z.enum(DANGERS), at }).nullable(),
    stopped: z.boolean(),
    lastInboundAt: at,
    /** The joined chat in which the person wrote last, where answers go; null: the one where the talk began. */
    chat: branded<ConversationId>().nullable().default(null),
    /** The last ten lines, so that staff see why. Nothing else of the talk is kept. */
    recent: z.array(line),
    /** Voice notes and files sent before a case was open: they go into it when it opens. References, never bytes. */
    media: z.array(z.object({ id: branded<MessageId>(), at, body: mediaBody })),
    /** Questions not understood, one after the other. */
    misses: z.number(),
    /** Messages in quick succession: when the run began and how many. */
    burst: z.object({ since: at, count: z.number(), held: z.array(z.string()) }).nullable(),
  })
  .readonly()

export type Session = z.output<typeof sessionV1>

/** What a session is before the first message. */
export const newSession = (lang: Lang, now: Instant): Session => ({
  v: 1,
  lang,
  langBy: 'default',
  place: { at: 'idle' },
  notice: null,
  unit: null,
  case: null,
  topic: null,
  about: [],
  said: [],
  asked: null,
  offered: [],
  danger: null,
  stopped: false,
  lastInboundAt: now,
  chat: null,
  recent: [],
  media: [],
  misses: 0,
  burst: null,
})

/**
 * Steps from each older form of a session to the next one, by the number they come from. A release that changes the form
 * adds a step here and never edits an old one.
 */
const upgrades: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {
  // Before the first release sessions had no `burst`, no `misses`, no `media` and no `danger`.
  0: (old) => ({ ...old, v: 1, burst: null, misses: 0, media: [], danger: null }),
}

/** Reads a session as it was saved, of this or an older version. */
export const decodeSession = (saved: unknown): Result<Session, string> => {
  const object = z.record(z.string(), z.unknown()).safeParse(saved)
  if (!object.success) return fail('a session is an object')
  let value: Record<string, unknown> = object.data
  for (let steps = 0; value.v !== 1 && steps < 20; steps += 1) {
    const upgrade = upgrades[Number(value.v)]
    if (!upgrade) return fail(`unknown session version ${String(value.v)}`)
    value = upgrade(value)
  }
  const parsed = sessionV1.safeParse(value)
  return parsed.success ? ok(parsed.data) : fail(z.prettifyError(parsed.error))
}
