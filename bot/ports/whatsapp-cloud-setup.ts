import type { Instant } from '../time.ts'

/**
 * What is not in order with the WhatsApp Cloud API, the first thing to mend first.
 * - `token`: Meta refuses the access token, or it may not send.
 * - `number`: Meta knows no number of that id for the token.
 * - `unreachable`: Meta cannot be asked at the moment.
 * - `account`: Meta has blocked or locked the account, or cannot charge for messages.
 * - `secret`: what was delivered last was not signed with our secret.
 * - `handshake`: Meta has not asked for the handshake of the webhook, nor delivered anything.
 * - `delivery`: the handshake was seen, but nothing was delivered.
 */
export const CLOUD_LACKS = ['token', 'number', 'unreachable', 'account', 'secret', 'handshake', 'delivery'] as const
export type CloudLack = (typeof CLOUD_LACKS)[number]

/** How the set-up stands. What was seen is known after a restart too, with the same address; null: never, as far as is known. */
export type CloudSetup = {
  /** The address that Meta is to be given. */
  readonly webhook: string
  readonly handshakeAt: Instant | null
  /** A delivery that was signed with our secret. */
  readonly deliveryAt: Instant | null
  /** A delivery that was not. */
  readonly refusedAt: Instant | null
  /** Our number as Meta shows it; `quality` is Meta's word (GREEN, YELLOW, RED, UNKNOWN). Null where Meta does not tell it. */
  readonly number: {
    readonly display: string | null
    readonly name: string | null
    readonly quality: string | null
  } | null
  readonly lacks: readonly CloudLack[]
}

/**
 * What came of a test message.
 * - `sent`: Meta took it; whether it arrives shows on that telephone.
 * - `not-written`: that number has not written in the last 24 hours, as far as is known.
 * - `failed`: in words, for the person who runs it.
 */
export type CloudTest = { readonly kind: 'sent' | 'not-written' } | { readonly kind: 'failed'; readonly why: string }

/** What an administrator sees and does about the WhatsApp Cloud API. */
export interface WhatsappCloudSetup {
  setup(): Promise<CloudSetup>
  /** Sends one text to a number (digits, with or without +, spaces and dashes) that wrote within 24 hours. */
  sendTest(to: string): Promise<CloudTest>
}
