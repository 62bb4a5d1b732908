import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { id, joinSql, listOf, pathLiteral, type Sql, sql } from '../../sql.ts'
import { type ArchiveFile, archiveFolder, readManifest, syncPath, writeManifest } from './archive-manifest.ts'
import { ARCHIVED_TABLES } from './archive-tables.ts'
import { backupFolder } from './backup-store.ts'
import { checkpoint } from './compact-facts.ts'
import { inTransaction, readRows, run } from './connection.ts'
import { FORGOTTEN_KEY } from './forgotten-key.ts'
import { storePath } from './open-file.ts'
import type { StoreContext } from './store-context.ts'

/** Whose rows go: a person by its actors, an account by its keys; and the texts by which others speak of them. */
export type ForgottenRows = {
  readonly of: 'person' | 'account'
  readonly keys: readonly string[]
  readonly mentions: readonly string[]
  /** Whether a refused message, as it came, is theirs. */
  readonly isTheirs: (raw: string) => boolean
}

/** How many rows of which table went. */
export type ForgottenCounts = Readonly<Record<string, number>>

/** The columns of the archived tables that hold keys of people, and of accounts. */
const COLUMNS: Readonly<Record<'person' | 'account', Readonly<Record<string, readonly string[]>>>> = {
  person: {
    event: ['actor', 'anonymous'],
    link: ['actor', 'person'],
    membership: ['person'],
    trait: ['person'],
    move: ['actor'],
  },
  account: {
    event: ['account_applied'],
    membership: ['account'],
    trait: ['account'],
    subscription: ['account'],
    move: ['from_account', 'to_account'],
  },
}

/** Tables of what is worked out, and their column of whom it is. */
const DERIVED: Readonly<Record<'person' | 'account', readonly (readonly [string, string])[]>> = {
  person: [
    ['facts_base', 'actor'],
    ['facts_run', 'actor'],
    ['facts_correction', 'actor'],
  ],
  account: [
    ['facts_base', 'account'],
    ['facts_run', 'account'],
    ['facts_correction', 'account'],
    ['frame', 'entity'],
  ],
}

/**
 * Takes a subject out of the store and its archives, and writes both anew, so that nothing of it is left in unused places. The rows of others stay as they are. The store
 * must be closed after it, and its file then exchanged by `takeCompacted`. Cut short, it can be run again.
 */
export async function forgetSubject(context: StoreContext, rows: ForgottenRows): Promise<ForgottenCounts> {
  const quarantined = await listQuarantined(context.writer, rows)
  await forgetInArchives(context, rows, quarantined)
  const counts = await inTransaction(context.writer, () => deleteRows(context, rows, quarantined))
  await checkpoint(context.writer)
  await copyCompacted(context)
  return counts
}

function compactedPath(folder: string): string {
  return join(backupFolder(folder), 'analytic.duckdb')
}

async function copyCompacted(context: StoreContext): Promise<void> {
  const path = compactedPath(context.folder)
  await rm(path, { force: true })
  const connection = await context.instance.connect()
  try {
    await run(connection, sql`ATTACH ${pathLiteral(path)} AS forgotten_copy`)
    await run(connection, sql`COPY FROM DATABASE analytic TO forgotten_copy`)
  } finally {
    await run(connection, sql`DETACH DATABASE IF EXISTS forgotten_copy`)
    connection.closeSync()
  }
  await syncPath(path)
}

/** Puts the copy without what was forgotten in the place of the file. The store must be closed. */
export async function takeCompacted(folder: string): Promise<void> {
  await rm(`${storePath(folder)}.wal`, { force: true })
  await rename(compactedPath(folder), storePath(folder))
  await rm(`${compactedPath(folder)}.wal`, { force: true })
  await syncPath(folder)
}

async function listQuarantined(connection: DuckDBConnection, { isTheirs }: ForgottenRows): Promise<readonly number[]> {
  const rows = await readRows(connection, sql`SELECT seq, raw FROM quarantine WHERE raw <> ''`)
  return rows.flatMap((row) => (isTheirs(row.raw as string) ? [row.seq as number] : []))
}

/** Rows of an archived table that are theirs; ids or keys, as the column holds them. */
function isTheirsSql(table: string, { of }: ForgottenRows, among: Sql, quarantined: readonly number[]): Sql {
  if (table === 'quarantine') return quarantined.length === 0 ? sql`false` : sql`seq IN (${listOf(quarantined)})`
  const columns = COLUMNS[of][table] ?? []
  if (columns.length === 0) return sql`false`
  return joinSql(
    columns.map((column) => sql`coalesce(${id(column)} IN (${among}), false)`),
    ' OR ',
  )
}

async function deleteRows(
  context: StoreContext,
  rows: ForgottenRows,
  quarantined: readonly number[],
): Promise<ForgottenCounts> {
  const { writer } = context
  const dictionary = rows.of === 'person' ? 'actor_key' : 'account_key'
  const ids = sql`SELECT id FROM ${id(dictionary)} WHERE key IN (${listOf(rows.keys)})`
  const counts: Record<string, number> = {}
  for (const { table } of ARCHIVED_TABLES)
    counts[table] = await deleteFrom(writer, table, isTheirsSql(table, rows, ids, quarantined))
  for (const [table, column] of DERIVED[rows.of]) await deleteFrom(writer, table, sql`${id(column)} IN (${ids})`)
  await forgetMentions(writer, rows)
  // Ids are dense, so that a key keeps its place.
  await run(writer, sql`UPDATE ${id(dictionary)} SET key = ${FORGOTTEN_KEY} || id WHERE key IN (${listOf(rows.keys)})`)
  return counts
}

async function deleteFrom(connection: DuckDBConnection, table: string, where: Sql): Promise<number> {
  const [row] = await readRows(connection, sql`SELECT count(*) AS n FROM ${id(table)} WHERE ${where}`)
  const n = row!.n as number
  if (n > 0) await run(connection, sql`DELETE FROM ${id(table)} WHERE ${where}`)
  return n
}

async function forgetMentions(connection: DuckDBConnection, { mentions }: ForgottenRows): Promise<void> {
  for (const mention of mentions) {
    const text = JSON.stringify(mention)
    await run(
      connection,
      sql`
        -- what others said of them
        UPDATE event SET properties = replace(properties, ${text}, '"forgotten"') WHERE contains(properties, ${text})
      `,
    )
    await run(connection, sql`UPDATE trait SET value = '"forgotten"' WHERE value = ${text}`)
  }
}

/** Files that hold rows of theirs are written anew under other names; then the manifest names those, and the old ones go. */
async function forgetInArchives(
  context: StoreContext,
  rows: ForgottenRows,
  quarantined: readonly number[],
): Promise<void> {
  const manifest = readManifest(context.folder)
  if (manifest === null) return
  const files: ArchiveFile[] = []
  const old: string[] = []
  for (const file of manifest.files) {
    const next = await rewriteFile(context, file, { rows, quarantined })
    if (next !== file) old.push(file.path)
    if (next !== null) files.push(next)
  }
  if (old.length === 0) return
  await writeManifest(context.folder, { ...manifest, files })
  for (const path of old) await rm(join(archiveFolder(context.folder), path), { force: true })
}

type Rewriting = { readonly rows: ForgottenRows; readonly quarantined: readonly number[] }

/** The file as it is, one without them, or null: all of it was theirs. */
async function rewriteFile(
  { folder, writer }: StoreContext,
  file: ArchiveFile,
  { rows, quarantined }: Rewriting,
): Promise<ArchiveFile | null> {
  const from = join(archiveFolder(folder), file.path)
  const theirs = isTheirsSql(file.table, rows, listOf(rows.keys), quarantined)
  const mentioned = mentionsSql(file.table, rows)
  const [found] = await readRows(
    writer,
    sql`
      -- rows of theirs, and of others that mention them
      SELECT count(*) FILTER (${theirs}) AS theirs, count(*) FILTER (${mentioned}) AS mentions
      FROM read_parquet(${pathLiteral(from)})
    `,
  )
  const n = found!.theirs as number
  if (n === 0 && found!.mentions === 0) return file
  if (n === file.rows) return null
  const path = nextName(file.path)
  const to = join(archiveFolder(folder), path)
  await run(
    writer,
    sql`
      -- an archive without them
      COPY (
        SELECT * ${replacingSql(file.table, rows)} FROM read_parquet(${pathLiteral(from)}) WHERE NOT (${theirs})
      ) TO ${pathLiteral(to)} (FORMAT parquet, COMPRESSION zstd)
    `,
  )
  await syncPath(to)
  return { ...file, path, rows: file.rows - n }
}

function mentionsSql(table: string, { mentions }: ForgottenRows): Sql {
  const column = table === 'event' ? sql`properties` : table === 'trait' ? sql`value` : null
  if (column === null || mentions.length === 0) return sql`false`
  return joinSql(
    mentions.map((mention) => sql`coalesce(contains(${column}, ${JSON.stringify(mention)}), false)`),
    ' OR ',
  )
}

function replacingSql(table: string, { mentions }: ForgottenRows): Sql {
  const column = table === 'event' ? sql`properties` : table === 'trait' ? sql`value` : null
  if (column === null || mentions.length === 0) return sql``
  const replaced = mentions.reduce(
    (inner, mention) => sql`replace(${inner}, ${JSON.stringify(mention)}, '"forgotten"')`,
    column,
  )
  return sql`REPLACE (${replaced} AS ${column})`
}

/** `…-1-200.parquet`, then `…-1-200.2.parquet`. */
function nextName(path: string): string {
  const [, base = path, n = '1'] = /^(.*?)(?:\.(\d+))?\.parquet$/.exec(path) ?? []
  return `${base}.${Number(n) + 1}.parquet`
}
