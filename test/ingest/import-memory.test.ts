import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { beforeAll, expect, it } from 'vitest'
import { tempFolder } from '../cli/run-command.ts'
import { requireBuilt } from '../require-built.ts'

let importFile = ''
beforeAll(() => {
  importFile = requireBuilt('run/apply/import-file.js')
})

/** Imports a file into a log in a process of its own; prints how many rows it has, and what the process took at most. */
const SCRIPT = `
  const [file, dataDir, mapping, importFile] = process.argv.slice(1)
  const { importFile: run } = await import(importFile)
  const { planImport } = await import(new URL('../../ingest/files/plan-import.js', 'file://' + importFile))
  const plan = await planImport({ path: file, mapping: JSON.parse(mapping), source: 'import' })
  const nothing = () => {}
  const { rows } = await run({ dataDir, plan, clock: { now: () => 1.8e12 }, signal: new AbortController().signal, progress: nothing, readParquet: nothing })
  process.stdout.write(JSON.stringify({ rows, peak: process.resourceUsage().maxRSS / 1024 }))
`

const ROW = 'x'.repeat(1_000)

/** About a kilobyte a row. */
async function writeFile(format: 'ndjson' | 'csv', megabytes: number): Promise<string> {
  const path = join(tempFolder(), `rows.${format}`)
  const out = createWriteStream(path)
  if (format === 'csv') out.write('user_id,event,ts,note\n')
  for (let n = 0; n < megabytes; n++) {
    const some = Array.from({ length: 1_000 }, (_, i) =>
      format === 'csv'
        ? `u${i},Login,${1_772_357_400 + n},"${n}, ${ROW}"\n`
        : `{"type":"track","event":"Login","userId":"u${i}","messageId":"${n}-${i}","properties":{"note":"${ROW}"}}\n`,
    )
    if (!out.write(some.join(''))) await once(out, 'drain')
  }
  await finished(out.end())
  return path
}

const COLUMNS = { event: { column: 'event' }, user: { column: 'user_id' }, time: { column: 'ts', unit: 's' } }

async function measure(format: 'ndjson' | 'csv', megabytes: number): Promise<{ rows: number; peak: number }> {
  const mapping = JSON.stringify(format === 'csv' ? { type: 'track', ...COLUMNS } : null)
  const argv = [
    '--input-type=module',
    '-e',
    SCRIPT,
    await writeFile(format, megabytes),
    tempFolder(),
    mapping,
    importFile,
  ]
  const { stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

it.each(['ndjson', 'csv'] as const)(
  '%s: what an import takes does not grow with the file',
  async (format) => {
    const [small, large] = [await measure(format, 24), await measure(format, 88)]
    expect([small.rows, large.rows]).toEqual([24_000, 88_000])
    // Of 64 MB more in the file.
    expect(large.peak - small.peak).toBeLessThan(60)
    expect(large.peak).toBeLessThan(400)
  },
  120_000,
)
