import type { CloudLack, CloudSetup } from '../../bot/ports/whatsapp-cloud-setup.ts'
import { fail, ok, type Result } from '../../bot/result.ts'
import type { Api, ApiFailure } from './api.ts'
import { isAboutToken, meaningOf } from './outcome.ts'
import { phone } from './schema.ts'

/** Our number as Meta shows it. */
export type OurNumber = NonNullable<CloudSetup['number']>

/** Asks Meta for our number: whether the token and the id of the number belong together. */
export const askForNumber = async (api: Api, phoneId: string): Promise<Result<OurNumber, ApiFailure>> => {
  const answer = await api.get(phoneId, { fields: 'display_phone_number,verified_name,quality_rating' })
  if (!answer.ok) return answer
  const parsed = phone.safeParse(answer.value)
  if (!parsed.success) return fail({ kind: 'lost', code: 'invalid-answer' })
  const { display_phone_number: display, verified_name: name, quality_rating: quality } = parsed.data
  return ok({ display: display ?? null, name: name ?? null, quality: quality ?? null })
}

const NO_SUCH_NUMBER = 100

/** In words, for the person who runs it, why Meta does not know our number; null where it is a failure of another kind. */
export const numberInWords = (failure: ApiFailure): string | null =>
  failure.kind === 'answered' && failure.code === NO_SUCH_NUMBER
    ? 'Meta knows no such number for this token: check WHATSAPP_CLOUD_PHONE_ID'
    : null

/** What is not in order where Meta does not tell our number. */
export const lackOf = (failure: ApiFailure): CloudLack => {
  if (failure.kind !== 'answered' || failure.code === null) return 'unreachable'
  if (failure.code === NO_SUCH_NUMBER) return 'number'
  if (isAboutToken(failure.code)) return 'token'
  return meaningOf(failure).kind === 'alarm' ? 'account' : 'unreachable'
}
