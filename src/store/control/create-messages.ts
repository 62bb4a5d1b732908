import type { Kysely } from 'kysely'
import type { ControlSchema } from './schema.ts'

/** What the product shows to its users, and who has seen to it. */
export async function createMessages(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('message')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('message_to').on('message').columns(['person', 'account', 'until']).execute()
  await db.schema
    .createTable('message_end')
    .addColumn('message', 'integer', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('message_end_once', ['message', 'person'])
    .execute()
}
