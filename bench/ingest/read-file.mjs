import { Readable } from 'node:stream'

/**
 * Processor time of reading a file row by row, as an import does before anything is written: `node bench/ingest/read-file.mjs FILE [MAPPING]`, the mapping as
 * JSON. With one, also of turning rows into messages as text.
 */
const [path, mappingText] = process.argv.slice(2)
const { detectFormat } = await import('../../dist/ingest/files/open-file.js')
const { openMessages, openRows } = await import('../../dist/run/apply/import-file.js')
const { mapRow } = await import('../../dist/ingest/files/map-row.js')
const { mappingSchema } = await import('../../dist/ingest/files/mapping.js')
const { readParquetRows } = await import('../../dist/store/analytic/duckdb/read/read-parquet-rows.js')

const mapping = mappingText === undefined ? null : mappingSchema.parse(JSON.parse(mappingText))
const plan = { path, ...(await detectFormat(path)) }
const source = { plan, stdin: Readable.from([]), readParquet: readParquetRows }

for (const turn of ['read', 'read and mapped']) {
  if (turn !== 'read' && mapping === null) continue
  const before = process.cpuUsage()
  let rows = 0
  for await (const some of (mapping === null ? openMessages : openRows)(source).rows) {
    rows += some.length
    if (turn !== 'read')
      for (const { row } of some) if (row !== undefined) JSON.stringify(mapRow(row, mapping, '').message)
  }
  const { user, system } = process.cpuUsage(before)
  console.log(`${turn}: ${((user + system) / rows).toFixed(2)} µs a row (${rows.toLocaleString('en')} rows)`)
}
