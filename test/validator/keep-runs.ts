import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Repeat } from './repeat.ts'

/** What the scores rest on: another line of these, and what was kept is of no use. */
const SOURCES = ['src/core', 'src/stats', 'src/proof', 'src/worlds', 'test/validator']

export type Kept = {
  readonly file: string
  /** Starts anew. */
  readonly fresh: boolean
  readonly say: (line: string) => void
}

/** Keeps every run in a file as it finishes, a line each, and takes those that are there already; tells how far it is about every ten seconds. */
export function keepRuns(root: string, { file, fresh, say }: Kept): Repeat {
  const head = JSON.stringify({ sources: hashOf(root) })
  const known = new Map<string, unknown>()
  const lines = !fresh && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  if (lines[0] === head) {
    // A line that was cut off by the end of a process has no end.
    for (const line of lines.slice(1, -1)) {
      const [key, value] = JSON.parse(line) as [string, unknown]
      known.set(key, value)
    }
    if (known.size > 0) say(`${known.size} runs are there already (${file}); --fresh starts anew`)
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, [head, ...[...known].map((one) => JSON.stringify(one)), ''].join('\n'))
  return async <T>(name: string, count: number, run: (seed: number) => T | Promise<T>): Promise<T[]> => {
    const found: T[] = []
    const began = performance.now()
    let [ran, told] = [0, began]
    for (let seed = 0; seed < count; seed++) {
      const key = `${name} ${seed}`
      if (!known.has(key)) {
        const value = await run(seed)
        known.set(key, value)
        appendFileSync(file, `${JSON.stringify([key, value])}\n`)
        ran += 1
      }
      found.push(known.get(key) as T)
      const now = performance.now()
      if (ran === 0 || now - told < 10_000) continue
      told = now
      say(
        `${name}: ${seed + 1} of ${count}, ${((((now - began) / ran) * (count - seed - 1)) / 60_000).toFixed(1)} min left`,
      )
    }
    return found
  }
}

function hashOf(root: string): string {
  const hash = createHash('sha256')
  for (const folder of SOURCES) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (path.endsWith('.ts') && !path.endsWith('.test.ts'))
        hash.update(path).update(readFileSync(join(root, folder, path)))
    }
  }
  return hash.digest('hex')
}
