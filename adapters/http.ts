import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

export type HttpServer = { readonly port: number; readonly close: () => Promise<void> }

/** Every page and answer of this program carries these; parts with pages add a content security policy of their own. */
export const createApp = (): Hono => {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.res.headers.set('X-Content-Type-Options', 'nosniff')
    c.res.headers.set('Referrer-Policy', 'no-referrer')
    if (!c.res.headers.has('Content-Security-Policy')) {
      c.res.headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    }
  })
  app.notFound((c) => c.json({ error: { kind: 'not-found', message: 'There is nothing at this address.' } }, 404))
  app.onError((_error, c) =>
    c.json({ error: { kind: 'internal', message: 'A fault on our side. Nothing was lost; try again.' } }, 500),
  )
  return app
}

/** Longest wait for requests that are still being answered when the program stops. */
const DRAIN = 5_000

/** Listens; port 0 takes a free one. Rejects with Node's error, EADDRINUSE for one that is taken. */
export const listen = (app: Hono, host: string, port: number): Promise<HttpServer> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (info) =>
      resolve({ port: info.port, close: () => close(server as Server) }),
    )
    server.on('error', reject)
  })

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), DRAIN)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
