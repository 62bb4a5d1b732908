import { type Kysely, sql } from 'kysely'
import type { ControlSchema } from '../schema.ts'

/** Users, their sessions, links that open once, failed sign-ins, and the log of who did what. */
export async function createAccess(db: Kysely<ControlSchema>): Promise<void> {
  await createUsers(db)
  await createAudit(db)
  await db.schema.alterTable('api_key').addColumn('owner', 'text').execute()
}

async function createUsers(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('user')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('password', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('session')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('user', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('sign_in_link')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('name', 'text')
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('sign_in_failure')
    .addColumn('caller', 'text', (c) => c.primaryKey())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('failed_at', 'bigint', (c) => c.notNull())
    .addColumn('blocked_until', 'bigint', (c) => c.notNull())
    .execute()
}

/** Rows are only added. What names somebody who is forgotten may be emptied, and nothing else be changed. */
async function createAudit(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('who', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addColumn('detail_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute()
  await sql`CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END`.execute(
    db,
  )
  await sql`CREATE TRIGGER audit_holds BEFORE UPDATE ON audit
    WHEN NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.who <> OLD.who OR NEW.address <> OLD.address OR NEW.what <> OLD.what
      OR NEW.detail_hash <> OLD.detail_hash OR NEW.hash <> OLD.hash OR NEW.subject <> '' OR NEW.detail <> ''
    BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END`.execute(db)
}
