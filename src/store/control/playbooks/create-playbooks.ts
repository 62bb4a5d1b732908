import type { Kysely } from 'kysely'
import type { ControlSchema } from '../schema.ts'

/** Who is inside which playbook and where, what these are in each version, which are paused, and what they sent and asked for. */
export async function createPlaybooks(db: Kysely<ControlSchema>): Promise<void> {
  await createEnrolments(db)
  await db.schema
    .createTable('playbook_version')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('body', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('playbook_standing')
    .addColumn('playbook', 'text', (c) => c.primaryKey())
    .addColumn('paused_at', 'bigint')
    .addColumn('paused_by', 'text')
    .addColumn('why', 'text')
    .addColumn('resumed_at', 'bigint')
    .execute()
  await db.schema
    .createTable('playbook_send')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('playbook', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  for (const of of ['playbook', 'account', 'recipient'])
    await db.schema.createIndex(`playbook_send_${of}`).on('playbook_send').columns([of, 'at']).execute()
  await db.schema
    .createTable('playbook_task')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('key', 'text', (c) => c.notNull().unique())
    .addColumn('playbook', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('team', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('playbook_task_account').on('playbook_task').columns(['account', 'id']).execute()
}

async function createEnrolments(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('enrolment')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('playbook', 'text', (c) => c.notNull())
    .addColumn('version', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('occurrence', 'text', (c) => c.notNull())
    .addColumn('arm', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('why', 'text')
    .addColumn('because', 'text', (c) => c.notNull())
    .addColumn('entered_at', 'bigint', (c) => c.notNull())
    .addColumn('at_event', 'integer', (c) => c.notNull())
    .addColumn('step', 'integer', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('due_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    // A second enrolment of an occurrence is a fault, not an update.
    .addUniqueConstraint('enrolment_once', ['playbook', 'level', 'account', 'person', 'occurrence'])
    .execute()
  await db.schema.createIndex('enrolment_due').on('enrolment').columns(['state', 'due_at', 'id']).execute()
  await db.schema.createIndex('enrolment_account').on('enrolment').columns(['account', 'state']).execute()
  await db.schema.createIndex('enrolment_playbook').on('enrolment').columns(['playbook', 'entered_at']).execute()
}
