import { fail, ok, type Result } from '../../../../bot/result.ts'
import { recognise } from '../../../recognise.ts'
import { FILE_MAX } from '../../contract.ts'
import { sendable } from '../../sendable.ts'
import type { Chosen } from './attached.ts'
import { smaller } from './picture.ts'

/** As the browser's own dialog narrows the choice; what counts is in the bytes. */
export const ACCEPT = 'image/*,application/pdf,audio/*'

export type Refusal = 'wrong-kind' | 'too-large' | 'unreadable'

/** Makes a file ready to be sent, or says why it cannot be. The server asks the same, and does not believe this page. */
export const choose = async (file: File): Promise<Result<Chosen, Refusal>> => {
  const head = await read(file.slice(0, 64))
  if (head === null) return fail('unreadable')
  if (file.type.startsWith('image/') || recognise(head)?.what === 'image') {
    const bytes = await smaller(file)
    const name = file.name.replace(/\.\w{1,5}$/, '')
    return bytes === null
      ? fail('unreadable')
      : ok({ kind: 'file', what: 'image', bytes, name: `${name || 'foto'}.jpg`, seconds: null })
  }
  if (file.size > FILE_MAX) return fail('too-large')
  const bytes = await read(file)
  const known = bytes && sendable(bytes)
  if (!known) return fail(bytes === null ? 'unreadable' : 'wrong-kind')
  // With the type that its bytes have, by which the page plays it.
  return ok({
    kind: 'file',
    what: known.what,
    bytes: new Blob([bytes], { type: known.mime }),
    name: file.name || null,
    seconds: null,
  })
}

/** Null where the file has gone since it was chosen. */
const read = async (part: Blob): Promise<Uint8Array<ArrayBuffer> | null> => {
  try {
    return new Uint8Array(await part.arrayBuffer())
  } catch {
    return null
  }
}
