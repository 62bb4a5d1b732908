import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { workerUrl } from '../../src/core/package-root.ts'
import { planImport } from '../../src/ingest/files/plan-import.ts'
import { importFile } from '../../src/run/apply/import-file.ts'
import { readParquetRows } from '../../src/store/analytic/duckdb/read/read-parquet-rows.ts'
import { bodies } from '../log-stories.ts'
import { runCommand, tempFolder } from './run-command.ts'

const built = existsSync(workerUrl('cli/import-file.worker.ts'))
const reason = built ? '' : ' (skipped: no dist, run npm run build)'

const ROWS = 11_000
const MAPPING = {
  type: 'track',
  event: { column: 'event' },
  user: { column: 'user' },
  account: { column: 'account' },
  time: { column: 'at', unit: 'iso' },
} as const
const FLAGS = ['--event', 'event', '--user', 'user', '--account', 'account', '--time', 'at', '--time-unit', 'iso']

/** More than 4 MB, from which on a file is read on a thread of its own. */
function writeLarge(cwd: string, timeOf: (row: number) => string): string {
  const note = 'x'.repeat(380)
  const rows = Array.from({ length: ROWS }, (_, i) => `u${i % 9},acme,Login,${timeOf(i)},${note}`)
  const path = join(cwd, 'large.csv')
  writeFileSync(path, `user,account,event,at,note\n${rows.join('\n')}\n`)
  return path
}

const minuteOf = (row: number): string => new Date(Date.UTC(2026, 2, 1) + row * 60_000).toISOString()

test.skipIf(!built)(
  `stopped and run again, a large file is in the log once, as this thread would write it${reason}`,
  async () => {
    const cwd = tempFolder()
    const path = writeLarge(cwd, (row) => (row === 5 ? 'never' : minuteOf(row)))
    const stopped = await runCommand(['import', 'large.csv', ...FLAGS, '--data', 'here'], {
      cwd,
      signal: AbortSignal.abort(),
    })
    expect(stopped).toMatchObject({ code: 2, err: expect.stringMatching(/^Cancelled\. \d+ rows are kept; /) })
    const kept = Number(stopped.err.match(/\d+/)?.[0])
    expect(kept < ROWS).toBe(true)
    const { out } = await runCommand(['import', 'large.csv', ...FLAGS, '--data', 'here', '--json'], { cwd })
    const { files } = JSON.parse(out)
    expect(files).toMatchObject([{ rows: ROWS, resumedAt: kept, totals: { kept: ROWS - 1, quarantined: 1 } }])
    const plan = await planImport({ path, mapping: MAPPING, source: 'import' })
    const there = join(cwd, 'there')
    const run = { plan, clock: { now: () => 0 }, signal: new AbortController().signal, stdin: Readable.from([]) }
    await importFile({ ...run, dataDir: there, readParquet: readParquetRows, progress: () => {} })
    const linesIn = (dataDir: string) => bodies(dataDir, plan.logName).join('\n').split('\n').filter(Boolean)
    expect(linesIn(join(cwd, 'here'))).toEqual(linesIn(there))
  },
  60_000,
)

test.skipIf(!built)(
  `a mapping that fits no row of a large file is refused before anything is written${reason}`,
  async () => {
    const cwd = tempFolder()
    writeLarge(cwd, () => 'never')
    const { code, err } = await runCommand(['import', 'large.csv', ...FLAGS, '--data', 'here'], { cwd })
    expect(err).toMatch(/^The mapping fits 0 of the first 2000 rows of .*large\.csv; .* at is no time: "never"\. /)
    expect(code).toBe(2)
    expect(bodies(join(cwd, 'here'), 'server')).toEqual([])
  },
  60_000,
)
