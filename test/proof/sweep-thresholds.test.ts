import fc from 'fast-check'
import { expect, it } from 'vitest'
import '../seed-properties.ts'
import type { Condition } from '../../src/config/expression.ts'
import type { Detector, Rule } from '../../src/config/model.ts'
import { makeZone } from '../../src/core/time.ts'
import { type OpenDays, packOpenDays } from '../../src/proof/what-if/keep-daily.ts'
import { type Lanes, makeLanes } from '../../src/proof/what-if/lanes.ts'
import { laneJudge, sweepThresholds } from '../../src/proof/what-if/sweep-thresholds.ts'
import type { WhatIfTable } from '../../src/proof/what-if/what-if-table.ts'

const DAYS = 60
const FROM = 20_000
const COMPARE = ['>', '>=', '<', '<=', '=', '!='] as const

/** A number that stays for some days, and is unknown now and then. */
const values = fc
  .array(fc.tuple(fc.constantFrom(0, 1, 2, 3, 4, 5, Number.NaN), fc.integer({ min: 1, max: 6 })), { minLength: DAYS })
  .map((runs) => Float64Array.from(runs.flatMap(([value, days]) => Array<number>(days).fill(value)).slice(0, DAYS)))
const mask = (most: number) =>
  fc.array(fc.integer({ min: 0, max: most }), { minLength: DAYS, maxLength: DAYS }).map((all) => Uint8Array.from(all))
const unit: fc.Arbitrary<OpenDays> = fc.record({
  present: mask(3).map((all) => all.map((one) => (one === 0 ? 0 : 1))),
  values: fc.tuple(values, values, values, values),
  leaves: fc.tuple(mask(2)),
})

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('compare' as const),
    quantity: fc.constantFrom(0, 1),
    op: fc.constantFrom(...COMPARE),
    value: fc.integer({ min: 0, max: 5 }),
  }),
  fc.constant<Condition>({ kind: 'signal', signal: '$0' }),
)

/** A condition around one with a comparison in it, and the way there. */
type Around = { readonly condition: Condition; readonly way: readonly number[] }

const around: fc.Arbitrary<Around> = fc
  .tuple(
    leaf.filter(({ kind }) => kind === 'compare'),
    fc.array(fc.tuple(fc.constantFrom('all', 'any', 'at-least', 'not', 'certain'), leaf), { maxLength: 3 }),
  )
  .map(([swept, layers]) =>
    layers.reduce<Around>(
      ({ condition, way }, [kind, beside]) => {
        if (kind === 'not' || kind === 'certain') return { condition: { kind, of: condition }, way: [0, ...way] }
        const of = [beside, condition]
        const next: Condition =
          kind === 'at-least' ? { kind, n: 1 + (way.length % 2), of } : { kind: kind as 'all', of }
        return { condition: next, way: [1, ...way] }
      },
      { condition: swept, way: [] },
    ),
  )

const rules = fc
  .record({
    part: fc.constantFrom('for', 'when', 'until', 'escalate'),
    around,
    ...{ for: fc.option(leaf), when: leaf, until: fc.option(leaf), escalate: fc.option(leaf) },
    minimum: fc.integer({ min: 1, max: 4 }),
    cooldownDays: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ part, around: { condition, way }, ...rule }) => {
    return { rule: { ...rule, [part]: condition } as unknown as Rule, at: [part, ...way].join('.') }
  })

const detectors: fc.Arbitrary<Detector> = fc.record({
  kind: fc.constantFrom('fast drop', 'slow drop', 'rise', 'silence'),
  ratio: fc.constant(0),
  shift: fc.option(fc.constant({ weeks: 1 as const, recent: 1, usual: 2, factor: 3 })),
})

/** Days on which an event that the rule reads is hardly heard of. */
const incidents = fc.option(mask(4).map((all) => all.map((one) => (one === 0 ? 1 : 0))))

type Units = { readonly units: readonly OpenDays[]; readonly suspended: Uint8Array | null }

function tableOf(rule: Rule, { units, suspended }: Units): WhatIfTable {
  const nodes = [0, 1, 2, 3].map((id) => ({ id: `n${id}`, label: `n${id}` }))
  const zone = makeZone('UTC')
  return {
    model: { graph: { account: nodes } },
    plan: { product: { weekStart: 'monday', closeDelayMinutes: 0 }, zone },
    ...{ days: { from: FROM, to: FROM + DAYS - 1 }, kept: units.map(packOpenDays), answers: new Map(), suspended },
    split: {
      rule: { ...{ level: 'account', key: 'drawn', detector: null }, ...rule },
      leaves: [],
      nodes: [0, 1, 2, 3],
      reads: { nodes: [0, 1, 2, 3], leaves: [0] },
    },
  } as unknown as WhatIfTable
}

function compareAt({
  at,
  rule,
}: {
  readonly at: string
  readonly rule: Rule
}): Extract<Condition, { kind: 'compare' }> {
  const [part, ...way] = at.split('.')
  let condition = rule[part as 'when'] as Condition
  for (const step of way) {
    const of = (condition as { of: Condition | Condition[] }).of
    condition = Array.isArray(of) ? of[Number(step)]! : of
  }
  return condition as Extract<Condition, { kind: 'compare' }>
}

const toldBy = ({ counts, opened, closed, room }: Lanes): number[][][] =>
  [...counts].map((count, lane) =>
    Array.from({ length: count }, (_, k) => [opened[lane * room + k]!, closed[lane * room + k]!]),
  )

async function expectAlike(rule: Rule, at: string, of: Units): Promise<number> {
  const { units } = of
  const table = tableOf(rule, of)
  const thresholds = [0, 1, 1.5, 2, 3, 4, 5]
  const place = { at, compare: compareAt({ at, rule }) }
  const swept: number[][][][] = []
  await sweepThresholds(table, { place, thresholds, pause: async () => {} }, (_, lanes) => swept.push(toldBy(lanes)))
  const judge = laneJudge(table, place)
  const judged = units.map((one) => {
    const lanes = makeLanes(thresholds, DAYS)
    for (let lane = 0; lane < thresholds.length; lane++) judge(lanes, lane, packOpenDays(one))
    return toldBy(lanes)
  })
  expect(swept).toEqual(judged)
  return judged.flat(2).length
}

const drawnUnits: fc.Arbitrary<Units> = fc.record({
  units: fc.array(unit, { minLength: 1, maxLength: 3 }),
  suspended: incidents,
})

it('thresholds that are judged side by side open and close on the days on which each does by itself', async () => {
  let opened = 0
  await fc.assert(
    fc.asyncProperty(rules, drawnUnits, async ({ rule, at }, units) => {
      opened += await expectAlike(rule, at, units)
    }),
    { numRuns: 400 },
  )
  expect(opened).toBeGreaterThan(400)
})

it('so does a detector, which holds the level from which it opened', async () => {
  await fc.assert(
    fc.asyncProperty(rules, detectors, drawnUnits, async (drawn, detector, units) => {
      const { rule, at } = drawn
      await expectAlike({ ...rule, detector }, at, units)
    }),
    { numRuns: 200 },
  )
})
