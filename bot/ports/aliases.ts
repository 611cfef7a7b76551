import type { ConversationId } from '../ids.ts'
import type { Instant } from '../time.ts'

/**
 * Several names that a platform has for one person (a telephone number, an account id). Whoever was known by one of them stays
 * in the same conversation when the platform begins to tell another.
 */
export interface Aliases {
  /**
   * The conversation that any of these names leads to, else the first of them, which is a conversation of its own; from then on
   * all of them lead there, until that conversation is erased. Where two lead to different ones, the first name counts.
   */
  conversationOf(names: readonly [ConversationId, ...ConversationId[]]): Promise<ConversationId>
  /**
   * The conversation that a name leads to, and when the person last wrote there. Null where the name is not known, where they
   * were forgotten, and where they have written since in another chat that the conversation was joined with: when they wrote in
   * this one is not kept then. Nothing is kept of the name.
   */
  lastFrom(name: ConversationId): Promise<{ readonly conversation: ConversationId; readonly at: Instant } | null>
}
