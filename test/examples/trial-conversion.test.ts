import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { estimateProportion } from '../../src/stats/proportions/estimate-proportion.ts'
import { type Ran, runCommand } from '../cli/run-command.ts'
import { codesOf, exampleWith, runReadme } from './run-readme.ts'

type Cell = readonly [accounts: number, bought: number]
/** What `expected.mjs` counts from the messages alone. */
type Expected = {
  readonly all: Cell
  readonly used: Cell
  readonly milestones: Readonly<Record<string, Cell>>
  readonly speed: Readonly<Record<string, Cell>>
  readonly decided: number
}

const NOW = '2026-06-30T12:00:00Z'

function countByHand(cwd: string, ...args: readonly string[]): Expected {
  return JSON.parse(
    execFileSync(process.execPath, ['expected.mjs', 'pm-trial.ndjson', ...args], { cwd, encoding: 'utf8' }),
  )
}

it('a tenth of the world, imported, says what its events say, by milestones, by speed and at a landmark', async () => {
  const cwd = exampleWith('trial-conversion', {})
  const said = await runReadme(cwd, { share: 0.1 })
  expect(codesOf(said)).toEqual([
    ['world', 0],
    ['import', 0],
    ['onboarding', 0],
    ['onboarding', 0],
    ['onboarding', 0],
    ['notice', 0],
  ])
  const ask = async (...args: string[]): Promise<Expected> => {
    const ran = await runCommand(['onboarding', ...args, '--data', 'trial-data', '--now', NOW, '--json'], { cwd })
    return toExpected(ran, args.includes('speed') ? 'speed' : 'milestones')
  }
  const { milestones, speed, ...whole } = countByHand(cwd)
  expect(await ask('--groups', '0,1,2,4')).toEqual({ ...whole, milestones, speed: {} })
  expect(await ask('--by', 'speed')).toEqual({ ...whole, speed, milestones: {} })
  const early = countByHand(cwd, '7')
  expect(await ask('--groups', '0,1,2,4', '--landmark', '7')).toEqual({ ...early, speed: {} })
  const late = countByHand(cwd, '20')
  expect(late.decided).toBeGreaterThan(10)
  expect(await ask('--groups', '0,1,2,4', '--landmark', '20')).toEqual({ ...late, speed: {} })
  expect(said[2]?.[1].out).toMatch(
    /^\d\d\.\d\d % of those who used it are \d\d\.\d\d % of all who signed up: 249 accounts \(33\.\d %\) never used it\.$/m,
  )
}, 240_000)

function toExpected({ code, out }: Ran, by: 'milestones' | 'speed'): Expected {
  expect(code, out).toBe(0)
  const { rows, signed_up, used, left_out } = JSON.parse(out)
  const cell = (group: { newcomers: number; outcomes: number }): Cell => [group.newcomers, group.outcomes]
  const whole = rows.filter(
    (row: { newcomers: number; part_of: string | null }) => row.newcomers > 0 && row.part_of === null,
  )
  const table = Object.fromEntries(
    whole.map((row: { value: string; newcomers: number; outcomes: number }) => [row.value, cell(row)]),
  )
  return { all: cell(signed_up), used: cell(used), milestones: {}, speed: {}, [by]: table, decided: left_out.decided }
}

/** For seven rates at a time, each within 99.3 % limits: 5 % of all draws miss one. */
const Z_OF_SEVEN = 2.697
/** The default seed was chosen so that each is within its own 95 % limits. */
const Z_OF_ONE = 1.96

function isWithinAt(z: number, [total, successes]: Cell, rate: number): boolean {
  const { lower, upper } = estimateProportion({ successes, total }, z)!
  return lower <= rate && rate <= upper
}

it('the whole world, counted by hand, has the published shares and rates, and one rate for each of its two totals', async () => {
  const cwd = exampleWith('trial-conversion', {})
  for (const seed of ['1', '3', '5']) {
    await runCommand(['world', 'pm-trial', '--seed', seed, '--now', NOW], { cwd })
    const { all, used, milestones, speed } = countByHand(cwd)
    const isWithin = (cell: Cell, rate: number): boolean => isWithinAt(seed === '3' ? Z_OF_ONE : Z_OF_SEVEN, cell, rate)
    expect([all[0], used[0]]).toEqual([7492, 5000])
    const shareOf = (group: string): Cell => [used[0], milestones[group]![0]]
    const missed = Object.entries({
      '47 % of 4 to 5': isWithin(milestones['4 to 5']!, 0.47),
      '22 % of 2 to 3': isWithin(milestones['2 to 3']!, 0.22),
      '8 % of 1': isWithin(milestones['1']!, 0.08),
      '2 % of 0': isWithin(milestones['0']!, 0.02),
      '52 % of fast': isWithin(speed.fast!, 0.52),
      '41 % of normal': isWithin(speed.normal!, 0.41),
      '28 % of slow': isWithin(speed.slow!, 0.28),
      '18 % are 4 to 5': isWithin(shareOf('4 to 5'), 0.18),
      '31 % are 2 to 3': isWithin(shareOf('2 to 3'), 0.31),
      '28 % are 1': isWithin(shareOf('1'), 0.28),
      '23 % are 0': isWithin(shareOf('0'), 0.23),
      '17.98 % of those who use it': isWithin(used, 0.1798),
      '12.0 % of all': isWithin(all, 0.12),
    }).filter(([, within]) => !within)
    expect(missed).toEqual([])
  }
}, 240_000)
