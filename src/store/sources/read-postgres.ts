import pg from 'pg'
import Cursor from 'pg-cursor'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import { readTables, type SourceTable } from './read-tables.ts'
import type { SourceRow } from './source-row.ts'

/** A query of the user's, and where to go on from: rows whose cursor is at least `from`. */
export type PostgresQuery = {
  /** What it reads, as it is called in errors. */
  readonly target: string
  readonly sql: string
  readonly cursor: string | null
  readonly from: string | null
  /** Whether rows without a cursor are read too, each time. */
  readonly nulls: boolean
}

export type SourceColumn = { readonly name: string; readonly type: string }

/** One snapshot of a database: everything it is asked for is as of one moment, and nothing can be changed through it. */
export type PostgresReader = {
  /** Every table that the user may read, but those of the system. */
  readonly tables: () => Promise<readonly SourceTable[]>
  readonly columns: (query: PostgresQuery) => Promise<readonly SourceColumn[]>
  /** How many rows the database expects to give. */
  readonly estimate: (query: PostgresQuery) => Promise<number>
  /** The greatest cursor that there is; null: there are no rows. */
  readonly greatest: (query: PostgresQuery) => Promise<string | null>
  /** Pages of rows; in order of the cursor where there is one. */
  readonly read: (query: PostgresQuery, limit?: number) => AsyncGenerator<readonly SourceRow[]>
  readonly close: () => Promise<void>
}

const PAGE = 5_000
const CONNECT_MS = 15_000

/**
 * Opens a read-only transaction of which every query sees the same moment. Times are read in UTC.
 * @throws source_unreachable, and of a query source_failed
 */
export async function openPostgres(url: string): Promise<PostgresReader> {
  const client = makeClient(url)
  let lost: Error | null = null
  client.on('error', (error) => {
    lost = error
  })
  try {
    await client.connect()
    await client.query(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'`,
    )
  } catch (error) {
    await client.end().catch(() => {})
    throw telltaleError('source_unreachable', { source: 'PostgreSQL', reason: reasonOf(error) })
  }
  const of = <T>(target: string, work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw toSourceError(target, lost ?? error)
    })
  return {
    tables: () => of('the tables', readTables(client)),
    columns: (query) => of(query.target, readColumns(client, query)),
    estimate: (query) => of(query.target, readEstimate(client, query)),
    greatest: (query) => of(query.target, readGreatest(client, query)),
    read: (query, limit) =>
      readPages(client, query, { limit, failed: (error) => toSourceError(query.target, lost ?? error) }),
    close: async () => {
      await client.end().catch(() => {})
    },
  }
}

/** The address is the user's secret: it is named in no error. */
function makeClient(url: string): pg.Client {
  if (!/^postgres(ql)?:\/\//i.test(url))
    throw telltaleError('source_unreachable', {
      source: 'PostgreSQL',
      reason: 'its address has to begin with postgresql://, such as postgresql://user@host/database',
    })
  try {
    return new pg.Client({
      connectionString: url,
      application_name: 'telltale',
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      // Everything as text: what it means is said in one place.
      types: { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig,
    })
  } catch {
    throw telltaleError('source_unreachable', { source: 'PostgreSQL', reason: 'the connection string cannot be read' })
  }
}

/** The user's text is a statement of its own; it stands as one table in ours, so that it can only be read. */
function asTable({ sql }: PostgresQuery): string {
  return `(\n${sql.trim().replace(/;\s*$/, '')}\n) AS target`
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

async function readColumns(client: pg.Client, query: PostgresQuery): Promise<SourceColumn[]> {
  const { fields } = await client.query(`SELECT * FROM ${asTable(query)} LIMIT 0`)
  const ids = [...new Set(fields.map(({ dataTypeID }) => dataTypeID))]
  const named = await client.query<{ oid: string; name: string }>(
    'SELECT t.oid::text AS oid, format_type(t.oid, NULL) AS name FROM pg_type t WHERE t.oid = ANY($1)',
    [ids],
  )
  const nameOf = new Map(named.rows.map(({ oid, name }) => [Number(oid), name]))
  return fields.map(({ name, dataTypeID }) => ({ name, type: nameOf.get(dataTypeID) ?? 'unknown' }))
}

async function readEstimate(client: pg.Client, query: PostgresQuery): Promise<number> {
  const { text, values } = selectOf(query)
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (FORMAT JSON) ${text}`, values)
  const plan = JSON.parse(rows[0]!['QUERY PLAN']) as readonly { readonly Plan: { readonly 'Plan Rows': number } }[]
  return plan[0]!.Plan['Plan Rows']
}

async function readGreatest(client: pg.Client, query: PostgresQuery): Promise<string | null> {
  if (query.cursor === null) return null
  const { rows } = await client.query<{ greatest: string | null }>(
    `SELECT max(${quoted(query.cursor)})::text AS greatest FROM ${asTable(query)}`,
  )
  return rows[0]?.greatest ?? null
}

function selectOf(query: PostgresQuery): { text: string; values: string[] } {
  const table = asTable(query)
  if (query.cursor === null) return { text: `SELECT * FROM ${table}`, values: [] }
  const cursor = quoted(query.cursor)
  const from = query.from === null ? `${cursor} IS NOT NULL` : `${cursor} >= $1`
  const where = query.nulls ? `${from} OR ${cursor} IS NULL` : from
  const values = query.from === null ? [] : [query.from]
  return {
    text: `SELECT * FROM ${table} WHERE ${where} ORDER BY ${cursor}${query.nulls ? ' NULLS FIRST' : ''}`,
    values,
  }
}

type Reading = { readonly limit: number | undefined; readonly failed: (error: unknown) => Error }

async function* readPages(
  client: pg.Client,
  query: PostgresQuery,
  { limit, failed }: Reading,
): AsyncGenerator<readonly SourceRow[]> {
  const { text, values } = selectOf(query)
  const cursor = client.query(
    new Cursor<string[]>(limit === undefined ? text : `${text} LIMIT ${Math.trunc(limit)}`, values, {
      rowMode: 'array',
    }),
  )
  // Of a connection that broke nothing can be closed any more, and who waits for it waits for ever.
  let broken = false
  try {
    for (;;) {
      const { rows, fields } = await readPage(cursor).catch((error: unknown) => {
        broken = true
        throw failed(error)
      })
      if (rows.length > 0) yield toRows(rows, fields, query.cursor)
      if (rows.length < PAGE) return
    }
  } finally {
    if (!broken) await cursor.close().catch(() => {})
  }
}

type Page = { readonly rows: (string | null)[][]; readonly fields: readonly pg.FieldDef[] }

function readPage(cursor: Cursor<string[]>): Promise<Page> {
  return new Promise((resolve, reject) => {
    cursor.read(PAGE, (error, rows, result) => {
      if (error) reject(error)
      else resolve({ rows: rows as (string | null)[][], fields: result.fields })
    })
  })
}

function toRows(
  page: readonly (string | null)[][],
  fields: readonly pg.FieldDef[],
  cursor: string | null,
): readonly SourceRow[] {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }))
  const at = columns.findIndex(({ name }) => name === cursor)
  return page.map((texts) => ({ columns, texts, cursor: texts[at] ?? null }))
}

/** Classes of SQLSTATE that say that the database went away or has no room for us, not that the query is wrong. */
const GONE = /^(08|53|57P|28|3D)/

function toSourceError(target: string, error: unknown): Error {
  if (error instanceof TelltaleError) return error
  // What a socket says has a code too.
  const gone = !(error instanceof pg.DatabaseError) || GONE.test(error.code ?? '')
  if (gone) return telltaleError('source_unreachable', { source: 'PostgreSQL', reason: reasonOf(error) })
  return telltaleError('source_failed', { target, reason: reasonOf(error) })
}

/** Causes of a refused connection come in a list without a message of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : []
  if (error.message === '' && first instanceof Error) return first.message
  return error.message.split('\n')[0] ?? ''
}
