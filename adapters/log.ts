import pino, { type DestinationStream } from 'pino'
import type { Log } from '../bot/app/deps.ts'

/** Fields that can hold words, names or numbers of people. Should one slip into a log line, its value is not written. */
const NEVER = [
  'text',
  'caption',
  'label',
  'name',
  'from',
  'conversation',
  'address',
  'phone',
  'token',
  'body',
  'message',
  'payload',
  'url',
]

/**
 * Structured lines, by default on standard error, so that standard output stays for people. Ids of kinds, never words or
 * numbers of people.
 */
export const createLog = (
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log & { flush(): void } => {
  const logger = pino({ level, base: {}, redact: { paths: NEVER, censor: '[left out]' } }, destination)
  return {
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
    flush: () => logger.flush(),
  }
}
