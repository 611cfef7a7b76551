/** What the simulated WhatsApp and its page say to each other. */

/** A message as WhatsApp keeps it. `content`: type and what belongs to it, in the names that the page uses. */
export type StoredMessage = {
  readonly chat: string
  readonly id: string
  readonly fromMe: boolean
  /** Seconds since 1970. */
  readonly t: number
  readonly ack: number
  readonly name: string
  readonly content: Readonly<Record<string, unknown>>
}

/** When the chats are there: as soon as the library listens, before that, or not at all. */
export type Sync = 'when-listened' | 'at-once' | 'never'

export type FromServer =
  | { readonly kind: 'unlinked'; readonly ref: string }
  | { readonly kind: 'ref'; readonly ref: string }
  | { readonly kind: 'paired'; readonly session: string }
  | {
      readonly kind: 'snapshot'
      /** Of the account. */
      readonly name: string
      readonly sync: Sync
      /** Telephone numbers behind ids without one. */
      readonly phones: Readonly<Record<string, string>>
      readonly chats: readonly {
        readonly id: string
        readonly name: string
        readonly unread: number
        readonly messages: readonly StoredMessage[]
      }[]
    }
  | { readonly kind: 'message'; readonly message: StoredMessage; readonly unread: number }
  | { readonly kind: 'deciphered'; readonly id: string; readonly content: Readonly<Record<string, unknown>> }
  | { readonly kind: 'state'; readonly state: string }
  | { readonly kind: 'removed'; readonly chat: string }
  | { readonly kind: 'leave' }
  | { readonly kind: 'reload' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'stir'; readonly times: number }
