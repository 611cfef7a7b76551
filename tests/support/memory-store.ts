import { openDatabase } from '../../adapters/database/open.ts'
import { databaseStore } from '../../adapters/database/store.ts'
import type { Store } from '../../bot/ports/store.ts'
import { createCountingIds } from './fakes.ts'

/** The real records, in memory. */
export const memoryStore = async (): Promise<Store> =>
  databaseStore(await openDatabase('sqlite::memory:'), createCountingIds())
