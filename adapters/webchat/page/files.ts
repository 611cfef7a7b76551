import { fail, ok, type Result } from '../../../bot/result.ts'
import { token } from './device.ts'
import type { AttachedFile } from './wire.ts'
import type { Word } from './words.ts'

/** Addresses in memory, by line: a file is paid for once, whatever is drawn anew. */
const loaded = new Map<string, string>()
let loading = new AbortController()

/** An address of the file in memory. Fetched at the first call; the failure is what to tell the person. */
export const loadFile = async (line: string): Promise<Result<string, Word>> => {
  const there = loaded.get(line)
  if (there !== undefined) return ok(there)
  try {
    const response = await fetch(`/chat/lines/${encodeURIComponent(line)}/file`, {
      headers: { authorization: `Bearer ${token()}` },
      cache: 'no-store',
      signal: loading.signal,
    })
    if (!response.ok) return fail(response.status === 404 ? 'fileGone' : 'notLoaded')
    const url = URL.createObjectURL(await response.blob())
    loaded.set(line, url)
    return ok(url)
  } catch {
    return fail('notLoaded')
  }
}

/** Lets go of every file, also of those that are still coming: nothing of them stays in memory. */
export const dropFiles = (): void => {
  loading.abort()
  loading = new AbortController()
  loaded.forEach((url) => {
    URL.revokeObjectURL(url)
  })
  loaded.clear()
}

/** The first is given to a name that has none of them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'audio/ogg': ['.ogg', '.oga', '.opus'],
  'audio/mpeg': ['.mp3'],
  'audio/mp4': ['.m4a', '.mp4'],
}

/** The name under which a file is saved, with an ending by which the telephone knows what opens it. */
export const saveName = ({ name, mime }: Pick<AttachedFile, 'name' | 'mime'>, otherwise: string): string => {
  const base = name ?? otherwise
  const endings = ENDINGS[mime] ?? []
  const fits = endings.some((ending) => base.slice(-ending.length).toLowerCase() === ending)
  return fits ? base : `${base}${endings[0] ?? ''}`
}
