import { conversationId, partsOfConversation } from '../../bot/ids.ts'
import type { Aliases } from '../../bot/ports/aliases.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { CloudLack, CloudTest, WhatsappCloudSetup } from '../../bot/ports/whatsapp-cloud-setup.ts'
import type { Result } from '../../bot/result.ts'
import { after, DAY, type Instant, MINUTE, SECOND } from '../../bot/time.ts'
import type { Api, ApiFailure } from './api.ts'
import { askForNumber, lackOf, type OurNumber } from './number.ts'
import { meaningOf, troubleOf } from './outcome.ts'
import type { Reading } from './reading.ts'
import { renderMessage } from './render.ts'
import type { Seen, SeenStore } from './seen.ts'
import type { Trouble } from './trouble.ts'

/** Who looks at the page looks often; Meta counts such questions. */
const ASKED_AGAIN = { known: 5 * MINUTE, failed: 20 * SECOND }

/** Words that stand in all four languages of the bot. */
const TEST_TEXT = 'Teste, test, tésti: WhatsApp ✓'

type SetupContext = {
  readonly api: Api
  readonly phoneId: string
  readonly webhook: string
  readonly seen: SeenStore
  readonly reading: Reading
  readonly aliases: Aliases
  readonly trouble: Trouble
  readonly clock: Clock
}

/** How the set-up stands, and a message to try it with. */
export const createSetup = (context: SetupContext): WhatsappCloudSetup => {
  const { api, phoneId, webhook, reading, aliases, trouble, clock } = context
  let asked: { readonly until: Instant; readonly number: Promise<Result<OurNumber, ApiFailure>> } | null = null

  const ask = async (): Promise<Result<OurNumber, ApiFailure>> => {
    if (asked !== null && clock.now() < asked.until) return asked.number
    const number = askForNumber(api, phoneId)
    asked = { until: after(clock.now(), ASKED_AGAIN.failed), number }
    if ((await number).ok) asked = { until: after(clock.now(), ASKED_AGAIN.known), number }
    return number
  }

  /** What the chat told itself is exact. After a restart the records know, but for chats that have joined another. */
  const lastFrom = async (name: string): Promise<ReturnType<Reading['lastFrom']>> => {
    const remembered = reading.lastFrom(name)
    if (remembered !== null) return remembered
    const kept = await aliases.lastFrom(conversationId('whatsapp-cloud', name))
    return kept === null ? null : { address: partsOfConversation(kept.conversation).address, at: kept.at }
  }

  return {
    setup: async () => {
      const number = await ask()
      const seen = context.seen.get()
      const lacks = [...(number.ok ? [] : [lackOf(number.error)]), ...lacksOf(seen)]
      return { webhook, ...seen, number: number.ok ? number.value : null, lacks }
    },
    sendTest: async (to) => {
      const last = await lastFrom(to.replace(/\D/g, ''))
      if (last === null || clock.now() >= after(last.at, DAY)) return { kind: 'not-written' }
      const { call } = renderMessage({ text: TEST_TEXT, choices: [] }, last.address)
      const answer = await api.post(`${phoneId}/messages`, call.payload)
      trouble.answered(answer.ok ? null : troubleOf(answer.error))
      return answer.ok ? { kind: 'sent' } : failed(answer.error)
    },
  }
}

const failed = (failure: ApiFailure): CloudTest => ({
  kind: 'failed',
  why: troubleOf(failure) ?? (failure.kind === 'answered' ? meaningOf(failure).words : failure.code),
})

/** Whatever arrives signed shows that the handshake was made, also where nobody noted it. */
const lacksOf = ({ handshakeAt, deliveryAt, refusedAt }: Seen): readonly CloudLack[] => {
  if (refusedAt !== null && (deliveryAt === null || refusedAt > deliveryAt)) return ['secret']
  if (deliveryAt !== null) return []
  return [handshakeAt === null ? 'handshake' : 'delivery']
}
