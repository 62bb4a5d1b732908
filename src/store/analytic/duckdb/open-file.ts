import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { joinSql, pathLiteral, renderSql, sql } from '../../sql.ts'
import { archiveFolder } from './archive-manifest.ts'

export type EngineLimits = { readonly memoryLimitMb: number; readonly threads: number }

export function storePath(folder: string): string {
  return join(folder, 'analytic.duckdb')
}

/**
 * Opens the file with the engine locked down: it reads and writes nothing but its own file, its spill folder and the archives, loads no
 * extension, and its settings cannot be changed any more.
 */
export async function openFile(
  folder: string,
  { memoryLimitMb, threads }: EngineLimits,
): Promise<{ readonly instance: DuckDBInstance; readonly connection: DuckDBConnection }> {
  const allowed = [archiveFolder(folder), join(folder, 'backup')]
  for (const path of allowed) mkdirSync(path, { recursive: true })
  const instance = await DuckDBInstance.create(storePath(folder), {
    memory_limit: `${memoryLimitMb}MB`,
    threads: String(threads),
    temp_directory: join(folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
    // At the default of 16 MB a bulk load would checkpoint at every other batch, for half of its time.
    checkpoint_threshold: '128MB',
  })
  const connection = await instance.connect()
  // SET takes no bound values.
  await connection.run(renderSql(sql`SET allowed_directories = [${joinSql(allowed.map(pathLiteral))}]`).text)
  await connection.run('SET enable_external_access = false')
  await connection.run('SET lock_configuration = true')
  return { instance, connection }
}
