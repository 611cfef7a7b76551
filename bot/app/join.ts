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
  const joined = await deps.store.join(code, chat, deps.clock.now())
  switch (joined.kind) {
    case 'no-code':
      return false
    case 'busy':
      await advance(deps, chat, { kind: 'join', message, joined: false }, { seen: message.id })
      return true
    case 'joined':
      await deps.keyed(joined.conversation, () =>
        advance(deps, joined.conversation, { kind: 'join', message, joined: true }, { seen: message.id }),
      )
      return true
  }
}

/** The message as one of the conversation that its chat belongs to. */
export const atHome = (message: InboundMessage, home: ConversationId): InboundMessage =>
  home === message.conversation ? message : { ...message, conversation: home, chat: message.conversation }
