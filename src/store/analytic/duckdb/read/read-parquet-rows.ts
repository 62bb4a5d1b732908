import { dirname, resolve } from 'node:path'
import { type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api'
import { pathLiteral, renderSql, sql } from '../../../sql.ts'
import { streamChunks } from '../connection.ts'

/** A row of a file: columns by name, in order. */
type ParquetRow = ReadonlyMap<string, unknown>

/** Rows of a Parquet file as plain values (64-bit integers, decimals and times as text), some at once, in the file's order. Only the file's own folder can be read. */
export async function* readParquetRows(path: string): AsyncGenerator<ParquetRow[]> {
  const file = resolve(path)
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: '256MB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  try {
    await connection.run(renderSql(sql`SET allowed_directories = [${pathLiteral(`${dirname(file)}/`)}]`).text)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
    const chunks = streamChunks(connection, sql`SELECT * FROM read_parquet(${file})`)
    const names = await columnNames(connection, file)
    for await (const chunk of chunks) yield toRows(chunk, names)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function columnNames(
  connection: Awaited<ReturnType<DuckDBInstance['connect']>>,
  file: string,
): Promise<string[]> {
  const reader = await connection.runAndReadAll('SELECT * FROM read_parquet($1) LIMIT 0', [file])
  return reader.deduplicatedColumnNames()
}

function toRows(chunk: DuckDBDataChunk, names: readonly string[]): ParquetRow[] {
  const columns = names.map((_, column) => chunk.getColumnValues(column))
  return Array.from({ length: chunk.rowCount }, (_, row) => {
    const values = new Map<string, unknown>()
    for (let column = 0; column < names.length; column++) values.set(names[column]!, plainOf(columns[column]![row]))
    return values
  })
}

/** Engine values print themselves as SQL would; lists and structs become JSON arrays and objects. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (value === null || typeof value !== 'object') return value
  if ('items' in value && Array.isArray(value.items)) return value.items.map(plainOf)
  if ('entries' in value && value.entries !== null && typeof value.entries === 'object')
    return plainStruct(value.entries)
  return String(value)
}

function plainStruct(entries: object): unknown {
  if (Array.isArray(entries)) return entries.map(({ key, value }) => [plainOf(key), plainOf(value)])
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, plainOf(value)]))
}
