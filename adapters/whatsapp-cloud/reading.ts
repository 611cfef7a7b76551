import { externalId, partsOfConversation } from '../../bot/ids.ts'
import type { Instant } from '../../bot/time.ts'
import type { Api } from './api.ts'
import type { NamedMessage } from './parse.ts'

/** Chats that are remembered; the ones that were silent longest are forgotten first. */
const MOST_CHATS = 10_000

/** `names`: every name that Meta told of the person. */
type Last = { readonly message: string; readonly at: Instant; readonly names: readonly string[] }

/**
 * The read mark with the sign that an answer is being written. Both need Meta's id of the person's last message, which is kept
 * in memory: after a restart there is none until the person writes again. Only what is committed is marked as read, and only
 * where the bot answers: a case that waits for a person of the unit was not read by anybody yet.
 */
export const createReading = (api: Api, phoneId: string) => {
  const last = new Map<string, Last>()
  /** Chats of which something is being committed, and whether an answer is being written meanwhile. */
  const underWay = new Map<string, { deliveries: number; wanted: boolean }>()

  const mark = async (address: string): Promise<void> => {
    const message = last.get(address)?.message
    if (message === undefined) return
    // Of no account if it fails.
    await api.post(`${phoneId}/messages`, {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: message,
      typing_indicator: { type: 'text' },
    })
  }

  const remember = ({ message: { id, conversation, sentAt }, names: told }: NamedMessage): void => {
    const { address } = partsOfConversation(conversation)
    const names = told.map((name) => partsOfConversation(name).address)
    last.delete(address)
    last.set(address, { message: externalId(id), at: sentAt, names })
    for (const [oldest] of last) {
      if (last.size <= MOST_CHATS) break
      last.delete(oldest)
    }
  }

  return {
    /** Has these committed by `commit`; what an answer is written to is marked as read when that is done. */
    during: async (messages: readonly NamedMessage[], commit: () => Promise<unknown>): Promise<void> => {
      const addresses = new Set(messages.map(({ message }) => partsOfConversation(message.conversation).address))
      for (const address of addresses) {
        const before = underWay.get(address) ?? { deliveries: 0, wanted: false }
        underWay.set(address, { ...before, deliveries: before.deliveries + 1 })
      }
      let committed = false
      try {
        await commit()
        committed = true
        for (const message of messages) remember(message)
      } finally {
        for (const address of addresses) {
          const { deliveries = 1, wanted = false } = underWay.get(address) ?? {}
          if (deliveries > 1) underWay.set(address, { deliveries: deliveries - 1, wanted })
          else {
            underWay.delete(address)
            if (committed && wanted) void mark(address)
          }
        }
      }
    },
    typing: async (address: string): Promise<void> => {
      const busy = underWay.get(address)
      if (busy === undefined) return mark(address)
      busy.wanted = true
    },
    /** Under which address whoever has that name last wrote, and when; null: not since the start, as far as is remembered here. */
    lastFrom: (name: string): { readonly address: string; readonly at: Instant } | null => {
      for (const [address, { at, names }] of last) if (address === name || names.includes(name)) return { address, at }
      return null
    },
    forget: (address: string): void => void last.delete(address),
  }
}
export type Reading = ReturnType<typeof createReading>
