import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { type Context, Hono } from 'hono'
import type { Service } from './routes.ts'

/** Nothing inline, nothing from elsewhere. Pictures and sound of one's own are shown from memory (`blob:`). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  'media-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

type Asset = {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer>
  readonly brotli: Uint8Array<ArrayBuffer>
}

const assetOf = (name: string, content: Buffer): Asset => ({
  type: TYPES[extname(name)] ?? 'application/octet-stream',
  plain: new Uint8Array(content),
  gzip: new Uint8Array(gzipSync(content, { level: 9 })),
  brotli: new Uint8Array(brotliCompressSync(content)),
})

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The numbers to call, for a browser without script. */
const plainNumbers = (service: Service): string =>
  service.numbers
    .map(
      ({ name, number }) =>
        `<p><a href="tel:${escapeHtml(number.replace(/\s/g, ''))}">${escapeHtml(number)}</a> ${escapeHtml(name.pt)}</p>`,
    )
    .join('\n')

/**
 * Serves the page that `buildPage` made, from memory and compressed once. Throws where the folder holds no page: the program
 * was not built.
 */
export const servePage = (dir: string, service: Service): Hono => {
  if (!existsSync(join(dir, 'index.html')))
    throw new Error(`There is no page of the web chat in ${dir}: run npm run build.`)
  const read = (name: string): Buffer => readFileSync(join(dir, name))
  const index = Buffer.from(read('index.html').toString().replace('<!--numbers-->', plainNumbers(service)))
  const pages = { index: assetOf('index.html', index), islands: assetOf('ilhas.html', read('ilhas.html')) }
  const files = new Map(
    readdirSync(join(dir, 'chat-page')).map((name) => [name, assetOf(name, read(`chat-page/${name}`))]),
  )

  const give = (c: Context, asset: Asset, caching: string) => {
    const accepted = c.req.header('accept-encoding') ?? ''
    const coding = /\bbr\b/.test(accepted) ? 'brotli' : /\bgzip\b/.test(accepted) ? 'gzip' : 'plain'
    c.header('Content-Type', asset.type)
    c.header('Cache-Control', caching)
    c.header('Vary', 'Accept-Encoding')
    c.header('Content-Security-Policy', POLICY)
    c.header('Referrer-Policy', 'no-referrer')
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Permissions-Policy', 'microphone=(self), geolocation=(self), camera=(self)')
    if (coding !== 'plain') c.header('Content-Encoding', coding === 'brotli' ? 'br' : 'gzip')
    return c.body(asset[coding])
  }

  return new Hono()
    .get('/', (c) => give(c, pages.index, 'no-cache'))
    .get('/ilhas', (c) => give(c, pages.islands, 'no-cache'))
    .get('/chat-page/:file', (c) => {
      const asset = files.get(c.req.param('file'))
      // The name carries the hash of the content.
      return asset === undefined ? c.notFound() : give(c, asset, 'public, max-age=31536000, immutable')
    })
}
