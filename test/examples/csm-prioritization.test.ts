import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import type { Worklist } from '../../src/contract/worklist.ts'
import { estimateProportion } from '../../src/stats/proportions/estimate-proportion.ts'
import { runCommand } from '../cli/run-command.ts'
import { codesOf, exampleWith, runReadme } from './run-readme.ts'

type Cell = readonly [accounts: number, left: number]
/** What `expected.mjs` works out from the messages alone. */
type Expected = {
  readonly green: Cell
  readonly yellow: Cell
  readonly red: Cell
  readonly portfolios: Readonly<Record<string, number>>
  /** Who is red at the last close, with the age in days, by assignee. */
  readonly redNow: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const NOW = '2026-06-30T08:00:00Z'

function workOut(cwd: string, within: number): Expected {
  const argv = ['expected.mjs', 'csm-200.ndjson', NOW, String(within)]
  return JSON.parse(execFileSync(process.execPath, argv, { cwd, encoding: 'utf8' }))
}

it('a seventh of the customers, imported, stand as their events say, and leave as their contracts say', async () => {
  const cwd = exampleWith('csm-prioritization', {})
  const said = await runReadme(cwd, { share: 0.15 })
  expect(codesOf(said).filter(([, code]) => code !== 0)).toEqual([])
  for (const within of [60, 150]) {
    const asked = ['--by', 'status', '--landmark', '30', '--of', 'signed_up', '--outcome', 'churned']
    const common = ['--within', String(within), '--data', 'csm-data', '--now', NOW, '--json']
    const { out } = await runCommand(['onboarding', ...asked, ...common], { cwd })
    const rows: { value: string; newcomers: number; outcomes: number }[] = JSON.parse(out).rows
    const { portfolios, redNow, ...statuses } = workOut(cwd, within)
    const told = rows.map(({ value, newcomers, outcomes }) => [value, [newcomers, outcomes]])
    expect(Object.fromEntries(told)).toEqual({ ...statuses, 'too early': [0, 0], unknown: [0, 0] })
  }
  let called = 0
  for (const [assignee, red] of Object.entries(workOut(cwd, 60).redNow)) {
    const argv = ['today', '--assignee', assignee, '--data', 'csm-data', '--now', NOW, '--json']
    const { tasks }: Worklist = JSON.parse((await runCommand(argv, { cwd })).out)
    const calls = tasks.filter(({ reasons }) => reasons.some(({ id }) => id.startsWith('routine.redCall/')))
    expect(calls.map(({ account }) => account).sort()).toEqual(
      Object.keys(red)
        .filter((key) => red[key]! < 60)
        .sort(),
    )
    called += calls.length
    expect(calls.filter(({ because }) => !because.includes('nboarding red since '))).toEqual([])
  }
  expect(called).toBeGreaterThan(4)
}, 240_000)

it('all customers, worked out by hand, are green, yellow and red on day 30 in the published shares, some 85 for each assignee', async () => {
  const cwd = exampleWith('csm-prioritization', {})
  await runCommand(['world', 'csm-200', '--now', NOW], { cwd })
  const { portfolios, green, yellow, red } = workOut(cwd, 31)
  const total = green[0] + yellow[0] + red[0]
  const isWithin = ([successes]: Cell, share: number): boolean => {
    const { lower, upper } = estimateProportion({ successes, total })!
    return lower <= share && share <= upper
  }
  expect(total).toBeGreaterThan(1_000)
  expect([isWithin(green, 0.42), isWithin(yellow, 0.31), isWithin(red, 0.27)]).toEqual([true, true, true])
  const sizes = Object.values(portfolios)
  expect(sizes).toHaveLength(15)
  expect([Math.min(...sizes) >= 80, Math.max(...sizes) <= 90]).toEqual([true, true])
}, 240_000)
