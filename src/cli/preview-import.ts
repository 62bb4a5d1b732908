import type { Readable } from 'node:stream'
import { openRowCounts } from '../ingest/files/count-rows.ts'
import { roleOf } from '../ingest/files/guess-mapping.ts'
import { identifyRows } from '../ingest/files/identify-rows.ts'
import { mapRow } from '../ingest/files/map-row.ts'
import { isExport, type Mapping } from '../ingest/files/mapping.ts'
import { detectFormat, type OpenedFile } from '../ingest/files/open-file.ts'
import { eachRow, type ReadRow } from '../ingest/files/read-rows.ts'
import { openRows } from '../run/apply/import-file.ts'
import { readParquetRows } from '../store/analytic/duckdb/read/read-parquet-rows.ts'
import type { ChosenMapping, Sample } from './import-mapping.ts'
import { printable, renderTable } from './render/render-table.ts'

/** The beginning of a file, as it is. */
export type Head = { readonly file: OpenedFile; readonly read: readonly ReadRow[]; readonly sample: Sample }

const SAMPLE_ROWS = 200

/** @throws import_unreadable */
export async function readHead(
  path: string,
  { rows = SAMPLE_ROWS, stdin }: { rows?: number; stdin: Readable },
): Promise<Head> {
  const file = await detectFormat(path)
  const read: ReadRow[] = []
  const source = openRows({ plan: { path, ...file }, stdin, readParquet: readParquetRows })
  for await (const row of eachRow(source.rows)) {
    read.push(row)
    if (read.length >= rows) break
  }
  const whole = read.flatMap((row) => (row.kind === 'row' ? [row.row] : []))
  const columns = [...new Set(whole.flatMap((row) => [...row.keys()]))]
  return { file, read, sample: { path, rows: whole, columns, ndjson: file.format === 'ndjson' } }
}

export type PreviewedRow =
  | { readonly row: number; readonly message: unknown }
  | { readonly row: number; readonly refused: string; readonly text: string }

/** What the first rows of a file become. */
export type Preview = {
  readonly path: string
  readonly format: string
  readonly columns: readonly { readonly name: string; readonly role: string; readonly example: string }[]
  readonly mapping: Mapping | null
  readonly guessed: boolean
  readonly rows: readonly PreviewedRow[]
}

export function previewImport(head: Head, chosen: ChosenMapping, rows: number): Preview {
  const { mapping, guessed } = chosen
  const identify = identifyRows(openRowCounts(null))
  return {
    path: head.sample.path,
    format: head.file.gzipped ? `${head.file.format}, gzipped` : head.file.format,
    columns: head.sample.columns.map((name) => ({
      name,
      role: mapping === null ? 'as it is' : (roleOf(name, mapping) ?? propertyRole(name, mapping)),
      example: exampleOf(head, name),
    })),
    mapping,
    guessed,
    rows: head.read.slice(0, rows).map((read, i) => previewRow(read, i + 1, mapping, identify)),
  }
}

function propertyRole(name: string, mapping: Mapping): string {
  return isExport(mapping) ||
    mapping.type === 'subscription' ||
    (mapping.properties !== undefined && !mapping.properties.includes(name))
    ? '–'
    : 'property'
}

function exampleOf({ sample }: Head, name: string): string {
  const value = sample.rows.map((row) => row.get(name)).find((one) => one !== null && one !== undefined && one !== '')
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

function previewRow(
  read: ReadRow,
  row: number,
  mapping: Mapping | null,
  identify: (text: string) => string,
): PreviewedRow {
  if (read.kind === 'unreadable') return { row, refused: read.why, text: read.text }
  if (mapping === null) return { row, message: Object.fromEntries(read.row) }
  const mapped = mapRow(read.row, mapping, identify(read.text()))
  return mapped.kind === 'message' ? { row, message: mapped.message } : { row, refused: mapped.why, text: read.text() }
}

export function renderPreview(preview: Preview): string {
  const { path, format, columns, guessed, rows } = preview
  const table = renderTable(
    [
      { head: 'column', cell: (column) => column.name.slice(0, 60) },
      { head: guessed ? 'seems to be' : 'is', cell: (column) => column.role },
      { head: 'for example', cell: (column) => column.example },
    ],
    columns,
  )
  const lines = rows.map((row) =>
    'message' in row
      ? `${row.row}  ${JSON.stringify(row.message)}`
      : `${row.row}  refused: ${row.refused}: ${row.text.slice(0, 200)}`,
  )
  const heading = `The first ${rows.length === 1 ? 'row becomes' : `${rows.length} rows become`}:`
  return [
    `${printable(path)} (${format})`,
    table,
    [heading, ...lines.map(printable)].join('\n'),
    'Nothing was written.',
  ].join('\n\n')
}
