import type { Kysely } from 'kysely'
import type { ControlSchema } from './schema.ts'

/** What is to leave, every attempt at it, how channels do, and who wants nothing more. */
export async function createOutbox(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('lease_by', 'text')
    .addColumn('lease_until', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('settled_at', 'bigint')
    .addColumn('why', 'text')
    .execute()
  await db.schema.createIndex('outbox_due').on('outbox').columns(['state', 'channel', 'next_at', 'id']).execute()
  await db.schema.createIndex('outbox_late').on('outbox').columns(['state', 'expires_at']).execute()
  await db.schema
    .createTable('delivery_attempt')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('delivery', 'integer', (c) => c.notNull())
    .addColumn('attempt', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('took_ms', 'integer', (c) => c.notNull())
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('status', 'integer')
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('delivery_attempt_of').on('delivery_attempt').columns(['delivery', 'id']).execute()
  await db.schema
    .createTable('channel_standing')
    .addColumn('channel', 'text', (c) => c.primaryKey())
    .addColumn('delivered_at', 'bigint')
    .addColumn('failing_since', 'bigint')
    .addColumn('paused_until', 'bigint')
    .addColumn('disabled_at', 'bigint')
    .addColumn('why', 'text')
    .execute()
  await db.schema
    .createTable('suppression')
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('why', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('suppression_once', ['channel', 'address'])
    .execute()
}
