import type { ChannelName } from '../../bot/ids.ts'
import type { OutboundMessage } from '../../bot/message.ts'
import type { Channel, SendOutcome } from '../../bot/ports/channel.ts'
import { fail } from '../../bot/result.ts'

/**
 * What becomes of one call.
 * - `taken`: it arrives. `lost`: it arrives and the answer does not. `slow`, `slow-lost`: the same once `release` is called.
 * - `rejected`, `gone`: refused for good. A number: refused with 429 and so many milliseconds to wait.
 */
export type Fate = 'taken' | 'lost' | 'slow' | 'slow-lost' | 'rejected' | 'gone' | number

type Shown = OutboundMessage & { readonly chat: string }

/** A channel whose sends end as the test says. */
export const createFatefulChannel = (name: ChannelName) => {
  const shown: Shown[] = []
  const fates: Fate[] = []
  const waiting: (() => void)[] = []
  let held: Promise<void> | null = null
  let letGo: () => void = () => undefined
  let slowBegan: () => void = () => undefined
  let calls = 0

  const end = async (message: Shown): Promise<SendOutcome> => {
    const fate = fates.shift() ?? 'taken'
    if (typeof fate === 'number') return { kind: 'retry', after: fate, reason: '429' }
    switch (fate) {
      case 'rejected':
        return { kind: 'rejected', code: '400' }
      case 'gone':
        return { kind: 'gone', code: '403' }
      case 'slow':
      case 'slow-lost':
        slowBegan()
        await new Promise<void>((resolve) => waiting.push(resolve))
        shown.push(message)
        return fate === 'slow' ? { kind: 'sent', provider: String(calls) } : { kind: 'unknown', code: 'timeout' }
      case 'lost':
        shown.push(message)
        return { kind: 'unknown', code: 'timeout' }
      case 'taken':
        shown.push(message)
        return { kind: 'sent', provider: String(calls) }
    }
  }

  const channel: Channel = {
    name,
    limits: { maxText: 3500, maxButtons: 20, maxButtonLabel: 60, replyWindow: null },
    parse: () => fail('not used'),
    render: (message, chat) => ({ call: { method: 'say', payload: { message: { ...message, chat } } }, losses: [] }),
    pace: async () => held ?? undefined,
    send: (call) => {
      calls += 1
      return end(call.payload.message as Shown)
    },
    fetch: async () => fail({ kind: 'gone' }),
    forget: async () => undefined,
    typing: async () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
    health: () => ({ state: 'on', detail: 'test' }),
  }
  return {
    ...channel,
    /** What becomes of the next calls, one after the other; later ones are taken. */
    next: (...coming: readonly Fate[]): void => void fates.push(...coming),
    /** The next call is slow; resolves when it is under way. */
    nextSlow: (fate: 'slow' | 'slow-lost' = 'slow'): Promise<void> => {
      fates.push(fate)
      return new Promise((resolve) => {
        slowBegan = resolve
      })
    },
    /** Lets every slow call arrive. */
    release: (): void => {
      for (const resolve of waiting.splice(0)) resolve()
    },
    /** Nothing may be sent for the moment: the platform's limits. `unhold` ends that. */
    hold: (): void => {
      held = new Promise((resolve) => {
        letGo = resolve
      })
    },
    unhold: (): void => {
      held = null
      letGo()
    },
    /** How often something was sent, whatever became of it. */
    calls: (): number => calls,
    /** What the telephone of that person shows. */
    shown: (chat: string): readonly OutboundMessage[] => shown.filter((one) => one.chat === chat),
    texts: (chat: string): readonly string[] => shown.filter((one) => one.chat === chat).map((one) => one.text),
  }
}
