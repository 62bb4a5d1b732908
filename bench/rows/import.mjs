import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { keepResult } from '../rig/keep-result.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'
import { ROOT } from '../rig/places.mjs'
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
    const { ms, peak } = await telltale(['import', file, ...mapping, '--data', folder])
    const rate = (events / ms) * 1_000
    worst = Math.min(worst, rate / TARGETS[format])
    figures[`${format}, ${megabytes(statSync(file).size)}`] = `${thousands(rate)}, resident at most ${megabytes(peak)}`
  }
  const config = join(data, 'import.config.ts')
  const looked = await telltale(['init', '--from', files.ndjson, '--config', config, '--force'])
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
  await writeLines(files.ndjson, events, (of) =>
    JSON.stringify({
      ...{ type: 'track', event: of.event, userId: of.user, messageId: of.id, timestamp: of.at },
      ...{ context: { groupId: of.account }, properties: { plan: of.plan, rows: of.rows } },
    }),
  )
  await writeLines(files.csv, events, (of) => Object.values(of).join(','), 'id,event,user_id,account_id,at,plan,rows')
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(
    `COPY (SELECT * FROM read_csv('${files.csv}', all_varchar = true)) TO '${files.parquet}' (FORMAT parquet)`,
  )
  connection.closeSync()
  return files
}

const NAMES = ['Report Created', 'Chart Shared', 'Signed In', 'Data Imported', 'Invite Sent']

async function writeLines(path, events, toLine, head) {
  const out = createWriteStream(path)
  if (head !== undefined) out.write(`${head}\n`)
  for (let n = 0; n < events; n++) {
    const user = (n * 7_919) % 20_000
    const at = new Date(1_767_225_600_000 + Math.floor((n / events) * 90 * 86_400_000)).toISOString()
    const of = {
      id: `m${n}`,
      event: NAMES[(n * 31 + (user % 7)) % NAMES.length],
      user: `u${user}`,
      account: `a${user % 2_000}`,
    }
    const line = toLine({ ...of, at, plan: user % 3 === 0 ? 'pro' : 'free', rows: n % 100 })
    if (!out.write(`${line}\n`)) await new Promise((done) => out.once('drain', done))
  }
  await new Promise((done) => out.end(done))
}

/** Runs a command to its end. */
function telltale(argv) {
  const began = performance.now()
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'telltale.cjs'), ...argv], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const memory = watchMemory(child.pid)
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      const found = { ms: performance.now() - began, peak: memory.stop() }
      if (code === 0) done(found)
      else fail(new Error(`telltale ${argv[0]} ended with ${code}`))
    })
  })
}
