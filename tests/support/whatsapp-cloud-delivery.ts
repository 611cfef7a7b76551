import { createHmac } from 'node:crypto'
import { postJson } from './loopback.ts'
import type { Item, World } from './whatsapp-cloud-world.ts'

/* How the webhook is posted to: signed, in batches, until it answers 2xx. */

type Options = {
  readonly world: World
  readonly phoneId: string
  readonly accountId: string
  readonly appSecret: string
  /** Messages and statuses in one delivery at most. */
  readonly batch: number
  /** What is in one delivery comes in reverse order. */
  readonly shuffle: boolean
  readonly retryMs: number
}

export const signatureOf = (body: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

export const createDelivery = (options: Options) => {
  const { world, phoneId, accountId, appSecret, batch, shuffle, retryMs } = options
  const closing = new AbortController()
  /** What the webhook answered, one status for each try; 0 where it could not be reached. */
  const statuses: number[] = []
  let url: string | null = null
  let posting: Promise<void> | null = null

  /** As Meta writes it: every message and status as a change of its own. */
  const bodyOf = (items: readonly Item[]): string => {
    const changes = items.map(({ value }) => ({
      field: 'messages',
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: '238 990 00 00', phone_number_id: phoneId },
        ...value,
      },
    }))
    return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: accountId, changes }] })
  }

  const postAll = async (): Promise<void> => {
    while (url !== null && !closing.signal.aborted) {
      const items = world.waiting(batch)
      if (items.length === 0) return
      const body = bodyOf(shuffle ? items.toReversed() : items)
      const status = await postJson(url, body, { 'x-hub-signature-256': signatureOf(body, appSecret) }, closing.signal)
      if (closing.signal.aborted) return
      statuses.push(status)
      if (status >= 200 && status < 300) world.taken(items)
      else await new Promise((resolve) => setTimeout(resolve, retryMs))
      world.changed()
    }
  }

  const wake = (): void => {
    if (posting || closing.signal.aborted || url === null || world.waiting(1).length === 0) return
    posting = postAll().finally(() => {
      posting = null
      // Something may have come between the last look and now.
      wake()
    })
  }
  world.listen(wake)

  return {
    statuses,
    /** From now on everything goes there. */
    postTo: (to: string): void => {
      url = to
      setImmediate(wake)
    },
    close: async (): Promise<void> => {
      closing.abort()
      await posting
    },
  }
}
