import type { Kysely } from 'kysely'
import type { ConversationId } from '../../bot/ids.ts'
import type { Aliases } from '../../bot/ports/aliases.ts'
import { homeOf } from './joins.ts'
import { readSession } from './json.ts'
import type { Schema } from './schema.ts'

/** Names of people, kept with the records: an erased conversation takes its names with it. */
export const databaseAliases = (db: Kysely<Schema>): Aliases => {
  const known = async (names: readonly ConversationId[]): Promise<ReadonlyMap<ConversationId, ConversationId>> => {
    const rows = await db.selectFrom('aliases').select(['name', 'conversation']).where('name', 'in', names).execute()
    return new Map(rows.map((row) => [row.name, row.conversation]))
  }
  return {
    async conversationOf(names) {
      const before = await known(names)
      const [first] = names
      const conversation = names.map((name) => before.get(name)).find((one) => one !== undefined) ?? first
      const missing = names.filter((name) => !before.has(name))
      if (missing.length === 0) return conversation
      await db
        .insertInto('aliases')
        .values(missing.map((name) => ({ name, conversation })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      // Another process may have been first: what is kept counts.
      const now = await known(names)
      return names.map((name) => now.get(name)).find((one) => one !== undefined) ?? conversation
    },
    async lastFrom(name) {
      const conversation = (await known([name])).get(name)
      if (conversation === undefined) return null
      const home = await homeOf(db, conversation)
      const row = await db.selectFrom('sessions').select('session').where('conversation', '=', home).executeTakeFirst()
      if (!row) return null
      const { chat, lastInboundAt } = readSession(row.session, home)
      return (chat ?? home) === conversation ? { conversation, at: lastInboundAt } : null
    },
  }
}
