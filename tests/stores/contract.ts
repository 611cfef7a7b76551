import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../bot/ports/store.ts'
import { commitContract } from './contract-commits.ts'
import { fileContract } from './contract-files.ts'
import { forgettingContract } from './contract-forgetting.ts'
import { orderContract } from './contract-order.ts'
import { outboxContract } from './contract-outbox.ts'
import { questionContract } from './contract-questions.ts'
import { reminderContract } from './contract-reminders.ts'
import { scopeContract } from './contract-scope.ts'
import { ticketContract } from './contract-tickets.ts'
import { timerContract } from './contract-timers.ts'
import type { Open, Opened } from './support.ts'

/** The store of one test, opened on empty records. `again` opens one more on the same records. */
export type Given = { readonly store: () => Store; readonly again: () => Promise<Store> }

/** What every store promises. `open` gives a store with empty records, and further ones on the same records. */
export const storeContract = (name: string, open: Open): void => {
  describe(`store contract: ${name}`, () => {
    let current: Opened | null = null
    let stores: Store[] = []
    const now = (): Opened => {
      if (current === null) throw new Error('no store is open')
      return current
    }
    beforeEach(async () => {
      current = await open()
      stores = [current.store]
    })
    afterEach(async () => {
      for (const store of stores) await store.close()
      current = null
    })
    const given: Given = {
      store: () => now().store,
      again: async () => {
        const store = await now().reopen()
        stores.push(store)
        return store
      },
    }
    commitContract(given)
    outboxContract(given)
    timerContract(given)
    reminderContract(given)
    ticketContract(given)
    scopeContract(given)
    fileContract(given)
    forgettingContract(given)
    questionContract(given)
    orderContract(open)
  })
}
