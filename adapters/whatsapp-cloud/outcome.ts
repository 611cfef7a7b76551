import type { SendOutcome } from '../../bot/ports/channel.ts'
import { never } from '../../bot/result.ts'
import { OUTSIDE_WINDOW } from '../../bot/ticket.ts'
import { MINUTE, type Milliseconds, SECOND } from '../../bot/time.ts'
import { outcomeOfUnanswered, unansweredInWords } from '../unanswered.ts'
import type { ApiFailure } from './api.ts'

/** What only the operator can mend; until then everything waits. */
const UNTIL_MENDED = MINUTE
/** Sustained, Meta lets through one message in so long to one person. */
export const PER_PERSON = 6 * SECOND
/** Before a message is tried again that Meta may have taken after all: time enough for it to tell so. */
const LEAST_WAIT = 2 * SECOND

/*
 * What Meta's codes mean for a message. The code counts, not the status of the answer: limits come as 400 too. What is not
 * here is refused for good.
 */
const AGAIN = new Set([1, 2, 131000, 131016, 131057, 133004])
const SLOWER = new Set([4, 80007, 130429])
const SLOWER_FOR_PERSON = 131056
const GONE = 131026
const TOO_LATE = 131047
/** The message or its file is of a kind that Meta does not take, at once or when it looks at it later. */
const WRONG_KIND = new Set([131051, 131053])

const ALARMS: Readonly<Record<number, string>> = {
  190: 'Meta refuses the access token: make a new one and set WHATSAPP_CLOUD_TOKEN',
  10: 'the access token may not send: give its system user whatsapp_business_messaging for this account',
  368: 'Meta has blocked the account for a time because of its rules: look at the quality of the account in the WhatsApp Manager',
  131031: 'Meta has locked the account: look at it in the WhatsApp Manager',
  131042: 'Meta cannot charge for messages: look at the payment method of the account',
}

/** Alarms about the token; the others are about the account. */
export const isAboutToken = (code: number): boolean => code === 190 || code === 10 || (code >= 200 && code <= 299)

const alarmOf = (code: number): string | null => ALARMS[code >= 200 && code <= 299 ? 10 : code] ?? null

/** `slower`: everybody waits. `words`: for the person who runs it, where only they can mend it. */
export type Meaning = {
  readonly kind: 'again' | 'slower' | 'slower-for-person' | 'alarm' | 'gone' | 'never'
  readonly words: string
}

export const meaningOf = ({ status, code }: ApiFailure & { kind: 'answered' }): Meaning => {
  const words = `Meta answered ${code ?? status}`
  const alarm = code === null ? null : alarmOf(code)
  if (alarm !== null) return { kind: 'alarm', words: alarm }
  if (code === null) return withoutCode(status)
  if (SLOWER.has(code)) return { kind: 'slower', words }
  if (code === SLOWER_FOR_PERSON) return { kind: 'slower-for-person', words }
  if (code === GONE) return { kind: 'gone', words }
  if (WRONG_KIND.has(code)) return { kind: 'never', words }
  return { kind: AGAIN.has(code) || status >= 500 ? 'again' : 'never', words }
}

/** Not Meta but something in between, or an address that is not Meta's: no message is given up for that. */
const withoutCode = (status: number): Meaning => {
  if (status === 429) return { kind: 'slower', words: 'Meta answered 429' }
  if (status >= 500) return { kind: 'again', words: `Meta answered ${status}` }
  return { kind: 'alarm', words: `what answers at WHATSAPP_CLOUD_API_ROOT is not Meta (${status})` }
}

/** The code of a refusal as staff read it. */
export const codeInWords = (code: number | null): string =>
  code === TOO_LATE ? OUTSIDE_WINDOW : String(code ?? 'unknown')

/** What a failure to send means for the message. `backoff`: how long to wait where nothing is told. */
export const outcomeOf = (failure: ApiFailure, backoff: () => Milliseconds): SendOutcome =>
  failure.kind === 'answered' ? refused(failure, backoff) : outcomeOfUnanswered(failure, backoff)

/** What a failure to upload a file means for its message. Nothing has left yet, so one that was lost is simply tried again. */
export const outcomeOfUpload = (failure: ApiFailure, backoff: () => Milliseconds): SendOutcome =>
  failure.kind === 'lost'
    ? { kind: 'retry', after: LEAST_WAIT + backoff(), reason: failure.code }
    : outcomeOf(failure, backoff)

const refused = (failure: ApiFailure & { kind: 'answered' }, backoff: () => Milliseconds): SendOutcome => {
  const { kind } = meaningOf(failure)
  const code = codeInWords(failure.code ?? failure.status)
  switch (kind) {
    case 'again':
    case 'slower':
      return { kind: 'retry', after: LEAST_WAIT + backoff(), reason: code }
    case 'slower-for-person':
      return { kind: 'retry', after: PER_PERSON + backoff(), reason: code }
    case 'alarm':
      return { kind: 'retry', after: UNTIL_MENDED, reason: code }
    case 'gone':
      return { kind: 'gone', code }
    case 'never':
      return { kind: 'rejected', code }
    default:
      return never(kind)
  }
}

/** In words, for the person who runs it, why Meta gives or takes nothing; null where it is about one message only. */
export const troubleOf = (failure: ApiFailure): string | null => {
  if (failure.kind !== 'answered') return unansweredInWords(failure, 'Meta')
  const { kind, words } = meaningOf(failure)
  return kind === 'alarm' || kind === 'again' ? words : null
}
