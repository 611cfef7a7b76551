import type { z } from 'zod'
import type { FileId, TicketId } from '../../../../bot/ids.ts'
import type { MediaKind } from '../../../../bot/message.ts'
import { FILE_NAME_HEADER, keptFile, type replyRequest } from '../../contract.ts'
import type { Place } from '../lib/place.ts'
import { signal, useSignal } from '../lib/signal.ts'
import { upload } from '../lib/upload.ts'

/** A picture, a document or sound, ready to be sent. */
export type Chosen = {
  readonly kind: 'file'
  readonly what: MediaKind
  readonly bytes: Blob
  readonly name: string | null
  /** For sound that was recorded here. */
  readonly seconds: number | null
}

type OnItsWay = { readonly part: number; readonly stop: () => void }

type AttachedFile = Chosen & {
  /** Where the page shows it from. */
  readonly url: string
  /** The server has it already: the reply that was to name it did not get through. */
  readonly kept: FileId | null
  readonly upload: OnItsWay | null
}

/** What goes with a reply. `seen`: the last line of the thread that was on the screen when it was attached. */
export type Attached = { readonly seen: number } & (AttachedFile | ({ readonly kind: 'location' } & Place))

/** In the memory of the page only: it outlives a look at another case, and not a reload. */
const all = signal<ReadonlyMap<TicketId, Attached>>(new Map())

export const useAttached = (ticket: TicketId | null): Attached | null => {
  const map = useSignal(all)
  return (ticket && map.get(ticket)) ?? null
}

const urlOf = (one: Attached | undefined | null): string | null => (one?.kind === 'file' ? one.url : null)

const put = (ticket: TicketId, next: Attached | null): void => {
  const before = urlOf(all.get().get(ticket))
  if (before !== null && before !== urlOf(next)) URL.revokeObjectURL(before)
  const map = new Map(all.get())
  if (next === null) map.delete(ticket)
  else map.set(ticket, next)
  all.set(map)
}

/** Takes the place of what was attached before. */
export const attach = (ticket: TicketId, item: Chosen | ({ readonly kind: 'location' } & Place), seen: number): void =>
  put(
    ticket,
    item.kind === 'location'
      ? { ...item, seen }
      : { ...item, seen, url: URL.createObjectURL(item.bytes), kept: null, upload: null },
  )

/** Takes it away; on its way it is stopped. */
export const detach = (ticket: TicketId): void => {
  const one = all.get().get(ticket)
  put(ticket, null)
  if (one?.kind === 'file') one.upload?.stop()
}

/** The thread was read up to this line. */
export const seenUpTo = (ticket: TicketId, seen: number): void => {
  const one = all.get().get(ticket)
  if (one) put(ticket, { ...one, seen })
}

/** On signing out: what was meant for people does not stay. */
export const clearAttached = (): void => {
  for (const ticket of all.get().keys()) detach(ticket)
}

type Wire = NonNullable<z.input<typeof replyRequest>['attachment']>

/**
 * What a reply says of it; a file is given to the server first. Rejects as a call of `api.ts` does. Null: it was taken away
 * meanwhile.
 */
export const given = async (ticket: TicketId, one: Attached): Promise<Wire | null> => {
  if (one.kind === 'location') return { kind: 'location', lat: one.lat, lon: one.lon }
  if (one.kept !== null) return { kind: 'file', file: one.kept }
  const stop = new AbortController()
  const change = (more: Pick<AttachedFile, 'upload'> & Partial<AttachedFile>) => {
    const now = all.get().get(ticket)
    if (now?.kind === 'file' && now.url === one.url) put(ticket, { ...now, ...more })
  }
  const onPart = (part: number) => change({ upload: { part, stop: () => stop.abort() } })
  onPart(0)
  const headers = {
    'content-type': 'application/octet-stream',
    ...(one.name !== null && { [FILE_NAME_HEADER]: encodeURIComponent(one.name.toWellFormed()) }),
  }
  try {
    const path = `tickets/${encodeURIComponent(ticket)}/files`
    const { file } = await upload(keptFile, path, one.bytes, { headers, onPart, signal: stop.signal })
    if (stop.signal.aborted) return null
    change({ upload: null, kept: file })
    return { kind: 'file', file }
  } catch (error) {
    change({ upload: null })
    if (stop.signal.aborted) return null
    throw error
  }
}

/** The server has forgotten it: the next try gives it anew. */
export const giveAgain = (ticket: TicketId): void => {
  const one = all.get().get(ticket)
  if (one?.kind === 'file') put(ticket, { ...one, kept: null })
}
