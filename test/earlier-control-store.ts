import { join } from 'node:path'
import { Kysely, SqliteDialect } from 'kysely'
import Database from 'libsql'
import { MIGRATIONS } from '../src/store/control/migrations.ts'
import type { ControlSchema } from '../src/store/control/schema.ts'

/** The control store of a folder as a version of the program left it that knew the first `version` migrations, with the rows of `statements`. */
export async function leaveControlStore(folder: string, version: number, statements: readonly string[]): Promise<void> {
  const file = new Database(join(folder, 'control.sqlite'))
  file.pragma('journal_mode = WAL')
  file.exec('CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL)')
  const db = new Kysely<ControlSchema>({ dialect: new SqliteDialect({ database: file as never }) })
  for (const migration of MIGRATIONS.slice(0, version)) await migration.up(db)
  file.exec(`INSERT INTO meta VALUES ('schema', '${version}')`)
  for (const statement of statements) file.exec(statement)
  await db.destroy()
}
