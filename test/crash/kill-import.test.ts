import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { runCommand, tempFolder } from '../cli/run-command.ts'
import { requireBuilt } from '../require-built.ts'

beforeAll(() => requireBuilt('cli/commands/import.js'))

const ROWS = 60_000

/** Every tenth row is a copy of the one before it, and one in a thousand is broken. */
function writeFile(folder: string): string {
  const path = join(folder, 'history.ndjson')
  const lines = Array.from({ length: ROWS }, (_, i) => {
    if (i % 1_000 === 999) return '{"type":"track","event":'
    const at = new Date(1_772_357_400_000 + i * 60_000).toISOString()
    const id = i % 10 === 9 ? i - 1 : i
    return JSON.stringify({
      ...{ type: 'track', event: `Event ${id % 7}`, userId: `u${id % 500}`, messageId: `m${id}`, timestamp: at },
      ...{ context: { groupId: `a${id % 50}` }, properties: { note: 'x'.repeat(60), n: id } },
    })
  })
  writeFileSync(path, lines.join('\n'))
  return path
}

function bytesUnder(folder: string): number {
  if (!existsSync(folder)) return 0
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.reduce((sum, entry) => sum + (entry.isFile() ? sizeOf(join(entry.parentPath, entry.name)) : 0), 0)
}

/** A file may be gone between being listed and being asked for. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Runs the import, and kills it as soon as a folder holds so many bytes; gives what it printed, null: it was killed. */
async function runImport(
  cwd: string,
  file: string,
  kill: { readonly folder: string; readonly bytes: number } | null,
): Promise<string | null> {
  const argv = [join(packageRoot(), 'bin', 'telltale.cjs'), 'import', file, '--json']
  const child = spawn(process.execPath, argv, { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  const closed = once(child, 'close')
  while (kill !== null && child.exitCode === null && child.signalCode === null) {
    if (bytesUnder(kill.folder) >= kill.bytes) child.kill('SIGKILL')
    await setTimeout(2)
  }
  const [code] = await closed
  return code === 0 ? out : null
}

test('killed while it writes, and again while it is applied, an import goes on and ends as one that was not', async () => {
  const [cwd, calm] = [tempFolder(), tempFolder()]
  const file = writeFile(tempFolder())
  const log = join(cwd, '.telltale', 'log')
  const store = join(cwd, '.telltale', 'analytic')
  const killed = [
    await runImport(cwd, file, { folder: log, bytes: 5 << 20 }),
    await runImport(cwd, file, { folder: store, bytes: bytesUnder(store) + (2 << 20) }),
  ]
  expect(killed).toEqual([null, null])
  const [after, expected] = [await runImport(cwd, file, null), await runImport(calm, file, null)].map((out) =>
    JSON.parse(out ?? '{}'),
  )
  expect(expected.counts).toEqual({ events: 54_000, accounts: 45, persons: 450 })
  expect(after.counts).toEqual(expected.counts)
  expect(expected.files[0].totals).toMatchObject({
    kept: 54_000,
    duplicates: 5_940,
    quarantined: 60,
    withoutAccount: 0,
  })
  expect(after.files[0].totals).toEqual(expected.files[0].totals)
  const { out } = await runCommand(['quarantine', '--json'], { cwd, now: Date.UTC(2026, 5, 15) })
  expect(JSON.parse(out).byReason).toEqual([{ reason: 'bad_row', n: 60 }])
}, 180_000)
