import { join } from 'node:path'
import { id, joinSql, pathLiteral, type Sql, sql } from '../../sql.ts'
import { type ArchiveManifest, archiveFolder, readManifest } from './archive-manifest.ts'
import { ARCHIVED_TABLES, archivedKeysSql, importSql } from './archive-tables.ts'
import { noteAllChanged } from './changes.ts'
import { checkpoint } from './compact-facts.ts'
import { inTransaction, readRows, run } from './connection.ts'
import { writeMeta } from './meta.ts'
import { loadMirror } from './read/load-mirror.ts'
import { recomputeDays, recomputeFacts } from './recompute-facts.ts'
import type { StoreContext } from './store-context.ts'

type Progress = (done: number, total: number) => void

/**
 * Throws away what is derived and loads the archives again: rows first, then facts from them. Keys keep their ids. Afterwards `applied`
 * is what the archives hold.
 */
export async function rebuildStore(context: StoreContext, progress?: Progress): Promise<{ readonly events: number }> {
  const manifest = readManifest(context.folder)
  const total = ARCHIVED_TABLES.length + 2
  await emptyTables(context)
  if (manifest !== null) {
    await loadDictionaries(context, manifest)
    await loadTables(context, manifest, (done) => progress?.(done, total))
  }
  await loadMirror(context)
  await inTransaction(context.writer, async () => {
    if (manifest !== null && hasOtherDays(context, manifest)) await recomputeDays(context)
    await recomputeFacts(context)
    await run(context.writer, sql`DELETE FROM meta WHERE key = 'rebuilding'`)
  })
  await loadMirror(context)
  noteAllChanged(context.changes)
  await checkpoint(context.writer)
  progress?.(total, total)
  const [row] = await readRows(context.writer, sql`SELECT count(*) AS events FROM event`)
  return { events: row!.events as number }
}

function hasOtherDays(context: StoreContext, manifest: ArchiveManifest): boolean {
  return manifest.timezone !== context.zone.name || manifest.closeDelayMs !== context.closeDelayMs
}

/** A mark stays until the facts are there: a rebuild that was interrupted begins again. */
async function emptyTables(context: StoreContext): Promise<void> {
  const derived = ['facts_base', 'facts_run', 'facts_correction', 'reference', 'frame', 'position']
  await inTransaction(context.writer, async () => {
    await writeMeta(context.writer, 'rebuilding', '1')
    for (const table of [...derived, ...ARCHIVED_TABLES.map((archived) => archived.table)]) {
      await run(context.writer, sql`DELETE FROM ${id(table)}`)
    }
  })
  await checkpoint(context.writer)
}

function filesIn(context: StoreContext, manifest: ArchiveManifest): (table: string) => Sql | null {
  return (table) => {
    const files = manifest.files.filter((file) => file.table === table)
    if (files.length === 0) return null
    return sql`[${joinSql(files.map((file) => pathLiteral(join(archiveFolder(context.folder), file.path))))}]`
  }
}

async function loadDictionaries(context: StoreContext, manifest: ArchiveManifest): Promise<void> {
  for (const key of ['account', 'actor', 'fact', 'source', 'log'] as const) {
    const keys = archivedKeysSql(key, filesIn(context, manifest))
    if (keys === null) continue
    const table = id(`${key}_key`)
    await run(
      context.writer,
      sql`
        -- keys that have no id yet, in order of first appearance
        INSERT INTO ${table}
        SELECT (SELECT coalesce(max(id), 0) FROM ${table}) + row_number() OVER (ORDER BY first, key), key
        FROM (
          SELECT key, min(seq) AS first
          FROM (
            ${keys}
          )
          WHERE key IS NOT NULL AND key NOT IN (SELECT key FROM ${table})
          GROUP BY key
        )
      `,
    )
  }
}

async function loadTables(
  context: StoreContext,
  manifest: ArchiveManifest,
  progress: (done: number) => void,
): Promise<void> {
  const filesOf = filesIn(context, manifest)
  for (const [done, table] of ARCHIVED_TABLES.entries()) {
    const files = filesOf(table.table)
    if (files !== null) await run(context.writer, importSql(table, files))
    progress(done + 1)
  }
  for (const [log, n] of Object.entries(manifest.sealed)) {
    await run(context.writer, sql`INSERT INTO position VALUES (${log}, ${n})`)
  }
}
