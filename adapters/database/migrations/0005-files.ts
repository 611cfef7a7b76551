import type { Kysely } from 'kysely'

export const files = {
  async up({ schema }: Kysely<never>): Promise<void> {
    await schema
      .createTable('files')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('ticket', 'text', (c) => c.notNull().references('tickets.id').onDelete('cascade'))
      .addColumn('mime', 'text', (c) => c.notNull())
      .addColumn('name', 'text')
      .addColumn('bytes', 'blob', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('sent', 'integer', (c) => c.notNull())
      .execute()
    await schema.createIndex('filesOfTicket').on('files').column('ticket').execute()
  },
}
