import type { Kysely } from 'kysely'

export const aliases = {
  async up({ schema }: Kysely<never>): Promise<void> {
    await schema
      .createTable('aliases')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .execute()
    await schema.createIndex('aliasesOfConversation').on('aliases').column('conversation').execute()
  },
}
