import { partsOfConversation } from '../ids.ts'
import type { InboundMessage } from '../message.ts'
import type { Receive, Received } from '../ports/channel.ts'
import { advance } from './advance.ts'
import type { Deps } from './deps.ts'
import { atHome, joinByCode } from './join.ts'

/**
 * The way in. Answers after everything is committed: only then may a platform be told "received". Messages of one
 * conversation go in order, different conversations side by side.
 */
export const createReceive =
  (deps: Deps): Receive =>
  (messages) =>
    Promise.all(messages.map((message) => deps.keyed(message.conversation, () => receiveFromChat(deps, message))))

/** A joined chat speaks for another conversation, whose turn is waited for inside of that of the chat. */
const receiveFromChat = async (deps: Deps, message: InboundMessage): Promise<Received> => {
  if (await joinByCode(deps, message)) return 'committed'
  const home = await deps.store.homeOf(message.conversation)
  if (home === message.conversation) return receiveOne(deps, message)
  return deps.keyed(home, () => receiveOne(deps, atHome(message, home)))
}

const receiveOne = async (deps: Deps, message: InboundMessage): Promise<Received> => {
  const done = await advance(deps, message.conversation, { kind: 'message', message }, { seen: message.id })
  if (done.outcome === 'committed' && done.answers) {
    const { channel, address } = partsOfConversation(message.chat ?? message.conversation)
    // Of no account if it fails: the answer is on its way.
    void deps.channels.get(channel)?.typing(address)
  }
  return done.outcome === 'duplicate' ? 'duplicate' : 'committed'
}
