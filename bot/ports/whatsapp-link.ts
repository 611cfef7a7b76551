/**
 * How the link of this program to a WhatsApp account is doing.
 * - `starting`: the browser and the page are being loaded.
 * - `scan`: waits for somebody to scan `code` with the telephone of the account.
 * - `linking`: scanned, and WhatsApp is bringing its chats.
 * - `linked`: messages come and go. `as`: the name of the account.
 * - `lost`: linked, but it does not work at the moment; it is tried again by itself.
 * - `unlinked`: the telephone ended the link, or WhatsApp did; a new code follows.
 * - `no-browser`: there is no Chromium; `command` installs it.
 * - `off`: not started, or stopped.
 */
export type LinkState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'scan'; readonly code: string }
  | { readonly kind: 'linking' }
  | { readonly kind: 'linked'; readonly as: string | null }
  | { readonly kind: 'lost'; readonly why: LostLink }
  | { readonly kind: 'unlinked' }
  | { readonly kind: 'no-browser'; readonly command: string }
  | { readonly kind: 'off' }

/** Why a link does not work at the moment. */
export const LOST_LINKS = [
  'network',
  'page',
  'browser',
  'elsewhere',
  'in-use',
  'outdated',
  'refused',
  'memory',
  'library',
] as const
export type LostLink = (typeof LOST_LINKS)[number]

/** What an administrator sees and does about the link. */
export interface WhatsAppLink {
  state(): LinkState
  /** Ends the link on both sides; a new code follows. Resolves when the old one is gone. */
  unlink(): Promise<void>
  /** Makes a new code, where one is waiting to be scanned or nothing works; a link that works is left alone. */
  renew(): Promise<void>
}
