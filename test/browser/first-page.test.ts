import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { findServer } from './start-server.ts'

const FOLDER = join(packageRoot(), 'dist', 'dashboard')
const MOST = 300 * 1024

/** A script and what it imports before it runs, by name: what comes later is asked for by a function. */
function scriptsOf(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen
  seen.add(name)
  const text = readFileSync(join(FOLDER, 'assets', name), 'utf8')
  for (const [, next] of text.matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g)) scriptsOf(next!, seen)
  return seen
}

function entryOf(): string {
  return /assets\/([\w.-]+\.js)/.exec(readFileSync(join(FOLDER, 'index.html'), 'utf8'))![1]!
}

function sizeOf(names: Iterable<string>): number {
  return [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(FOLDER, 'assets', name))).length, 0)
}

test.skipIf(findServer() === null)(
  'the landing page needs at most 300 KB of scripts, and none that draws charts',
  () => {
    const entry = entryOf()
    const all = scriptsOf(entry)
    const page = /\.\/(today-page-[\w-]+\.js)/.exec(readFileSync(join(FOLDER, 'assets', entry), 'utf8'))![1]!
    scriptsOf(page, all)
    expect(all.size).toBeGreaterThan(2)
    expect(sizeOf(all)).toBeLessThanOrEqual(MOST)
    expect([...all].filter((name) => /chart|figure|week-bars|account-page/.test(name))).toEqual([])
  },
)
