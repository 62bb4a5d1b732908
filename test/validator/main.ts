import { performance } from 'node:perf_hooks'
import type { Score } from './score.ts'
import { scoreFinder } from './score-finder.ts'
import { scoreFits } from './score-fits.ts'
import { scoreIntervals } from './score-intervals.ts'
import { scoreSignals } from './score-signals.ts'
import { scoreTrends } from './score-trends.ts'
import { scoreUplift } from './score-uplift.ts'

const SEEDS = 20

type Part = (seeds: number) => readonly Score[] | Promise<readonly Score[]>
const PARTS: Readonly<Record<string, Part>> = {
  limits: () => scoreIntervals(2_000),
  signals: (seeds) => scoreSignals({ truth: 40_000, sizes: [500, 2_000, 8_000], seeds, replicates: 10 * seeds }),
  trends: () => scoreTrends(300),
  finder: (seeds) => scoreFinder({ trials: 8_000, seeds }),
  fits: (seeds) => scoreFits({ sizes: [300, 3_000], seeds: Math.ceil(seeds / 2) }),
  uplift: (seeds) => scoreUplift(20 * seeds),
}

/** Prints the table of docs/validation.md, of all parts or of those that are named. Ends with 1 where something does not hold. */
async function main(args: readonly string[]): Promise<void> {
  const at = args.indexOf('--seeds')
  const seeds = at < 0 ? SEEDS : Number(args[at + 1])
  const named = args.filter((arg) => Object.hasOwn(PARTS, arg))
  const scores: Score[] = []
  for (const [name, score] of Object.entries(PARTS)) {
    if (named.length > 0 && !named.includes(name)) continue
    const began = performance.now()
    scores.push(...(await score(seeds)))
    process.stderr.write(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`)
  }
  const rows = scores.map(
    ({ what, on, found, wanted, holds }) => `| ${what} | ${on} | ${found} | ${wanted} | ${holds ? 'yes' : '**no**'} |`,
  )
  process.stdout.write(`${['| what | on | found | wanted | holds |', '|---|---|---|---|---|', ...rows].join('\n')}\n`)
  if (scores.some(({ holds }) => !holds)) process.exitCode = 1
}

await main(process.argv.slice(2))
