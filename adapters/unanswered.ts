import type { SendOutcome } from '../bot/ports/channel.ts'
import type { Milliseconds } from '../bot/time.ts'

/**
 * A request that a platform did not answer, the same on every one.
 * - `never-sent`: no connection came about, so nothing can have been taken.
 * - `lost`: the request left and no answer that can be read came back.
 */
export type Unanswered = { readonly kind: 'never-sent' | 'lost'; readonly code: string }

/** Codes of Node.js that mean: no connection came about. */
const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** `connecting`: it was cut before the connection stood, which some codes do not tell. */
export const unanswered = (code: string, connecting: boolean): Unanswered => ({
  kind: NO_CONNECTION.has(code) || connecting ? 'never-sent' : 'lost',
  code,
})

/** What it means for a message: only what surely never left is tried again. */
export const outcomeOfUnanswered = ({ kind, code }: Unanswered, backoff: () => Milliseconds): SendOutcome =>
  kind === 'lost' ? { kind: 'unknown', code } : { kind: 'retry', after: backoff(), reason: code }

/** In words, for the person who runs it. */
export const unansweredInWords = ({ kind, code }: Unanswered, platform: string): string =>
  kind === 'lost' ? `${platform} did not answer (${code})` : `${platform} cannot be reached (${code})`
