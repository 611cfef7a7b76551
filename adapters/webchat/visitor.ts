import { createHash } from 'node:crypto'

/** What the page makes and keeps on the device: 32 random bytes in base64url. */
const TOKEN = /^Bearer ([A-Za-z0-9_-]{43})$/

/** The form of an address; it also names a folder, so nothing else may pass. */
export const ADDRESS = /^[A-Za-z0-9_-]{32}$/

/**
 * The address of a conversation from the `Authorization` header; null where the header is missing or malformed. The address
 * is a hash of the token: whoever reads the database cannot speak in somebody's name.
 */
export const addressFrom = (header: string | undefined): string | null => {
  const token = TOKEN.exec(header ?? '')?.[1]
  return token === undefined ? null : createHash('sha256').update(token).digest('base64url').slice(0, 32)
}
