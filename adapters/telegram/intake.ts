import type { Api } from 'grammy'
import type { Log } from '../../bot/app/deps.ts'
import type { InboundMessage } from '../../bot/message.ts'
import type { Receive } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { parseUpdate, pressed } from './parse.ts'

type IntakeContext = { readonly api: Api; readonly clock: Clock; readonly log: Log }

/**
 * Gives updates in, in the order given, and then answers the buttons among them, also those of long ago: until that is done
 * a telephone shows them as working. Throws where `receive` does; then nothing may be confirmed. An update that cannot be
 * read is logged and passed over: Telegram would bring it back for ever, and all others would wait behind it.
 */
export const createIntake = ({ api, clock, log }: IntakeContext) => {
  const messagesIn = (raw: unknown): readonly InboundMessage[] => {
    const parsed = parseUpdate(raw, clock.now())
    if (parsed.ok) return parsed.value
    log.error({ channel: 'telegram', fields: parsed.error }, 'an update cannot be read and is passed over')
    return []
  }

  return async (updates: readonly unknown[], receive: Receive): Promise<void> => {
    const messages = updates.flatMap(messagesIn)
    if (messages.length > 0) await receive(messages)
    for (const raw of updates) {
      const button = pressed(raw)
      // Telegram refuses it when the press is too old; nothing depends on it.
      if (button !== null) void api.answerCallbackQuery(button).catch(() => undefined)
    }
  }
}
export type Intake = ReturnType<typeof createIntake>
