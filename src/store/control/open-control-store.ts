import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, SqliteDialect, sql } from 'kysely'
import Database from 'libsql'
import { telltaleError } from '../../core/errors.ts'
import { keepStatements } from './keep-statements.ts'
import { MIGRATIONS } from './migrations.ts'
import type { ControlSchema } from './schema.ts'

/** The control store: SQLite in one file of the data folder, every commit synced. Pass it to the functions beside this file. */
export type ControlStore = Kysely<ControlSchema>

const NEWEST = MIGRATIONS[MIGRATIONS.length - 1]?.version ?? 0

/** @throws data_newer when the file was written by a later version. */
export async function openControlStore(folder: string): Promise<ControlStore> {
  const path = join(folder, 'control.sqlite')
  const file = new Database(path)
  chmodSync(path, 0o600)
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = FULL')
  file.pragma('foreign_keys = ON')
  const db = new Kysely<ControlSchema>({ dialect: new SqliteDialect(keepStatements(file)) })
  await migrate(db, folder)
  return db
}

/** Closes a store of which nobody else knows, so that all of it is in its one file and may be moved. */
export async function closeIntoOneFile(db: ControlStore): Promise<void> {
  try {
    await sql`PRAGMA journal_mode = DELETE`.execute(db)
  } finally {
    await db.destroy()
  }
}

async function migrate(db: ControlStore, folder: string): Promise<void> {
  await db.schema
    .createTable('meta')
    .ifNotExists()
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()
  const found = Number((await readMeta(db, 'schema')) ?? 0)
  if (found > NEWEST) throw telltaleError('data_newer', { path: folder, found, known: NEWEST })
  for (const migration of MIGRATIONS.filter((m) => m.version > found)) {
    await db.transaction().execute(async (tx) => {
      await migration.up(tx)
      await writeMeta(tx, 'schema', String(migration.version))
    })
  }
}

export async function readMeta(db: ControlStore, key: string): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

export async function writeMeta(db: ControlStore, key: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute()
}
