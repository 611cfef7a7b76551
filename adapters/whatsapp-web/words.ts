import type { LinkState, LostLink } from '../../bot/ports/whatsapp-link.ts'
import { never } from '../../bot/result.ts'

/** Why it does not work, for the person who runs it. The inbox says it in its own languages. */
const LOST: Readonly<Record<LostLink, string>> = {
  network: 'WhatsApp cannot be reached',
  page: "WhatsApp's page does not answer; it is loaded anew",
  browser: 'Chromium ended; it is started again',
  elsewhere: 'the same session is open somewhere else',
  'in-use': 'another program uses this session: stop it',
  outdated: 'WhatsApp no longer accepts this version of the library: update whatsapp-web.js',
  refused: 'WhatsApp has blocked this account or this address',
  memory: 'Chromium used too much memory; it is started again',
  library: 'whatsapp-web.js met a fault; it is started again',
}

/** In words, for the log and the health page. */
export const inWords = (state: LinkState): string => {
  switch (state.kind) {
    case 'starting':
      return 'starting the browser'
    case 'scan':
      return 'not linked yet: scan the code in the inbox under Canais'
    case 'linking':
      return 'the code was scanned; WhatsApp is bringing its chats'
    case 'linked':
      return 'linked'
    case 'lost':
      return LOST[state.why]
    case 'unlinked':
      return 'the link was ended: scan a new code in the inbox under Canais'
    case 'no-browser':
      return `there is no Chromium: install it (${state.command}), or set CHROMIUM_PATH to it`
    case 'off':
      return 'stopped'
    default:
      return never(state)
  }
}
