import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Hono } from 'hono'

const BASE = '/inbox/'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

const read = (file: string): Promise<Buffer | null> =>
  readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR') return null
    throw error
  })

/** The built page: files by their name, and the page itself for every address that the page knows to show. */
export const pageRoutes = (dist: string): Hono =>
  new Hono().get('*', async (c) => {
    if (c.req.path === '/inbox') return c.redirect(BASE, 308)
    const name = join(dist, c.req.path.slice(BASE.length))
    const inside = name.startsWith(join(dist, sep)) && TYPES[extname(name)] !== undefined
    if (inside) {
      const bytes = await read(name)
      if (bytes === null) return c.text('Not found', 404)
      // Names under assets/ carry a hash of what is in the file.
      const caching = c.req.path.startsWith(`${BASE}assets/`) ? 'public, max-age=31536000, immutable' : 'no-cache'
      return c.body(Uint8Array.from(bytes), 200, {
        'content-type': TYPES[extname(name)] ?? '',
        'cache-control': caching,
      })
    }
    const page = await read(join(dist, 'index.html'))
    if (page === null) return c.text('The inbox page is not built yet: run npm run build', 503)
    return c.body(Uint8Array.from(page), 200, { 'content-type': TYPES['.html'] ?? '', 'cache-control': 'no-cache' })
  })
