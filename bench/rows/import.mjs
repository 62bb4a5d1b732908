import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { toMessage, writeEvents } from '../ingest/make-events.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { runTelltale } from '../rig/run-telltale.mjs'
import { megabytes, thousands } from '../rig/say.mjs'

const EVENTS = { S: 100_000, M: 300_000, L: 1_000_000, XL: 10_000_000 }
const COLUMNS = ['--event', 'event', '--user', 'user_id', '--account', 'account_id', '--time', 'at', '--id', 'id']
/** Events a second to queryable, by format. */
const TARGETS = { ndjson: 250_000, csv: 150_000, parquet: 250_000 }

/** Files of each format into a fresh folder, until every event can be asked for; and a first configuration out of one of them. */
export async function run({ size, data }) {
  const events = EVENTS[size]
  const files = await makeFiles(join(data, `import-${size}`), events)
  const folder = join(data, 'import-target')
  const figures = { events: events.toLocaleString('en') }
  let worst = Number.POSITIVE_INFINITY
  for (const [format, file] of Object.entries(files)) {
    rmSync(folder, { recursive: true, force: true })
    const mapping = format === 'ndjson' ? [] : COLUMNS
    const { ms, peak } = await runTelltale(['import', file, ...mapping, '--data', folder])
    const rate = (events / ms) * 1_000
    worst = Math.min(worst, rate / TARGETS[format])
    figures[`${format}, ${megabytes(statSync(file).size)}`] = `${thousands(rate)}, resident at most ${megabytes(peak)}`
  }
  const config = join(data, 'import.config.ts')
  const looked = await runTelltale(['init', '--from', files.ndjson, '--config', config, '--force'])
  figures['init --from'] = `${(looked.ms / 1_000).toFixed(1)} s, resident at most ${megabytes(looked.peak)}`
  rmSync(folder, { recursive: true, force: true })
  keepResult({
    row: 'import of files, to queryable',
    size,
    ratio: worst,
    target: 'NDJSON and Parquet ≥ 250 K events/s, CSV ≥ 150 K; a look at 1 M events < 10 s',
    met: worst >= 1 && looked.ms < 10_000 * Math.max(1, events / 1_000_000),
    figures,
  })
}

/** The same events as lines of JSON, CSV and Parquet; made once. */
async function makeFiles(folder, events) {
  const files = Object.fromEntries(Object.keys(TARGETS).map((format) => [format, join(folder, `events.${format}`)]))
  if (existsSync(files.parquet)) return files
  mkdirSync(folder, { recursive: true })
  await writeEvents(files.ndjson, events, toMessage)
  await writeEvents(files.csv, events, (of) => Object.values(of).join(','), 'id,event,user_id,account_id,at,plan,rows')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT * FROM read_csv('${files.csv}', all_varchar = true)) TO '${files.parquet}' (FORMAT parquet)`,
  )
  connection.closeSync()
  return files
}
