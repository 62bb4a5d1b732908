import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runTelltale } from '../rig/run-telltale.mjs'
import { megabytes } from '../rig/say.mjs'
import { toMessage, writeEvents } from './make-events.mjs'

/**
 * What `telltale import` holds at most, by the size of the file: `node bench/ingest/import-memory.mjs FOLDER [EVENTS …]`, by default 0.4, 2.4 and 4.8 million events as
 * NDJSON. Files and stores are made in the folder and removed again.
 */
const [folder, ...sizes] = process.argv.slice(2)
for (const events of sizes.length > 0 ? sizes.map(Number) : [400_000, 2_400_000, 4_800_000]) {
  const [file, data] = ['memory.ndjson', 'memory-target'].map((name) => join(folder, name))
  rmSync(data, { recursive: true, force: true })
  await writeEvents(file, events, toMessage)
  const { peak } = await runTelltale(['import', file, '--data', data])
  console.log(
    `${events.toLocaleString('en')} events, ${megabytes(statSync(file).size)}: at most ${megabytes(peak)} resident`,
  )
  for (const made of [file, data]) rmSync(made, { recursive: true, force: true })
}
