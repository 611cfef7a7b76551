import type { Kysely } from 'kysely'

export const reminders = {
  async up({ schema }: Kysely<never>): Promise<void> {
    await schema
      .createTable('reminders')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('ticket', 'text', (c) => c.notNull().references('tickets.id').onDelete('cascade'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('by', 'text', (c) => c.notNull())
      .addColumn('unit', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('template', 'text')
      .execute()
    await schema.createIndex('remindersInOrder').on('reminders').column('at').execute()
    await schema.createIndex('remindersOfTicket').on('reminders').column('ticket').execute()
  },
}
