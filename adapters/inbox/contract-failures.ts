import { z } from 'zod'
import { EXAMPLE_FAULTS } from '../../bot/example.ts'
import type { EntryId, StaffId } from '../../bot/ids.ts'
import type { Instant } from '../../bot/time.ts'

/** Ids travel as plain strings and are branded where they are parsed. */
export const brandedId = <T extends string>() =>
  z.custom<T>((value) => typeof value === 'string' && /^[\w.:@-]{1,200}$/.test(value))
export const at = z.custom<Instant>((value) => typeof value === 'number' && Number.isFinite(value))

/** A colleague by name. */
export const staffRef = z.object({ id: brandedId<StaffId>(), name: z.string() })
export type StaffRef = z.output<typeof staffRef>

/** Every way in which the server says no. */
export const apiFailure = z.discriminatedUnion('kind', [
  /** Something in the request cannot be right; `fields` names what. */
  z.object({ kind: z.literal('invalid'), fields: z.array(z.string()) }),
  z.object({ kind: z.literal('signed-out') }),
  z.object({ kind: z.literal('forbidden') }),
  /** A second factor must be set up first. */
  z.object({ kind: z.literal('two-factor') }),
  z.object({ kind: z.literal('not-found') }),
  /** A newer line stands in the thread than the one that was seen. */
  z.object({ kind: z.literal('stale'), lastEntry: z.int() }),
  /** Somebody else was first. */
  z.object({ kind: z.literal('lost'), by: staffRef, at: at.nullable() }),
  /** Only who holds the case may do this. */
  z.object({ kind: z.literal('not-yours'), by: staffRef.nullable() }),
  /** The case is not in a state in which that can be done (closed, already open). */
  z.object({ kind: z.literal('changed') }),
  /** The platform lets one write only within its window. */
  z.object({ kind: z.literal('window-closed') }),
  /** A link that was used, withdrawn or is too old. */
  z.object({ kind: z.literal('expired') }),
  /** An account with this e-mail is there already. */
  z.object({ kind: z.literal('taken') }),
  /** `after`: seconds. */
  z.object({ kind: z.literal('too-many'), after: z.number() }),
  /** Media: the platform no longer has it, it is too large, or the platform cannot be reached. */
  z.object({ kind: z.literal('media'), why: z.enum(['gone', 'too-large', 'unreachable']) }),
  /** A file that cannot be sent: too large, of a kind that not every platform takes, or not kept any more. */
  z.object({ kind: z.literal('file'), why: z.enum(['too-large', 'wrong-kind', 'gone']) }),
  /** A reminder for a time that is too near or too far, one too many, for somebody who said stop, or that needs a template. */
  z.object({ kind: z.literal('reminder'), why: z.enum(['soon', 'late', 'many', 'stopped', 'template']) }),
  /**
   * An example question that was not added, as `ExampleRefusal` of bot/ports/examples.ts. `entry`: to which it belongs already.
   * `detail`: in English, for the person who runs it.
   */
  z.object({
    kind: z.literal('example'),
    why: z.enum([...EXAMPLE_FAULTS, 'known', 'elsewhere', 'no-entry', 'not-writable', 'busy', 'not-in-order']),
    entry: brandedId<EntryId>().nullable(),
    detail: z.array(z.string()),
  }),
  /** A fault of ours. `code` finds it in the log. */
  z.object({ kind: z.literal('trouble'), code: z.string() }),
])
export type ApiFailure = z.output<typeof apiFailure>

export const STATUS: Readonly<Record<ApiFailure['kind'], number>> = {
  invalid: 400,
  'signed-out': 401,
  forbidden: 403,
  'two-factor': 403,
  'not-found': 404,
  stale: 409,
  lost: 409,
  'not-yours': 409,
  changed: 409,
  'window-closed': 409,
  expired: 410,
  taken: 409,
  'too-many': 429,
  media: 502,
  file: 422,
  reminder: 422,
  example: 422,
  trouble: 500,
}
