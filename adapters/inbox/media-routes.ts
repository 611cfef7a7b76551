import { Hono } from 'hono'
import { ticketId } from '../../bot/ids.ts'
import { clean } from '../../bot/text.ts'
import { scopeOf } from './access.ts'
import { writeLook } from './access-log.ts'
import type { Core } from './core.ts'
import { refuse } from './failure.ts'
import type { Env } from './signed-in.ts'

const MOST_BYTES = 20 * 1024 * 1024
/** Shown in the page; everything else could hold a script or a macro and is only ever saved. */
const SHOWN = /^(audio\/[\w.+-]+|image\/(jpeg|png|webp|gif))$/

/**
 * Photos, voice notes and documents: what people sent is fetched from the channel as it is looked at, and never stored; what
 * staff sent is in the store.
 */
export const mediaRoutes = (core: Core): Hono<Env> =>
  new Hono<Env>().get('/tickets/:id/entries/:seq/media', async (c) => {
    const { store, channels, db, clock, ids, log } = core
    const me = c.var.me.staff
    const id = ticketId(c.req.param('id'))
    const seq = Number(c.req.param('seq'))
    const found = Number.isInteger(seq) ? await store.media(id, seq, scopeOf(me)) : null
    if (found === null) return refuse({ kind: 'not-found' })
    const size = 'file' in found ? found.size : found.media.size
    if ((size ?? 0) > MOST_BYTES) return refuse({ kind: 'media', why: 'too-large' })
    await writeLook(db, clock, ids, { staff: me.id, what: 'media', ticket: id, seq })
    if ('file' in found) {
      const file = await store.file(found.file)
      if (file === null) return refuse({ kind: 'media', why: 'gone' })
      return answerWith(file.bytes, file.mime, file.name, c.req.header('range'))
    }
    const fetched = await channels.get(found.channel)?.fetch(found.media)
    if (fetched === undefined || !fetched.ok) {
      const why = fetched?.error.kind ?? 'unreachable'
      log.warn({ ticket: id, seq, why }, 'a medium could not be fetched')
      return refuse({ kind: 'media', why })
    }
    const { bytes, mime, name } = fetched.value
    if (bytes.byteLength > MOST_BYTES) return refuse({ kind: 'media', why: 'too-large' })
    return answerWith(bytes, mime, name ?? found.media.name, c.req.header('range'))
  })

const answerWith = (bytes: Uint8Array, mime: string, name: string | null, wanted: string | undefined): Response => {
  const type = mime.split(';')[0]?.trim().toLowerCase() ?? ''
  const shown = SHOWN.test(type)
  const headers = {
    'content-type': shown ? type : 'application/octet-stream',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${fileName(name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    'accept-ranges': 'bytes',
  }
  const whole = bytes.byteLength
  const range = rangeOf(wanted, whole)
  if (range === 'none')
    return new Response(Uint8Array.from(bytes), { headers: { ...headers, 'content-length': String(whole) } })
  if (range === 'outside') return new Response(null, { status: 416, headers: { 'content-range': `bytes */${whole}` } })
  const part = Uint8Array.from(bytes.subarray(range.from, range.to + 1))
  const partHeaders = {
    'content-range': `bytes ${range.from}-${range.to}/${whole}`,
    'content-length': String(part.byteLength),
  }
  return new Response(part, { status: 206, headers: { ...headers, ...partHeaders } })
}

/** A single span of bytes, both ends included. What is not one (several spans, other units) is answered with the whole. */
const rangeOf = (
  wanted: string | undefined,
  whole: number,
): { readonly from: number; readonly to: number } | 'none' | 'outside' => {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(wanted ?? '') ?? []
  if (first === '' && last === '') return 'none'
  const from = first === '' ? Math.max(0, whole - Number(last)) : Number(first)
  const to = first === '' || last === '' ? whole - 1 : Math.min(Number(last), whole - 1)
  return from > to || from >= whole ? 'outside' : { from, to }
}

const fileName = (name: string | null): string =>
  encodeURIComponent(
    clean(name ?? '')
      .replace(/[\\/"\n\r\t]/g, '_')
      .slice(0, 150)
      .toWellFormed() || 'file',
  ).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
