import type { Log } from '../../bot/app/deps.ts'
import type { Receive } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { SECOND } from '../../bot/time.ts'
import { parseMessage } from './parse.ts'

const AFTER_FAILED_RECEIVE = 2 * SECOND

/**
 * Gives a batch in, in order, again and again until it is saved. Throws where the signal came before that; then nothing may
 * be marked as read. A message that cannot be read is logged and passed over: all others would wait behind it.
 */
export const createIntake = (clock: Clock, log: Log) => {
  const messagesIn = (raw: unknown) => {
    const parsed = parseMessage(raw)
    if (parsed.ok) return parsed.value
    log.error({ channel: 'whatsapp-web', fields: parsed.error }, 'a message cannot be read and is passed over')
    return []
  }
  return async (batch: readonly unknown[], receive: Receive, signal: AbortSignal): Promise<void> => {
    const messages = batch.flatMap(messagesIn)
    while (messages.length > 0) {
      if (signal.aborted) throw new Error('stopped before the batch was saved')
      try {
        await receive(messages)
        return
      } catch {
        log.warn({ channel: 'whatsapp-web' }, 'what WhatsApp brought could not be saved; trying again')
        await clock.sleep(AFTER_FAILED_RECEIVE, signal)
      }
    }
  }
}
export type Intake = ReturnType<typeof createIntake>
