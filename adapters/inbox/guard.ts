import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { GUARD_HEADER } from './contract.ts'
import { refuse } from './failure.ts'

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const MOST_BYTES = 64 * 1024

/** On every answer under /inbox; a route that is stricter sets its own. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  const set = (name: string, value: string) => {
    if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
  set('content-security-policy', PAGE_POLICY)
  set('x-content-type-options', 'nosniff')
  set('referrer-policy', 'no-referrer')
  // Staff record voice notes.
  set('permissions-policy', 'camera=(), microphone=(self), geolocation=(), payment=(), usb=()')
  set('cross-origin-opener-policy', 'same-origin')
  set('cross-origin-resource-policy', 'same-origin')
  set('x-frame-options', 'DENY')
  set('x-robots-tag', 'noindex')
  set('cache-control', 'no-store')
}

/**
 * Requests of other pages stay out. A change needs our header, which no form can send, and where the browser names the
 * origin it must be ours: the public address, or the very address that was asked.
 */
export const sameOrigin =
  (publicUrl: string): MiddlewareHandler =>
  async (c, next) => {
    const site = c.req.header('sec-fetch-site')
    if (site === 'cross-site' || site === 'same-site') return refuse({ kind: 'forbidden' })
    const origin = c.req.header('origin')
    if (origin !== undefined && origin !== new URL(publicUrl).origin && !isAsked(origin, c.req.header('host'))) {
      return refuse({ kind: 'forbidden' })
    }
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!reads && c.req.header(GUARD_HEADER) !== '1') return refuse({ kind: 'forbidden' })
    return next()
  }

const isAsked = (origin: string, host: string | undefined): boolean =>
  host !== undefined && URL.canParse(origin) && new URL(origin).host === host

/** What comes with a request is JSON, and small. */
export const smallJson: readonly MiddlewareHandler[] = [
  async (c, next) => {
    const type = c.req.header('content-type')
    const comes = c.req.header('transfer-encoding') !== undefined || Number(c.req.header('content-length') ?? 0) > 0
    if (comes && type?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
      return refuse({ kind: 'invalid', fields: ['content-type'] }, 415)
    }
    return next()
  },
  bodyLimit({ maxSize: MOST_BYTES, onError: () => refuse({ kind: 'invalid', fields: ['body'] }, 413) }),
]

/** A proxy of ours stands on this machine or in its network; only there the header that it adds is believed. */
const NEAR = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/i

/** The address of the browser: of the connection, or the last that a proxy near by has added. */
export const addressOf = (c: Context): string => {
  const peer = (getConnInfo(c).remote.address ?? '').replace(/^::ffff:/i, '')
  const last = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  return NEAR.test(peer) && isIP(last) !== 0 ? last : peer
}
