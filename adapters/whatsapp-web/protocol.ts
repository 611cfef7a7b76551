import { z } from 'zod'
import { send } from './schema.ts'

/*
 * What the program and the process that holds the browser say to each other. Both sides parse what they receive: the
 * library behind it returns whatever WhatsApp's page happens to hold.
 */

const callId = z.int().positive()

/** Why the worker ended. The words for people are in words.ts. */
export const ENDINGS = [
  'asked',
  'launch-failed',
  'profile-in-use',
  'page-unreachable',
  'page-silent',
  'page-crashed',
  'browser-closed',
  'conflict',
  'logged-out',
  'outdated',
  'refused',
  'library',
  'stuck',
  'died',
] as const
export const ending = z.enum(ENDINGS)
export type Ending = z.output<typeof ending>

export const begin = z.object({
  kind: z.literal('begin'),
  browser: z.string().min(1),
  args: z.array(z.string()),
  /** The folder of the session. */
  folder: z.string().min(1),
  /** Seconds since 1970: what was written before is history from before the link; null: not linked yet. */
  since: z.number().nullable(),
  /** Milliseconds between two measurements of the memory. */
  memoryEvery: z.int().positive(),
  /** Milliseconds in which WhatsApp's page must have loaded. */
  loadPatience: z.int().positive(),
  /** Milliseconds in which the page must answer; after that it hangs. */
  pagePatience: z.int().positive(),
})
export type Begin = z.output<typeof begin>

export const call = z.discriminatedUnion('name', [
  ...send.options,
  z.object({ name: z.literal('typing'), chat: z.string() }),
  z.object({ name: z.literal('fetch'), message: z.string(), maxBytes: z.number() }),
  z.object({ name: z.literal('logout') }),
])
export type Call = z.output<typeof call>

/** From the program to the worker. */
export const toWorker = z.discriminatedUnion('kind', [
  begin,
  z.object({ kind: z.literal('call'), id: callId, call }),
  /** Everything in the batch is saved: its chats may be marked as read. */
  z.object({ kind: z.literal('committed'), batch: z.int() }),
  z.object({ kind: z.literal('end') }),
])
export type ToWorker = z.output<typeof toWorker>

/** Why a file was not sent: it did not get to WhatsApp, so there was no message either. */
export const NOT_UPLOADED = 'not-uploaded'

/** How a call ended. */
export const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), provider: z.string().nullable() }),
  /** Nothing left: `offline`, or WhatsApp said that it failed. */
  z.object({ kind: z.literal('not-sent'), code: z.string() }),
  /** It may have left. */
  z.object({ kind: z.literal('unknown'), code: z.string() }),
  z.object({ kind: z.literal('no-chat') }),
  z.object({ kind: z.literal('done') }),
  z.object({
    kind: z.literal('media'),
    bytes: z.instanceof(Uint8Array),
    mime: z.string().nullable(),
    name: z.string().nullable(),
  }),
  z.object({ kind: z.literal('no-media'), why: z.enum(['gone', 'too-large', 'unreachable']) }),
])
export type Answer = z.output<typeof answer>

/** How the page stands. `network`: linked, and WhatsApp cannot be reached. */
export const standing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scan'), code: z.string().min(1).max(2_000) }),
  z.object({ kind: z.literal('linking') }),
  z.object({ kind: z.literal('linked'), as: z.string().nullable() }),
  z.object({ kind: z.literal('network') }),
])
export type Standing = z.output<typeof standing>

/** From the worker to the program. */
export const fromWorker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('standing'), standing }),
  /** Messages as the page has them, oldest first; looked at in parse.ts. */
  z.object({ kind: z.literal('batch'), batch: z.int(), messages: z.array(z.unknown()) }),
  /** From here on a death leaves the fate of a message unknown. */
  z.object({ kind: z.literal('begun'), id: callId }),
  z.object({ kind: z.literal('answer'), id: callId, answer }),
  /** Megabytes that the worker and its browser use together. */
  z.object({ kind: z.literal('memory'), megabytes: z.number().nonnegative() }),
  z.object({ kind: z.literal('ending'), why: ending }),
])
export type FromWorker = z.output<typeof fromWorker>
