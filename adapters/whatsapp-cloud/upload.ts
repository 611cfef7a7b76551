import type { MediaBytes } from '../../bot/ports/channel.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import { fileName } from '../file-name.ts'
import type { Api, ApiFailure } from './api.ts'
import { type FileType, uploaded } from './schema.ts'

const MEGABYTE = 1024 * 1024

/** Bytes, by Meta's rules. */
export const MAX_BYTES: Readonly<Record<FileType, number>> = {
  image: 5 * MEGABYTE,
  audio: 16 * MEGABYTE,
  document: 100 * MEGABYTE,
}

/** Sound in Ogg it takes only where that is said. */
const typeOf = (mime: string): string => (mime === 'audio/ogg' ? 'audio/ogg; codecs=opus' : mime)

/**
 * Brings the bytes to Meta, which names them; a message carries the name. It is used once and not kept: Meta forgets the bytes
 * after some weeks. Until the message nothing has left.
 */
export const upload = async (
  api: Pick<Api, 'upload'>,
  phoneId: string,
  file: MediaBytes,
): Promise<Result<string, ApiFailure>> => {
  const type = typeOf(file.mime)
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', type)
  // The ending counts, not the name, which only the message tells.
  form.set('file', new Blob([new Uint8Array(file.bytes)], { type }), fileName({ name: null, mime: file.mime }))
  const answer = await api.upload(`${phoneId}/media`, form)
  if (!answer.ok) return answer
  const parsed = uploaded.safeParse(answer.value)
  return parsed.success ? ok(parsed.data.id) : fail({ kind: 'lost', code: 'invalid-answer' })
}
