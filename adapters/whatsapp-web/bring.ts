import type { Raw } from './raw.ts'

/** Messages in one batch at most. */
const MOST = 50
/** Ids of saved messages that are remembered, of all chats together. */
const REMEMBERED = 5_000

type BringContext = {
  /** Hands a batch over. `committed` is called when all of it is saved. */
  readonly hand: (batch: number, messages: readonly Raw[]) => void
  /** More of this chat is saved. `ids`: what was saved of it lately. */
  readonly saved: (chat: string, ids: readonly string[]) => void
}

/**
 * Brings messages in one batch after the other. While the unread ones are being looked up, what comes live waits, so that
 * older messages go first. A message that is on its way is not brought twice; one that was brought and committed may come
 * again, and is known by its id there.
 */
export const createBring = ({ hand, saved }: BringContext) => {
  const onTheWay = new Set<string>()
  /** By id, the chat: what was saved, oldest first. */
  const kept = new Map<string, string>()
  let waiting: Raw[] = []
  let held: Raw[] | null = null
  let batch: { readonly number: number; readonly messages: readonly Raw[] } | null = null
  let batches = 0

  const next = (): void => {
    if (batch !== null || waiting.length === 0) return
    batches += 1
    batch = { number: batches, messages: waiting.slice(0, MOST) }
    waiting = waiting.slice(MOST)
    hand(batch.number, batch.messages)
  }
  const take = (messages: readonly Raw[]): void => {
    for (const message of messages) {
      if (onTheWay.has(message.id)) continue
      onTheWay.add(message.id)
      waiting.push(message)
    }
    next()
  }

  return {
    live(message: Raw): void {
      if (held === null) take([message])
      else held.push(message)
    },
    /** What comes live waits from now on. */
    hold(): void {
      held ??= []
    },
    /** What was found unread goes first, then what came meanwhile. */
    release(found: readonly Raw[]): void {
      const meanwhile = held ?? []
      held = null
      take([...found, ...meanwhile])
    },
    committed(number: number): void {
      if (batch?.number !== number) return
      for (const { id, from } of batch.messages) {
        onTheWay.delete(id)
        kept.set(id, from)
      }
      const chats = new Map(batch.messages.map(({ from }) => [from, [] as string[]]))
      batch = null
      for (const [id, from] of kept) chats.get(from)?.push(id)
      for (const [chat, ids] of chats) saved(chat, ids)
      for (const id of kept.keys()) {
        if (kept.size <= REMEMBERED) break
        kept.delete(id)
      }
      next()
    },
  }
}
export type Bring = ReturnType<typeof createBring>
