import type { SendOutcome } from '../../bot/ports/channel.ts'
import { MINUTE, type Milliseconds, SECOND } from '../../bot/time.ts'
import { outcomeOfUnanswered, unansweredInWords } from '../unanswered.ts'
import type { ApiFailure } from './api.ts'

/** A token that is refused is for the operator to mend; until then everything waits. */
const UNTIL_MENDED = MINUTE
/** Where Telegram says that it is too much and not for how long. */
const UNTOLD_WAIT = 5 * SECOND

/** Descriptions of a 400 that mean: there is nobody at this address any more. */
const NOBODY = /chat not found|user not found|PEER_ID_INVALID|user is deactivated/i

/**
 * Descriptions of a 400 that mean: not as a photo, or (by the wish of the person) not as a voice note. Nothing was sent, and as a
 * document it may go.
 */
const ONLY_AS_DOCUMENT =
  /IMAGE_PROCESS_FAILED|PHOTO_INVALID_DIMENSIONS|PHOTO_SAVE_FILE_INVALID|VOICE_MESSAGES_FORBIDDEN/
export const goesAsDocument = (failure: ApiFailure): boolean =>
  failure.kind === 'answered' && failure.code === 400 && ONLY_AS_DOCUMENT.test(failure.about)

/** What a failure to send means for the message. `backoff`: how long to wait where Telegram does not tell. */
export const outcomeOf = (failure: ApiFailure, backoff: () => Milliseconds): SendOutcome =>
  failure.kind === 'answered' ? refused(failure, backoff) : outcomeOfUnanswered(failure, backoff)

const refused = (failure: ApiFailure & { kind: 'answered' }, backoff: () => Milliseconds): SendOutcome => {
  const { code, about, retryAfter } = failure
  const words = about === '' ? String(code) : `${code} ${about}`
  if (code === 429) return { kind: 'retry', after: retryAfter ?? UNTOLD_WAIT, reason: words }
  if (code >= 500) return { kind: 'retry', after: retryAfter ?? backoff(), reason: words }
  if (tokenRefused(failure)) return { kind: 'retry', after: UNTIL_MENDED, reason: words }
  if (code === 403 || NOBODY.test(about)) return { kind: 'gone', code: words }
  return { kind: 'rejected', code: words }
}

/** The token is wrong: what looks like an address that does not exist is the token in it. */
export const tokenRefused = (failure: ApiFailure): boolean =>
  failure.kind === 'answered' && (failure.code === 401 || failure.code === 404)

/** How long to wait before asking again for updates. */
export const waitAfter = (failure: ApiFailure, backoff: () => Milliseconds): Milliseconds => {
  if (tokenRefused(failure)) return UNTIL_MENDED
  return Math.max(failure.kind === 'answered' ? (failure.retryAfter ?? 0) : 0, backoff())
}

/** In words, for the person who runs it, why Telegram gives or takes nothing. */
export const inWords = (failure: ApiFailure): string =>
  failure.kind === 'answered' ? answerInWords(failure) : unansweredInWords(failure, 'Telegram')

const answerInWords = (failure: ApiFailure & { kind: 'answered' }): string => {
  const { code, about } = failure
  if (tokenRefused(failure)) return 'Telegram refuses the token: check TELEGRAM_BOT_TOKEN'
  if (code === 409 && /webhook/.test(about)) return 'another program has set a webhook for this bot'
  if (code === 409) return 'another program receives for this bot with the same token'
  return `Telegram answered ${code}${about === '' ? '' : ` ${about}`}`
}
