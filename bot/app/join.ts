import type { ConversationId } from '../ids.ts'
import type { InboundMessage } from '../message.ts'
import { advance } from './advance.ts'
import { codeIn } from './code.ts'
import type { Deps } from './deps.ts'

/**
 * Where a message is the code that another chat was given, the chat it came from joins that conversation. Gives whether the
 * message was that. Guessing finds none: 28^8 codes, each for minutes.
 */
export const joinByCode = async (deps: Deps, message: InboundMessage): Promise<boolean> => {
  const code = message.body.kind === 'text' ? codeIn(message.body.text) : null
  if (code === null) return false
  const chat = message.conversation
  const joined = await deps.store.join(code, chat, message.id, deps.clock.now())
  switch (joined.kind) {
    case 'no-code':
      return false
    case 'busy':
      await advance(deps, chat, { kind: 'join', message, how: 'busy' }, { seen: message.id })
      return true
    case 'joined':
    case 'own': {
      const { conversation, kind: how } = joined
      const act = () => advance(deps, conversation, { kind: 'join', message, how }, { seen: message.id })
      // The turn of this chat is held already.
      await (conversation === chat ? act() : deps.keyed(conversation, act))
      return true
    }
  }
}

/** The message as one of the conversation that its chat belongs to. */
export const atHome = (message: InboundMessage, home: ConversationId): InboundMessage =>
  home === message.conversation ? message : { ...message, conversation: home, chat: message.conversation }
