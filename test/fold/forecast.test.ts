import { expect, it } from 'vitest'
import type { Expr } from '../../src/config/expression.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { blockOf, day, factId, modelOf, noon, timelineOf } from './build-fold.ts'

const usage: Expr = { kind: 'latest', facts: ['measure:gauge'], window: { kind: 'rolling', days: 3, offset: 0 } }
const limit: Expr = {
  kind: 'entitlement',
  trait: 'plan',
  plans: [
    { plan: 'pro', limit: 40 },
    { plan: 'free', limit: null },
  ],
}
const edges = (['middle', 'early', 'late'] as const).map(
  (edge): Expr => ({ kind: 'forecast', usage: 0, limit: 1, edge }),
)

/** The level on each day from 1 March on; null: not reported. */
function forecast(levels: readonly (number | null)[], days: readonly [string, string], plan = 'pro') {
  const model = modelOf({ account: [usage, limit, ...edges] })
  const planned = planFold({ model, factId })
  const rows = levels.flatMap((last, i) =>
    last === null ? [] : [{ fact: 4, actor: 1, day: day('03-01') + i, ts: noon(day('03-01') + i), last }],
  )
  const block = blockOf(rows)
  const traits = [{ key: 'plan', value: plan, from: 0, knownAt: 0, arrivalAssumed: false }] as never
  const { values } = foldAccount({
    ...{ plan: planned, space: makeFoldSpace(planned, { judgesMembers: false }) },
    ...{ block, start: 0, end: block.rows, timeline: timelineOf({ traits }) },
    ...{ days: { from: day(days[0]), to: day(days[1]) }, view: 'decision' as const },
  })
  return [2, 3, 4].map((node) => [...values[node]!])
}

it('a level that rises by two every three days reaches its limit when that line does, and then is there', () => {
  // 10 on 1 March, 2 more every third day: 28 on the 28th, so that 12 are left at 2/3 a day, 18 days.
  const steps = Array.from({ length: 50 }, (_, i) => 10 + 2 * Math.floor(i / 3))
  const [middle, , late] = forecast(steps, ['03-28', '04-19'])
  expect(middle![0]).toBeCloseTo(18, 10)
  // 40 on the 46th day, 15 April.
  expect(middle!.slice(17)).toEqual([expect.closeTo(3, 10), 0, 0, 0, 0, 0])
  expect(late!.at(-1)).toBe(0)
})

it('one that rises unevenly has an interval, and a straight line has none', () => {
  const uneven = Array.from({ length: 30 }, (_, i) => 10 + i / 2 + 3 * ((i * 7) % 5))
  const [[middle], [early], [late]] = forecast(uneven, ['03-30', '03-30']) as [[number], [number], [number]]
  expect([early < middle, middle < late]).toEqual([true, true])
  const line = Array.from({ length: 30 }, (_, i) => 10 + i / 2)
  expect(forecast(line, ['03-30', '03-30'])).toEqual([[31], [31], [31]])
})

it('is unknown where the level stands still, falls, or only swings; where too few days are known; and without a limit', () => {
  const at = (levels: readonly (number | null)[], plan?: string) => forecast(levels, ['03-28', '03-28'], plan)[0]
  const rising = Array.from({ length: 28 }, (_, i) => 10 + i)
  expect(at(Array(28).fill(12))).toEqual([Number.NaN])
  expect(at(rising.map((level) => 48 - level))).toEqual([Number.NaN])
  expect(at(rising.map((_, i) => 20 + (i % 2) * 5))).toEqual([Number.NaN])
  // A report counts for three days: the last eleven reports make thirteen known days, one more makes fourteen.
  const since = (first: number) => rising.map((level, i) => (i >= first ? level : null))
  expect(at(since(15))).toEqual([Number.NaN])
  expect(at(since(14))).toEqual([3])
  expect(at(rising, 'free')).toEqual([Number.NaN])
  expect(at(rising)).toEqual([3])
})

it('is the same on a day judged alone and among others', () => {
  const levels = Array.from({ length: 60 }, (_, i) => (i % 7 === 5 ? null : 8 + Math.floor(i * 0.4 + (i % 3))))
  const many = forecast(levels, ['03-20', '04-25'])
  for (let i = 0; i < 37; i++) {
    const alone = day('03-20') + i
    const iso = new Date(alone * 86_400_000).toISOString().slice(0, 10)
    expect(forecast(levels, [iso, iso])).toEqual(many.map((series) => [series[i]]))
  }
})
