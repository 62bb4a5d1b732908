import type { DuckDBConnection } from '@duckdb/node-api'
import { sql } from '../../sql.ts'
import { readRows, run } from './connection.ts'

export async function readMeta(connection: DuckDBConnection, key: string): Promise<string | null> {
  const [row] = await readRows(connection, sql`SELECT value FROM meta WHERE key = ${key}`)
  return (row?.value as string | undefined) ?? null
}

export async function writeMeta(connection: DuckDBConnection, key: string, value: string): Promise<void> {
  await run(connection, sql`DELETE FROM meta WHERE key = ${key}`)
  await run(connection, sql`INSERT INTO meta VALUES (${key}, ${value})`)
}
