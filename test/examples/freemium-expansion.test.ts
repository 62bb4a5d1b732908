import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import type { Analyses } from '../../src/contract/analyze/analyses.ts'
import { estimateProportion } from '../../src/stats/proportions/estimate-proportion.ts'
import { runCommand } from '../cli/run-command.ts'
import { codesOf, exampleWith, runReadme } from './run-readme.ts'

/** What `expected.mjs` counts from the messages alone. */
type Expected = Readonly<
  Record<'accounts' | 'outcomes' | 'noticed' | 'earlier' | 'unannounced' | 'episodes' | 'followed' | 'meanDays', number>
>

const NOW = '2026-06-30T12:00:00Z'

function countByHand(cwd: string): Expected {
  const argv = ['expected.mjs', 'freemium-50k.ndjson', NOW]
  return JSON.parse(execFileSync(process.execPath, argv, { cwd, encoding: 'utf8' }))
}

it('2,000 free users, imported: who pays, and when High Priority was reached before it, are those of the events', async () => {
  const cwd = exampleWith('freemium-expansion', {})
  const said = await runReadme(cwd)
  expect(codesOf(said).filter(([, code]) => code !== 0)).toEqual([])
  const argv = ['notice', 'highPriority', '--data', 'free-data', '--now', NOW, '--json']
  const told: Analyses['notice']['answer'] = JSON.parse((await runCommand(argv, { cwd })).out)
  const { outcomes, noticed, earlier, unannounced, episodes, followed } = told
  const found = { outcomes, noticed: noticed.count, earlier: earlier.count, unannounced: unannounced.count }
  const { accounts, meanDays, ...expected } = countByHand(cwd)
  expect({ ...found, episodes, followed: followed.count }).toEqual(expected)
  expect([accounts, outcomes > 40, noticed.count > 25]).toEqual([2_000, true, true])
}, 240_000)

it('all 50,000, counted by hand: 3.2 % pay, 68 % of them within a week of High Priority, 89 days after sign-up in the mean', async () => {
  const cwd = exampleWith('freemium-expansion', {})
  await runCommand(['world', 'freemium-50k', '--now', NOW], { cwd })
  const { accounts, outcomes, noticed, meanDays } = countByHand(cwd)
  const isWithin = (successes: number, total: number, rate: number): boolean => {
    const { lower, upper } = estimateProportion({ successes, total })!
    return lower <= rate && rate <= upper
  }
  expect(accounts).toBe(50_000)
  expect([isWithin(outcomes, accounts, 0.032), isWithin(noticed, outcomes, 0.68)]).toEqual([true, true])
  expect(Math.abs(meanDays - 89)).toBeLessThan(3)
}, 240_000)
