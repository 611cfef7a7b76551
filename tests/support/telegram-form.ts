/*
 * A form with files as Telegram's server reads it, which is not quite as the standards have it: parameters of a header end at a
 * semicolon, need no quotes, and are percent-decoded. What it would overlook is refused here.
 */

export type FormFile = { readonly name: string; readonly bytes: Uint8Array }

type Part = { readonly field: string; readonly fileName: string | null; readonly value: Buffer }

const BLANK = Buffer.from('\r\n\r\n')

/** Fields as texts and files; null where it is no such form, or a file is named that is not there or there is one that is not named. */
export const telegramForm = (contentType: string, body: Buffer): Readonly<Record<string, string | FormFile>> | null => {
  const boundary = /^multipart\/form-data; boundary=([\w-]{1,70})$/.exec(contentType)?.[1]
  const parts = boundary === undefined ? null : partsOf(body, boundary)
  if (parts === null) return null
  const files = new Map<string, FormFile>()
  const fields: Record<string, string | FormFile> = {}
  for (const { field, fileName, value } of parts)
    if (fileName !== null) files.set(field, { name: fileName, bytes: Uint8Array.from(value) })
    else if (field in fields) return null
    else fields[field] = value.toString('utf8')
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value !== 'string' || !value.startsWith('attach://')) continue
    const id = value.slice('attach://'.length)
    const file = files.get(id)
    if (file === undefined) return null
    files.delete(id)
    fields[field] = file
  }
  return files.size === 0 ? fields : null
}

const partsOf = (body: Buffer, boundary: string): readonly Part[] | null => {
  const opening = Buffer.from(`--${boundary}`)
  const between = Buffer.from(`\r\n--${boundary}`)
  if (!body.subarray(0, opening.length).equals(opening)) return null
  const parts: Part[] = []
  let at = opening.length
  while (body.toString('latin1', at, at + 2) === '\r\n') {
    const head = body.indexOf(BLANK, at)
    const end = head < 0 ? -1 : body.indexOf(between, head)
    if (end < 0) return null
    const named = namesIn(body.toString('utf8', at + 2, head))
    if (named === null) return null
    parts.push({ ...named, value: body.subarray(head + BLANK.length, end) })
    at = end + between.length
  }
  return body.toString('latin1', at) === '--\r\n' ? parts : null
}

const namesIn = (head: string): Pick<Part, 'field' | 'fileName'> | null => {
  const disposition = /^content-disposition: *form-data;(.*)$/im.exec(head)?.[1]
  if (disposition === undefined) return null
  const parameters = new Map(
    disposition.split(';').map((one) => {
      const [key = '', ...value] = one.trim().split('=')
      return [key, decodeURIComponent(value.join('=').replace(/^"(.*)"$/, '$1'))] as const
    }),
  )
  const field = parameters.get('name')
  return field ? { field, fileName: parameters.get('filename') ?? null } : null
}
