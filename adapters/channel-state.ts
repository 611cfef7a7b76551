import type { Log } from '../bot/app/deps.ts'
import type { ChannelName } from '../bot/ids.ts'
import type { ChannelHealth } from '../bot/ports/channel.ts'

/** How the channel is doing, both ways. A change is logged once, not with every try. */
export const createChannelState = (channel: ChannelName, log: Log) => {
  let receiving: ChannelHealth = { state: 'starting', detail: 'not connected yet' }
  let sending: string | null = null

  const changed = (failing: boolean, detail: string): void =>
    log[failing ? 'error' : 'info']({ channel, failing }, detail)

  const receive = (next: ChannelHealth): void => {
    if (next.detail !== receiving.detail) changed(next.state === 'failing', next.detail)
    receiving = next
  }

  return {
    receiving: (how: string): void => receive({ state: 'on', detail: how }),
    notReceiving: (why: string): void => receive({ state: 'failing', detail: why }),
    stopped: (): void => receive({ state: 'starting', detail: 'stopped' }),
    /** Null: the last message got an answer of the platform that makes sense. */
    sending: (problem: string | null): void => {
      if (problem !== sending) changed(problem !== null, problem ?? 'sending again')
      sending = problem
    },
    health: (): ChannelHealth =>
      receiving.state === 'on' && sending !== null ? { state: 'failing', detail: sending } : receiving,
  }
}
export type ChannelState = ReturnType<typeof createChannelState>
