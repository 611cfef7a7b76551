import type { Kysely } from 'kysely'

export const joinedBy = {
  async up({ schema }: Kysely<never>): Promise<void> {
    await schema.alterTable('joins').addColumn('message', 'text').execute()
  },
}
