import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { keepRuns } from './keep-runs.ts'
import { type Score, scoreShare } from './score.ts'
import { scoreFinder } from './score-finder.ts'
import { scoreFits } from './score-fits.ts'
import { scoreIntervals } from './score-intervals.ts'
import { scoreSignals } from './score-signals.ts'
import { scoreUplift } from './score-uplift.ts'

// The same as the command, in small.
vi.setConfig({ testTimeout: 60_000 })

const failing = (scores: readonly Score[]): readonly Score[] => scores.filter(({ holds }) => !holds)

it('a share that is too small or too large does not hold, one within three standard errors does', () => {
  const of = { what: 'limits', on: '1000 replicates' }
  const holds = (hits: number) => scoreShare(of, { hits, replicates: 1_000 }, { least: 0.93, most: 0.97 }).holds
  expect([900, 910, 950, 985, 990].map(holds)).toEqual([false, true, true, true, false])
  expect(scoreShare(of, { hits: 1, replicates: 4 }, {})).toMatchObject({
    found: '25.0 %',
    wanted: 'told only',
    holds: true,
  })
})

it('limits hold what they say', () => {
  expect(failing(scoreIntervals(200))).toEqual([])
})

it('verdicts on customers are those of the truth, and nothing is kept where nothing has an effect', async () => {
  const scores = await scoreSignals({ truth: 2_000, sizes: [1_200], seeds: 1, replicates: 2 })
  expect(failing(scores)).toEqual([])
  // No prize for silence: what is to be kept is.
  expect(scores.find(({ what }) => what.startsWith('kept, of those'))!.found).toBe('100.0 %')
})

it('the steps that make customers buy are found, and scores and experiments find what is there', async () => {
  expect(failing(await scoreFinder({ trials: 4_000, seeds: 1 }))).toEqual([])
  expect(failing(await scoreFits({ sizes: [300], seeds: 1 }))).toEqual([])
  expect(failing(await scoreUplift(10))).toEqual([])
})

it('runs that are kept are taken as they are; those of other sources are not, nor is a line that was cut off', async () => {
  const root = mkdtempSync(join(tmpdir(), 'telltale-validator-'))
  for (const folder of ['src/core', 'src/stats', 'src/proof', 'src/worlds', 'test/validator'])
    mkdirSync(join(root, folder), { recursive: true })
  const file = join(root, 'kept', 'runs.jsonl')
  const ran: number[] = []
  const run = (seed: number) => ran.push(seed)
  const again = (fresh = false) => keepRuns(root, { file, fresh, say: () => {} })
  expect(await again()('a', 2, run)).toEqual([1, 2])
  appendFileSync(file, '["a 2",9')
  expect(await again()('a', 3, run)).toEqual([1, 2, 3])
  expect(ran).toEqual([0, 1, 2])
  expect(await again()('a', 3, run)).toEqual([1, 2, 3])
  writeFileSync(join(root, 'src/stats/share.ts'), 'changed')
  expect(await again()('a', 1, run)).toEqual([4])
  expect(await again(true)('a', 1, run)).toEqual([5])
  rmSync(root, { recursive: true })
})
