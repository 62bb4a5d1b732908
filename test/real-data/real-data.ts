import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { packageRoot } from '../../src/core/package-root.ts'

const FOLDER = process.env.TELLTALE_TEST_DATA ?? join(packageRoot(), '..', 'shared', 'data')

/** A file of the real data that is kept beside the repository; `skipped` says why its tests are, and is empty where the file is there. */
export function realFile(path: string): { readonly path: string; readonly skipped: string } {
  const file = join(FOLDER, path)
  return {
    path: file,
    skipped: existsSync(file) ? '' : ` (skipped: ${file} is absent; TELLTALE_TEST_DATA names its folder)`,
  }
}

export function readLines(path: string): string[] {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n')
}

/** How many of each. */
export function tally(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
