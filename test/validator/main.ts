import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { keepRuns } from './keep-runs.ts'
import type { Repeat } from './repeat.ts'
import type { Score } from './score.ts'
import { scoreFinder } from './score-finder.ts'
import { scoreFits } from './score-fits.ts'
import { scoreIntervals } from './score-intervals.ts'
import { scoreSignals } from './score-signals.ts'
import { scoreTrends } from './score-trends.ts'
import { scoreUplift } from './score-uplift.ts'

const SEEDS = 20
const ROOT = join(import.meta.dirname, '..', '..')
const FILE = join(ROOT, '.cache', 'score-validator.jsonl')

type Part = (seeds: number, repeat: Repeat) => Promise<readonly Score[]>
const PARTS: Readonly<Record<string, Part>> = {
  limits: async (_, repeat) => (await repeat('limits', 1, () => scoreIntervals(2_000))).flat(),
  signals: (seeds, repeat) =>
    scoreSignals({ truth: 40_000, sizes: [500, 2_000, 8_000], seeds, replicates: 10 * seeds }, repeat),
  trends: async (_, repeat) => (await repeat('trends', 1, () => scoreTrends(300))).flat(),
  finder: (seeds, repeat) => scoreFinder({ trials: 8_000, seeds }, repeat),
  fits: (seeds, repeat) => scoreFits({ sizes: [300, 3_000], seeds: Math.ceil(seeds / 2) }, repeat),
  uplift: (seeds, repeat) => scoreUplift(20 * seeds, repeat),
}

/** Prints the table of docs/validation.md, of all parts or of those that are named. Ends with 1 where something does not hold, with 2 where the words are none. */
async function main(args: readonly string[]): Promise<void> {
  const options = { seeds: { type: 'string' }, fresh: { type: 'boolean', default: false } } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const seeds = Number(values.seeds ?? SEEDS)
  const unknown = positionals.find((part) => !Object.hasOwn(PARTS, part))
  if (unknown !== undefined || !(Number.isInteger(seeds) && seeds >= 1)) {
    const said = unknown === undefined ? `--seeds ${values.seeds} is no whole number from 1 up` : `no part ${unknown}`
    process.stderr.write(`${said}. Parts: ${Object.keys(PARTS).join(', ')}\n`)
    process.exitCode = 2
    return
  }
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const repeat = keepRuns(ROOT, { file: FILE, fresh: values.fresh, say })
  const scores: Score[] = []
  for (const [name, score] of Object.entries(PARTS)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    const began = performance.now()
    scores.push(...(await score(seeds, repeat)))
    say(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`)
  }
  const rows = scores.map(
    ({ what, on, found, wanted, holds }) => `| ${what} | ${on} | ${found} | ${wanted} | ${holds ? 'yes' : '**no**'} |`,
  )
  process.stdout.write(`${['| what | on | found | wanted | holds |', '|---|---|---|---|---|', ...rows].join('\n')}\n`)
  if (scores.some(({ holds }) => !holds)) process.exitCode = 1
}

await main(process.argv.slice(2))
