import type { Kysely } from 'kysely'

export const joins = {
  async up({ schema }: Kysely<never>): Promise<void> {
    await schema
      .createTable('joins')
      .addColumn('chat', 'text', (c) => c.primaryKey())
      .addColumn('conversation', 'text', (c) => c.notNull())
      .execute()
    await schema.createIndex('joinsOfConversation').on('joins').column('conversation').execute()
    await schema
      .createTable('joinCodes')
      .addColumn('conversation', 'text', (c) => c.primaryKey())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('until', 'bigint', (c) => c.notNull())
      .execute()
    await schema.createIndex('joinCodesByCode').on('joinCodes').column('code').execute()
    await schema.alterTable('outbox').addColumn('chat', 'text').execute()
  },
}
