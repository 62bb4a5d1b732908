import type { DuckDBConnection } from '@duckdb/node-api'
import { telltaleError } from '../../../core/errors.ts'
import { sql } from '../../sql.ts'
import { checkpoint } from './compact-facts.ts'
import { inTransaction, readRows, run } from './connection.ts'
import { readMeta, writeMeta } from './meta.ts'
import { SCHEMA, SCHEMA_VERSION, SCRATCH_TABLES, UPGRADES } from './schema.ts'

/**
 * Brings the file to this version's tables, in one transaction, then checkpoints.
 * @throws data_newer when a later version wrote it.
 */
export async function migrate(connection: DuckDBConnection, folder: string): Promise<void> {
  const found = await readVersion(connection)
  if (found > SCHEMA_VERSION) throw telltaleError('data_newer', { path: folder, found, known: SCHEMA_VERSION })
  if (found < SCHEMA_VERSION) {
    await inTransaction(connection, async () => {
      for (const statement of found === 0 ? SCHEMA : UPGRADES.slice(found - 1).flat()) await run(connection, statement)
      await writeMeta(connection, 'schema', String(SCHEMA_VERSION))
    })
    await checkpoint(connection)
  }
  // What a merge was building when the process ended.
  await run(connection, sql`DROP TABLE IF EXISTS facts_next`)
  for (const statement of SCRATCH_TABLES) await run(connection, statement)
}

async function readVersion(connection: DuckDBConnection): Promise<number> {
  const tables = await readRows(connection, sql`SELECT table_name FROM duckdb_tables() WHERE table_name = 'meta'`)
  if (tables.length === 0) return 0
  return Number((await readMeta(connection, 'schema')) ?? 0)
}
