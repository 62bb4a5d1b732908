import type { Kysely } from 'kysely'
import { createAccess } from './access/create-access.ts'
import { createMessages } from './create-messages.ts'
import { createOutbox } from './create-outbox.ts'
import { createKept } from './kept/create-kept.ts'
import { createPlaybooks } from './playbooks/create-playbooks.ts'
import { createTurnIndex } from './playbooks/create-turn-index.ts'
import type { ControlSchema } from './schema.ts'

export type Migration = { readonly version: number; readonly up: (db: Kysely<ControlSchema>) => Promise<void> }

/** Forward only; each runs in a transaction together with its version. Never edit one that was released: add the next. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, up: createFirstTables },
  { version: 2, up: createDayClose },
  { version: 3, up: addModelFormat },
  { version: 4, up: keepActivations },
  { version: 5, up: createWork },
  { version: 6, up: createVerdicts },
  { version: 7, up: createPersonClose },
  { version: 8, up: createExperiments },
  { version: 9, up: createOutbox },
  { version: 10, up: createRestatements },
  { version: 11, up: createMessages },
  { version: 12, up: createAccess },
  { version: 13, up: countOverrides },
  { version: 14, up: createPlaybooks },
  { version: 15, up: createTurnIndex },
  { version: 16, up: createKept },
  { version: 17, up: indexOpenings },
  { version: 18, up: addOrigins },
  { version: 19, up: createStandingAnswers },
]

async function addOrigins(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema.alterTable('api_key').addColumn('origins', 'text').execute()
}

/** What was worked out of all of history, as of a close, for whoever asks until the next. */
async function createStandingAnswers(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('standing_answer')
    .addColumn('question', 'text', (c) => c.primaryKey())
    .addColumn('day', 'integer', (c) => c.notNull())
    .addColumn('config_hash', 'text', (c) => c.notNull())
    .addColumn('imported', 'text', (c) => c.notNull())
    .addColumn('worked_out_at', 'bigint', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .execute()
}

async function createFirstTables(db: Kysely<ControlSchema>): Promise<void> {
  await createJudgementTables(db)
  await db.schema
    .createTable('config_version')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('activated_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('override')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('set_by', 'text', (c) => c.notNull())
    .addColumn('set_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('api_key')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull().unique())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('expires_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute()
}

async function createJudgementTables(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('judged_position')
    .addColumn('log', 'text', (c) => c.primaryKey())
    .addColumn('n', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('signal_state')
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('signal', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('signal_state_key', ['account', 'person', 'level', 'signal'])
    .execute()
  await createTransitionTable(db)
}

async function createTransitionTable(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('transition')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('ordinal', 'integer', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('as_of', 'integer', (c) => c.notNull())
    .addColumn('log', 'text')
    .addColumn('n', 'bigint')
    .addColumn('config_hash', 'text', (c) => c.notNull())
    .addColumn('cause', 'text', (c) => c.notNull())
    .addColumn('compared', 'text', (c) => c.notNull())
    .addColumn('evidence', 'text', (c) => c.notNull())
    .addColumn('committed_at', 'bigint', (c) => c.notNull())
    .addColumn('fresh', 'integer', (c) => c.notNull())
    // An episode opens, escalates and closes once: a second row with the same key is a fault, not an update.
    .addUniqueConstraint('transition_once', ['subject', 'name', 'level', 'account', 'person', 'ordinal', 'what'])
    .execute()
  await db.schema.createIndex('transition_entity').on('transition').columns(['account', 'person', 'id']).execute()
  await db.schema.createIndex('transition_name').on('transition').columns(['name', 'id']).execute()
}

/** What opened lately is counted by signal, without looking at the rows themselves. */
async function indexOpenings(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createIndex('transition_opened')
    .on('transition')
    .columns(['subject', 'what', 'at', 'name', 'account'])
    .execute()
}

/** What the day close under way has done: with the judgements of the accounts in it, so that after a crash it goes on with the others. */
async function createDayClose(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('closed_account')
    .addColumn('account', 'text', (c) => c.primaryKey())
    .execute()
}

async function addModelFormat(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .alterTable('config_version')
    .addColumn('format', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}

/** A config may come into force more than once: its activations become rows of their own. */
async function keepActivations(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('config_activation')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('activated_at', 'bigint', (c) => c.notNull())
    .addColumn('n', 'bigint')
    .execute()
  const before = db.withTables<{ config_version: { activated_at: number } }>()
  await before
    .insertInto('config_activation')
    .columns(['hash', 'activated_at'])
    .expression((from) => from.selectFrom('config_version').select(['hash', 'activated_at']).orderBy('activated_at'))
    .execute()
  await db.schema.alterTable('config_version').dropColumn('activated_at').execute()
}

/** Which overrides a config had, so that a change can be told with who made it. */
async function countOverrides(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema.alterTable('config_activation').addColumn('overrides', 'integer').execute()
}

/** What people did about tasks, who is away, and what they think of accounts. */
async function createWork(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('task_act')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('task', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('what', 'text', (c) => c.notNull())
    .addColumn('day', 'integer', (c) => c.notNull())
    .addColumn('until_day', 'integer')
    .addColumn('result', 'text')
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('set_by', 'text', (c) => c.notNull())
    .addColumn('set_at', 'bigint', (c) => c.notNull())
    .addColumn('undone_by', 'text')
    .addColumn('undone_at', 'bigint')
    .execute()
  await db.schema.createIndex('task_act_reason').on('task_act').columns(['reason', 'id']).execute()
  await db.schema
    .createTable('absence')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('from_day', 'integer', (c) => c.notNull())
    .addColumn('to_day', 'integer', (c) => c.notNull())
    .addColumn('cover', 'text')
    .addColumn('set_by', 'text', (c) => c.notNull())
    .addColumn('set_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('pulse')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('colour', 'text')
    .addColumn('note', 'text', (c) => c.notNull())
    .addColumn('until_day', 'integer')
    .addColumn('set_by', 'text', (c) => c.notNull())
    .addColumn('set_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('pulse_account').on('pulse').columns(['account', 'id']).execute()
}

/** What was said of signals, scores and milestones, week by week. */
async function createVerdicts(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('verdict')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('about', 'text', (c) => c.notNull())
    .addColumn('ruling', 'text', (c) => c.notNull())
    .addColumn('reasons', 'text', (c) => c.notNull())
    .addColumn('found', 'text', (c) => c.notNull())
    .addColumn('config_hash', 'text', (c) => c.notNull())
    .addColumn('proof', 'text', (c) => c.notNull())
    .addColumn('contender', 'text')
    .addColumn('week', 'integer', (c) => c.notNull())
    .addColumn('drifts', 'integer', (c) => c.notNull())
    .addColumn('computed_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('verdict_once', ['kind', 'name', 'about', 'week'])
    .execute()
}

/** Persons are closed in pieces, as accounts are. */
async function createPersonClose(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('closed_person')
    .addColumn('person', 'text', (c) => c.primaryKey())
    .execute()
}

/** What experiments were to find out, and which account was exposed when, in which arm. */
async function createExperiments(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('experiment')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('version', 'text', (c) => c.notNull())
    .addColumn('plan', 'text', (c) => c.notNull())
    .addColumn('set_at', 'bigint', (c) => c.notNull())
    .addColumn('set_by', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addUniqueConstraint('experiment_once', ['name', 'version'])
    .execute()
  await db.schema
    .createTable('exposure')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('experiment', 'text', (c) => c.notNull())
    .addColumn('version', 'text', (c) => c.notNull())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('arm', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('delivered_at', 'bigint')
    // A second trigger of an account makes no second unit.
    .addUniqueConstraint('exposure_once', ['experiment', 'version', 'account'])
    .execute()
}

/** Numbers of periods that are over as they were last worked out, and each time one of them came out otherwise. */
async function createRestatements(db: Kysely<ControlSchema>): Promise<void> {
  await db.schema
    .createTable('published_number')
    .addColumn('metric', 'text', (c) => c.notNull())
    .addColumn('from_day', 'text', (c) => c.notNull())
    .addColumn('to_day', 'text', (c) => c.notNull())
    .addColumn('value', 'real', (c) => c.notNull())
    .addColumn('currency', 'text')
    .addColumn('definitions', 'text', (c) => c.notNull())
    .addColumn('positions', 'text', (c) => c.notNull())
    .addColumn('worked_out_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('number_once', ['metric', 'from_day', 'to_day'])
    .execute()
  await db.schema
    .createTable('restatement')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('metric', 'text', (c) => c.notNull())
    .addColumn('from_day', 'text', (c) => c.notNull())
    .addColumn('to_day', 'text', (c) => c.notNull())
    .addColumn('currency', 'text')
    .addColumn('old_value', 'real', (c) => c.notNull())
    .addColumn('new_value', 'real')
    .addColumn('held_at', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .addColumn('by', 'text', (c) => c.notNull())
    .execute()
}
