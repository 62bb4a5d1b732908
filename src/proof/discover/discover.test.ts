import { expect, it } from 'vitest'
import { stream, uniform } from '../../core/stream.ts'
import { associate } from '../../stats/survival/associate.ts'
import { TIMES } from './beginners.ts'
import { clusterFinds } from './cluster-finds.ts'
import { doersOf, measureCell } from './count-cell.ts'
import { type Discovery, discover } from './discover.ts'
import { type Beginner, type Laid, layBeginners, type Named } from './lay-beginners.ts'
import { layStrata } from './lay-strata.ts'
import { observeFirstDays } from './observe-first-days.ts'
import { rankFound, searchGrid } from './search-grid.ts'
import { splitCohorts } from './split-cohorts.ts'

const WINDOWS = associate({ from: 0, until: 14 }, { after: 14, until: 90 })
const EVENTS: readonly Named[] = [
  { key: 'task', title: 'Task Completed', role: 'step' },
  { key: 'report', title: 'Report Opened', role: 'step' },
  { key: 'pricing', title: 'Pricing Viewed', role: 'intent' },
  { key: 'avatar', title: 'Avatar Uploaded', role: 'neutral' },
]

/** What makes somebody stay, given how often they completed a task within a week, and how eager they are. */
type Truth = (tasksInAWeek: number, eager: number) => number

/** Newcomers over a year; each event comes more often to the eager. */
function worldOf(seed: number, count: number, truth: Truth): Laid {
  const source = stream(seed, 'newcomers')
  const found = Array.from({ length: count }, (_, account): Beginner => {
    const eager = uniform(source)
    const rows = EVENTS.flatMap((_event, candidate) =>
      Array.from({ length: 14 }, (_none, day) => ({ candidate, day, person: 1, n: 0 })).map((row) => ({
        ...row,
        n: uniform(source) < 0.12 + 0.2 * eager ? 1 + Math.floor(3 * uniform(source)) : 0,
      })),
    ).filter(({ n }) => n > 0)
    const tasks = rows.filter(({ candidate, day }) => candidate === 0 && day < 7).reduce((sum, { n }) => sum + n, 0)
    const early = rows.filter(({ day }) => day < 2).reduce((sum, { n }) => sum + n, 0)
    return {
      ...{ account, start: 20_000 + Math.floor((account * 364) / count), segment: account % 2, early },
      ...{ had: uniform(source) < truth(tasks, eager), reached: observeFirstDays(rows, null) },
    }
  })
  return layBeginners(found, { level: 'account', windows: WINDOWS, named: EVENTS })
}

const search = (laid: Laid, isBad = false): Promise<Discovery> =>
  discover({ ...laid, isBad, limit: 20, pause: async () => {} })

const keptOf = ({ finds, pairs }: Discovery) =>
  [...finds, ...pairs].filter(({ confirmed }) => confirmed.verdict.ruling === 'keep')

it('five tasks in the first week, planted: the first that is found, and no event without meaning', async () => {
  const laid = worldOf(1, 3_000, (tasks) => (tasks >= 5 ? 0.6 : 0.15))
  const { finds, placebo, cells, lack } = await search(laid)
  expect(lack).toBeNull()
  expect(cells).toBeGreaterThan(50)
  expect(finds[0]).toMatchObject({ cell: { candidate: 0, reach: 'any', times: 5, window: 7 } })
  expect(finds[0]!.confirmed.verdict).toEqual({ ruling: 'keep', reasons: [] })
  expect(finds[0]!.confirmed.ratio!.lower).toBeGreaterThan(2)
  expect(finds[0]!.sweep.best).toBe(7)
  expect(placebo.events.map(({ candidate }) => candidate)).toEqual([3])
  expect(placebo.bar).toBeLessThan(1.5)
  expect(
    new Set(finds.filter(({ confirmed }) => confirmed.verdict.ruling === 'keep').map(({ cell }) => cell.candidate)),
  ).toEqual(new Set([0]))
})

it('of a bad outcome the other way round: those who did not complete tasks left more often', async () => {
  const laid = worldOf(2, 3_000, (tasks) => (tasks >= 5 ? 0.15 : 0.6))
  const { finds } = await search(laid, true)
  expect(finds[0]!.cell).toMatchObject({ candidate: 0, times: 5, window: 7 })
  expect(finds[0]!.confirmed.ratio!.lower).toBeGreaterThan(2)
  const { exposed, other } = finds[0]!.confirmed.measured.arms
  expect(exposed.successes / exposed.total).toBeLessThan(other.successes / other.total)
})

it('where nothing matters, nothing is kept: in nine worlds of ten at least', async () => {
  const worlds = Array.from({ length: 20 }, (_, seed) => worldOf(100 + seed, 800, () => 0.35))
  const kept = await Promise.all(worlds.map(async (laid) => keptOf(await search(laid)).length))
  expect(kept.filter((count) => count > 0).length).toBeLessThanOrEqual(2)
})

it('what is missing is said before anything is searched: nobody, one outcome only, three accounts', async () => {
  const lackOf = async (laid: Laid) => (await search(laid)).lack
  expect(await lackOf(worldOf(1, 0, () => 0))).toMatchObject({ of: 'beginners', have: 0, need: 150, weeks: null })
  expect(await lackOf(worldOf(1, 3, () => 1))).toMatchObject({ of: 'beginners', have: 3, need: 150 })
  expect(await lackOf(worldOf(1, 400, () => 0))).toMatchObject({ of: 'outcomes', have: 0, need: 75, weeks: null })
  expect(await lackOf(worldOf(1, 400, () => 1))).toMatchObject({ of: 'without_outcome', have: 0, need: 75 })
  expect((await search(worldOf(1, 400, () => 0))).finds).toEqual([])
})

it('the earlier three fifths in whole weeks, and no account in both', () => {
  const of = (account: number, start: number): Beginner => ({
    ...{ account, start, segment: -1, early: 0, had: false, reached: [] },
  })
  // Weeks begin on the days that seven divides: two in the first, one in the second, two in the third; a user of account 1 comes late.
  const users = [of(1, 7), of(1, 24), of(2, 13), of(3, 14), of(4, 21), of(5, 27)]
  const { beginners } = layBeginners(users, { level: 'user', windows: WINDOWS, named: [] })
  const { discovery, confirmation } = splitCohorts(beginners)
  expect([...discovery.members]).toEqual([0, 1, 2, 3])
  expect([...confirmation.members]).toEqual([4, 5])
})

it('on which day so often, by whom: by hand', () => {
  const row = (day: number, person: number, n: number) => ({ candidate: 0, day, person, n })
  const rows = [row(0, 1, 1), row(2, 2, 1), row(2, 1, 1), row(5, 3, 3), row(6, 1, -1)]
  const days = observeFirstDays(rows, new Set([1])).map(
    ({ reach, times, day }) => `${TIMES[times]} by ${reach}: ${day}`,
  )
  expect(days.sort()).toEqual([
    ...['1 by any: 0', '1 by owner: 0', '1 by three: 5', '1 by two: 2', '2 by any: 2', '2 by owner: 2'],
    ...['2 by three: 5', '2 by two: 2', '3 by any: 2', '3 by three: 5', '3 by two: 2', '5 by any: 5'],
    ...['5 by three: 5', '5 by two: 5'],
  ])
})

it('cells of the same people are one find, and the easiest stands for them', async () => {
  const laid = worldOf(1, 1_200, (tasks) => (tasks >= 5 ? 0.6 : 0.15))
  const { beginners, candidates } = laid
  const { members } = splitCohorts(beginners).discovery
  const counting = { beginners, strata: layStrata(beginners), isBad: false }
  const searched = await searchGrid({ ...counting, candidates, members, landmark: 14 }, async () => {})
  const ranked = rankFound(searched)
  const clusters = clusterFinds(ranked)
  expect(clusters.flatMap((one) => one.members).length).toBe(ranked.length)
  for (const { leader, members: own } of clusters) {
    const best = Math.max(...own.map(({ discovery }) => discovery.phi!.estimate))
    const error = own.find(({ discovery }) => discovery.phi!.estimate === best)!.discovery.phi!.error
    const near = own.filter(({ discovery }) => discovery.phi!.estimate >= best - error)
    expect(leader.cell.times).toBe(Math.min(...near.map(({ cell }) => cell.times)))
  }
  const cell = { candidate: 0, reach: 'any' as const, times: 5, window: 7 }
  const doers = doersOf(cell, candidates, beginners.count)
  const { arms } = measureCell(counting, members, doers)
  // The same by going through everybody.
  const did = [...members].filter((i) => candidates[0]!.reached.any[TIMES.indexOf(5)]![i]! < 7)
  expect(arms.exposed).toEqual({ total: did.length, successes: did.filter((i) => beginners.had[i] === 1).length })
})
