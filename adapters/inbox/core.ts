import type { Accounts } from './accounts.ts'
import type { Bell } from './bell.ts'
import type { Links } from './links.ts'
import type { InboxOptions } from './options.ts'
import type { StaffRecords } from './staff.ts'
import type { InboxDb, InboxTables } from './tables.ts'
import type { Throttle } from './throttle.ts'

/** What the routes of the inbox work with. */
export type Core = Omit<InboxOptions<InboxTables>, 'db'> & {
  readonly db: InboxDb
  readonly accounts: Accounts
  readonly staff: StaffRecords
  readonly links: Links
  readonly throttle: Throttle
  /** Rings when staff or sessions change: what is open looks again whether it still may be. */
  readonly access: Bell
}
