import type { OutboxId } from '../../bot/ids.ts'
import type { ApiCall, MediaBytes, SendOutcome } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { fail, never, ok, type Result } from '../../bot/result.ts'
import type { Backoff } from '../backoff.ts'
import type { Pace } from '../pace.ts'
import type { Api, ApiFailure } from './api.ts'
import { meaningOf, outcomeOf, outcomeOfUpload, troubleOf } from './outcome.ts'
import { type Outgoing, type OutgoingFile, outgoing, sent } from './schema.ts'
import type { Trouble } from './trouble.ts'
import { MAX_BYTES, upload } from './upload.ts'

type SendContext = {
  readonly api: Api
  readonly phoneId: string
  readonly clock: Clock
  readonly pace: Pace
  readonly backoff: Backoff
  readonly trouble: Trouble
}

/**
 * Sends what `renderMessage` made, once, with our id of it; a file is uploaded before. Nothing is tried a second time here: the
 * queue decides that.
 */
export const createSend = ({ api, phoneId, clock, pace, backoff, trouble }: SendContext) => {
  const failed = (failure: ApiFailure, outcome: SendOutcome): SendOutcome => {
    trouble.answered(troubleOf(failure))
    // The limit is that of the number: what follows at once would only make it longer.
    if (failure.kind === 'answered' && meaningOf(failure).kind === 'slower' && outcome.kind === 'retry') {
      pace.pause(clock.now(), outcome.after)
    }
    return outcome
  }

  /** The message as it can be sent: with the id of its file, which is uploaded here. Else what that means for the message. */
  const withFile = async (message: Outgoing, file: MediaBytes | undefined): Promise<Result<Outgoing, SendOutcome>> => {
    if (!isFile(message)) return ok(message)
    if (file === undefined) return fail({ kind: 'rejected', code: 'a file without its bytes' })
    if (file.bytes.length > MAX_BYTES[message.type]) return fail({ kind: 'rejected', code: 'file-too-large' })
    const id = await upload(api, phoneId, file)
    return id.ok ? ok(withId(message, id.value)) : fail(failed(id.error, outcomeOfUpload(id.error, backoff.next)))
  }

  return async (call: ApiCall, ref: OutboxId): Promise<SendOutcome> => {
    const parsed = outgoing.safeParse(call.payload)
    if (call.method !== 'messages' || !parsed.success) return { kind: 'rejected', code: 'not a call of this channel' }

    const paused = pace.pausedFor(clock.now())
    if (paused > 0) return { kind: 'retry', after: paused, reason: 'paused' }
    const message = await withFile(parsed.data, call.file)
    if (!message.ok) return message.error
    // Meta knows no key that would let it take a message once only; this comes back with everything it tells of the message.
    const answer = await api.post(`${phoneId}/messages`, { ...message.value, biz_opaque_callback_data: ref })
    if (!answer.ok) return failed(answer.error, outcomeOf(answer.error, backoff.next))
    backoff.reset()
    trouble.answered(null)
    return sentAs(answer.value)
  }
}

const isFile = (message: Outgoing): message is OutgoingFile => message.type in MAX_BYTES

const withId = (message: OutgoingFile, id: string): OutgoingFile => {
  switch (message.type) {
    case 'audio':
      return { ...message, audio: { ...message.audio, id } }
    case 'image':
      return { ...message, image: { ...message.image, id } }
    case 'document':
      return { ...message, document: { ...message.document, id } }
    default:
      return never(message)
  }
}

/** Meta's id of the message. An answer that is none of Meta's does not tell what became of it. */
const sentAs = (answer: unknown): SendOutcome => {
  const parsed = sent.safeParse(answer)
  const id = parsed.success ? parsed.data.messages[0]?.id : undefined
  return id === undefined ? { kind: 'unknown', code: 'invalid-answer' } : { kind: 'sent', provider: id }
}
