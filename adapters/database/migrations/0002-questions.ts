import type { Kysely } from 'kysely'

export const questions = {
  async up({ schema }: Kysely<never>): Promise<void> {
    await schema
      .createTable('questions')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('how', 'text', (c) => c.notNull())
      .addColumn('lang', 'text', (c) => c.notNull())
      .addColumn('entry', 'text', (c) => c.notNull())
      .addColumn('text', 'text', (c) => c.notNull())
      .addColumn('times', 'integer', (c) => c.notNull())
      .addColumn('lastDay', 'text', (c) => c.notNull())
      .addUniqueConstraint('questionsOnce', ['how', 'lang', 'entry', 'text'])
      .execute()
  },
}
