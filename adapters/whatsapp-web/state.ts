import type { Log } from '../../bot/app/deps.ts'
import type { ChannelHealth } from '../../bot/ports/channel.ts'
import type { LinkState } from '../../bot/ports/whatsapp-link.ts'
import { inWords } from './words.ts'

/** What is for somebody to do, or will be mended by itself, is not "on"; only the latter and a missing browser are failures. */
const HEALTH: Readonly<Record<LinkState['kind'], ChannelHealth['state']>> = {
  starting: 'starting',
  scan: 'starting',
  linking: 'starting',
  linked: 'on',
  lost: 'failing',
  unlinked: 'failing',
  'no-browser': 'failing',
  off: 'starting',
}

/** How the link is doing. A change is logged once, in words, without names. */
export const createState = (log: Log) => {
  let state: LinkState = { kind: 'off' }
  return {
    get: (): LinkState => state,
    set(next: LinkState): void {
      const failing = HEALTH[next.kind] === 'failing'
      if (inWords(next) !== inWords(state))
        log[failing ? 'error' : 'info']({ channel: 'whatsapp-web', failing }, inWords(next))
      state = next
    },
    health: (): ChannelHealth => ({ state: HEALTH[state.kind], detail: inWords(state) }),
  }
}
export type State = ReturnType<typeof createState>
