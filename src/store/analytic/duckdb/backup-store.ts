import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathLiteral, sql } from '../../sql.ts'
import { archiveFolder, syncPath } from './archive-manifest.ts'
import { run } from './connection.ts'
import { storePath } from './open-file.ts'
import type { StoreContext } from './store-context.ts'
import { enqueueWrite } from './write-queue.ts'

/** Where a backup is put together: the engine may write there, and it is on the same disk as the store. */
export function backupFolder(folder: string): string {
  return join(folder, 'backup')
}

/**
 * Writes a consistent copy of the store and its archives into the folder `to` while batches go on being applied: the copy holds what was
 * committed when it began. Copying the file itself would miss what is only in the write-ahead log.
 */
export function backupStore(context: StoreContext, to: string): Promise<void> {
  return enqueueWrite(context.merges, async () => {
    await mkdir(to, { recursive: true })
    // Archives first: the manifest must not promise more than the copied positions hold.
    if (existsSync(archiveFolder(context.folder))) {
      await cp(archiveFolder(context.folder), archiveFolder(to), { recursive: true })
    }
    const draft = join(backupFolder(context.folder), 'analytic.duckdb')
    await rm(draft, { force: true })
    await copyDatabase(context, draft)
    await copyFile(draft, storePath(to))
    await syncPath(storePath(to))
    await rm(draft)
  })
}

async function copyDatabase(context: StoreContext, path: string): Promise<void> {
  const connection = await context.instance.connect()
  try {
    await run(connection, sql`ATTACH ${pathLiteral(path)} AS backup_copy`)
    await run(connection, sql`COPY FROM DATABASE analytic TO backup_copy`)
  } finally {
    await run(connection, sql`DETACH DATABASE IF EXISTS backup_copy`)
    connection.closeSync()
  }
}
