import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { toIngestSettings } from '../../dist/config/ingest-settings.js'
import { openNormaliser } from '../../dist/ingest/open-normaliser.js'
import { restoreAttribution } from '../../dist/ingest/restore-attribution.js'
import { applyAll } from '../../dist/run/apply/apply-logs.js'
import { readNormalisedOf } from '../../dist/run/apply/read-normalised.js'
import { openDuckdbStore } from '../../dist/store/analytic/duckdb/open-store.js'
import { openLogWriterInline } from '../../dist/store/log/open-log-writer-inline.js'
import { generateWorld } from '../../dist/worlds/generate-world.js'
import { modelOf } from '../rig/model-of.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'

// Usage: apply-log.child.mjs FOLDER LINES ROUNDS: the same messages as a log and as a file of lines; applies the one, reads the other with plain read_json, in turn.
const [folder, lines, rounds] = process.argv.slice(2)
const LINES_PER_FRAME = 1_000
const model = await modelOf('product')
const file = join(folder, 'messages.ndjson')
await writeMessages()
for (let round = 0; round < Number(rounds); round++) {
  const memory = watchMemory()
  const applied = await applyLog(join(folder, `applied-${round}`))
  const rss = memory.stop()
  const read = await readPlain(join(folder, `plain-${round}.duckdb`))
  process.stdout.write(`${JSON.stringify({ ...applied, ...read, rss })}\n`)
}
process.exit(0)

async function writeMessages() {
  const writer = openLogWriterInline({ dir: folder, logName: 'import-bench' })
  writeFileSync(file, '')
  const end = Date.UTC(2026, 5, 30, 15)
  let chunk = []
  let written = 0
  for (const message of generateWorld({
    seed: 3,
    size: { accounts: 200, trials: 200, events: Number(lines) * 1.5 },
  }).messages()) {
    chunk.push(JSON.stringify(message))
    written += 1
    if (chunk.length < LINES_PER_FRAME && written < Number(lines)) continue
    const header = {
      kind: 'messages',
      receivedAt: end,
      source: 'bench',
      shape: 'lines',
      imported: true,
      count: chunk.length,
    }
    appendFileSync(file, `${chunk.join('\n')}\n`)
    await writer.append(header, Buffer.from(chunk.join('\n')))
    chunk = []
    if (written >= Number(lines)) break
  }
  await writer.close()
}

async function applyLog(path) {
  const { store } = await openDuckdbStore({ folder: path, timezone: 'UTC', closeDelayMinutes: 0 })
  await store.backfillMeasures(model.measures)
  const settings = toIngestSettings(model)
  const normaliser = openNormaliser(settings)
  const restore = () => restoreAttribution(store.readAttribution(), settings)
  const writer = { position: () => 0 }
  const applier = {
    ...{ store, settings, attribution: await restore(), restoreAttribution: restore },
    readNormalised: readNormalisedOf({ dataDir: folder, writer, normaliser }),
  }
  const started = performance.now()
  const { kept, duplicates } = await applyAll(applier, 'import-bench', { after: () => {} })
  const applyMs = performance.now() - started
  const { facts } = await store.counts()
  await normaliser.close()
  await store.close()
  return { applyMs, kept, duplicates, facts }
}

async function readPlain(path) {
  const instance = await DuckDBInstance.create(path, { memory_limit: '500MB', threads: '2' })
  const connection = await instance.connect()
  const started = performance.now()
  await connection.run(`
    -- columns named, since the guess from the first lines does not hold for the later ones
    CREATE TABLE message AS
    SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {
      type: 'VARCHAR', event: 'VARCHAR', messageId: 'VARCHAR', userId: 'VARCHAR', anonymousId: 'VARCHAR', groupId: 'VARCHAR',
      timestamp: 'TIMESTAMP', receivedAt: 'TIMESTAMP', context: 'JSON', properties: 'JSON', traits: 'JSON'
    })
  `)
  const plainMs = performance.now() - started
  const [[plainRows]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM message')).getRows()
  connection.closeSync()
  instance.closeSync()
  return { plainMs, plainRows }
}
