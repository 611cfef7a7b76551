import type { MediaBytes } from '../../bot/ports/channel.ts'

/** Played and shown in the page; everything else could hold a script or a macro and is only ever saved. */
const SHOWN = /^(audio\/[\w.+-]+|image\/(jpeg|png|webp|gif))$/

/** The bytes of a file as an answer that no browser takes for a page, whoever opens its address. */
export const giveFile = ({ bytes, mime }: MediaBytes): Response => {
  const shown = SHOWN.test(mime)
  return new Response(Uint8Array.from(bytes), {
    headers: {
      'content-type': shown ? mime : 'application/octet-stream',
      'content-disposition': shown ? 'inline' : 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-length': String(bytes.byteLength),
    },
  })
}
