import { LANGS } from '../../locales/languages.ts'
import type { BotEvent } from '../event.ts'
import { say, type Turn, words } from './turn.ts'

type DeliveryEvent = Extract<BotEvent, { kind: 'delivery' }>

/**
 * A message of ours whose fate is not known is never sent twice in silence. The person is told, with a word to have it
 * again; a danger reply is sent once more at once, and says so. Neither is repeated for itself, or a dead line would go on
 * for ever. Staff see the state of theirs in the thread and decide.
 */
export const onDelivery = (turn: Turn, event: DeliveryEvent): void => {
  if (event.outcome !== 'unknown' || event.voice === 'staff') return
  const { say: say_ } = turn.world
  if (event.urgent) {
    if (LANGS.some((lang) => event.text.startsWith(say_(lang)('delivery.again', { text: '' }).trim()))) return
    const text = words(turn)('delivery.again', { text: event.text })
    turn.effects.push({ kind: 'send', message: { text, choices: [], urgent: true }, thread: null })
    return
  }
  if (LANGS.some((lang) => event.text === say_(lang)('delivery.unknown'))) return
  say(turn, 'delivery.unknown')
}
