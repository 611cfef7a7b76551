import { type OutboxId, outboxId } from '../../bot/ids.ts'
import type { LaterOutcome } from '../../bot/ports/channel.ts'
import { codeInWords, meaningOf } from './outcome.ts'
import type { CloudStatus } from './schema.ts'

/** Meta took it, whatever came afterwards. */
const TAKEN = ['sent', 'delivered', 'read', 'played']

/** What became of a message of ours. `trouble`: in words, what only the operator can mend; null otherwise. */
export type StatusReport = {
  readonly outbox: OutboxId
  readonly outcome: LaterOutcome
  readonly trouble: string | null
}

/**
 * What a status tells of one of our messages; null where it tells nothing, or is of a message that has none of our ids. They come
 * in any order; that only steps forward count is the business of whoever keeps the messages.
 */
export const outcomeOfStatus = (status: CloudStatus): StatusReport | null => {
  const { id, biz_opaque_callback_data: ref } = status
  if (ref === undefined) return null
  const outbox = outboxId(ref)
  if (TAKEN.includes(status.status)) return { outbox, outcome: { kind: 'sent', provider: id }, trouble: null }
  if (status.status !== 'failed') return null
  const code = status.errors?.[0]?.code ?? null
  const { kind, words } = meaningOf({ kind: 'answered', status: 400, code })
  return {
    outbox,
    outcome: { kind: kind === 'gone' ? 'gone' : 'rejected', code: codeInWords(code), provider: id },
    trouble: kind === 'alarm' ? words : null,
  }
}
