import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Day, dayToIso } from '../../../core/time.ts'
import { id, joinSql, pathLiteral, type Sql, sql } from '../../sql.ts'
import type { Archived } from '../analytic-store.ts'
import { type ArchiveFile, archiveFolder, readManifest, syncPath, writeManifest } from './archive-manifest.ts'
import { ARCHIVED_TABLES, type ArchivedTable, exportSql } from './archive-tables.ts'
import { readRows, run } from './connection.ts'
import type { StoreContext } from './store-context.ts'
import { enqueueWrite } from './write-queue.ts'

/** Positions of a log in one file at most. */
const STRETCH = 2_000_000

/**
 * Seals what each log brought up to the first message known after `upToDay`: Parquet files (zstd) of keys and values, then the manifest
 * that names them. Sealed is a prefix of each log, so that a rebuild followed by the log past `applied()` is whole. Batches go on being
 * applied meanwhile: what is sealed does not change any more.
 */
export function archiveDays(context: StoreContext, upToDay: Day): Promise<Archived> {
  return enqueueWrite(context.merges, async () => {
    const connection = await context.instance.connect()
    try {
      return await sealDays({ ...context, reader: connection }, upToDay)
    } finally {
      connection.closeSync()
    }
  })
}

type Sealing = Pick<StoreContext, 'folder' | 'applied' | 'keys' | 'zone' | 'closeDelayMs'> & {
  readonly reader: DuckDBConnection
}

async function sealDays(context: Sealing, upToDay: Day): Promise<Archived> {
  const before = readManifest(context.folder)
  await mkdir(archiveFolder(context.folder), { recursive: true })
  const sealed = new Map(Object.entries(before?.sealed ?? {}))
  const added: ArchiveFile[] = []
  for (const log of context.applied.keys()) {
    const after = sealed.get(log) ?? 0
    const upTo = await lastKnownBy(context, log, after, upToDay)
    for (let from = after; from < upTo; from += STRETCH) {
      added.push(...(await sealStretch(context, { log, after: from, upTo: Math.min(upTo, from + STRETCH) })))
    }
    if (upTo > after) sealed.set(log, upTo)
  }
  await writeManifest(context.folder, {
    version: 1,
    sealed: Object.fromEntries(sealed),
    timezone: context.zone.name,
    closeDelayMs: context.closeDelayMs,
    files: [...(before?.files ?? []), ...added],
  })
  const events = added.filter((file) => file.table === 'event').reduce((sum, file) => sum + file.rows, 0)
  return { files: added.map((file) => file.path), events, sealed: Object.fromEntries(sealed) }
}

/** The last n of the log before the first message that became known after the day. */
async function lastKnownBy(context: Sealing, log: string, after: number, day: Day): Promise<number> {
  const logId = context.keys.log.ids.get(log) ?? 0
  const applied = context.applied.get(log) ?? 0
  const sources = ARCHIVED_TABLES.map(
    ({ table }) =>
      sql`SELECT min(n) AS n FROM ${id(table)} WHERE log = ${logId} AND n > ${after} AND known_day > ${day}`,
  )
  const [row] = await readRows(
    context.reader,
    sql`
      -- the first message of the log that is known later
      SELECT min(n) AS n FROM (
        ${joinSql(sources, '\nUNION ALL\n')}
      )
    `,
  )
  const first = row!.n as number | null
  return first === null ? applied : first - 1
}

type Stretch = { readonly log: string; readonly after: number; readonly upTo: number }

async function sealStretch(context: Sealing, stretch: Stretch): Promise<readonly ArchiveFile[]> {
  const files: ArchiveFile[] = []
  for (const table of ARCHIVED_TABLES) {
    const file = await sealTable(context, table, stretch)
    if (file !== null) files.push(file)
  }
  return files
}

async function sealTable(context: Sealing, table: ArchivedTable, stretch: Stretch): Promise<ArchiveFile | null> {
  const logId = context.keys.log.ids.get(stretch.log) ?? 0
  const within = sql`stored.log = ${logId} AND stored.n > ${stretch.after} AND stored.n <= ${stretch.upTo}`
  const [range] = await readRows(
    context.reader,
    sql`SELECT count(*) AS rows, min(known_day) AS day FROM ${id(table.table)} stored WHERE ${within}`,
  )
  const { rows, day } = range as { rows: number; day: Day }
  if (rows === 0) return null
  const name = `${dayToIso(day)}-${table.table}-${encodeURIComponent(stretch.log)}-${stretch.after + 1}-${stretch.upTo}.parquet`
  const path = join(archiveFolder(context.folder), name)
  await run(context.reader, copyTo(path, exportSql(table, within)))
  await syncPath(path)
  return { path: name, table: table.table, ...stretch, rows }
}

function copyTo(path: string, rows: Sql): Sql {
  return sql`
    -- seal a stretch of the log
    COPY (
      ${rows}
    ) TO ${pathLiteral(path)} (FORMAT parquet, COMPRESSION zstd)
  `
}
