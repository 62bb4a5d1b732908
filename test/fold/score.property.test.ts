import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Curve, Expr, ScorePart } from '../../src/config/expression.ts'
import type { Score } from '../../src/config/model.ts'
import { foldAccount } from '../../src/fold/fold-account.ts'
import { makeFoldSpace } from '../../src/fold/fold-space.ts'
import { planFold } from '../../src/fold/plan/plan-fold.ts'
import { listLedger } from '../../src/judge/list-ledger.ts'
import { DAY_0, DAYS, rowsArbitrary } from './arbitrary-accounts.ts'
import { blockOf, factId, knownOf, modelOf, type Row, timelineOf } from './build-fold.ts'

const curveArbitrary: fc.Arbitrary<Curve> = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 8 })), { minLength: 1, maxLength: 5 })
  .map((knots) => {
    const byAt = new Map(knots.map(([at, share]) => [at, share / 8]))
    return [...byAt].sort(([a], [b]) => a - b).map(([at, share]) => ({ at, share }))
  })
const partsArbitrary = fc.array(
  fc.record({
    value: fc.oneof(fc.constant(Number.NaN), fc.double({ min: -25, max: 25, noNaN: true })),
    weight: fc.integer({ min: 1, max: 40 }),
    curve: curveArbitrary,
    source: fc.constantFrom(null, 'heard', 'silent', 'never'),
  }),
  { minLength: 1, maxLength: 6 },
)
type PartCase = { value: number; weight: number; curve: Curve; source: string | null }

/** Days since each source was heard of, on the judged day; `never` is in no reference. */
const SINCE: Readonly<Record<string, number>> = { heard: 7, silent: 8 }

function foldParts(parts: readonly PartCase[]) {
  const values: Expr[] = parts.map(({ value }) => ({ kind: 'constant', value }))
  const scored = parts.map(({ weight, curve, source }, of): ScorePart => ({ of, weight, curve, source, freshDays: 7 }))
  const score: Expr = { kind: 'score', variants: [{ for: null, parts: scored }], least: 0.6 }
  const model = modelOf({ account: [...values, score, { kind: 'completeness', of: parts.length }] })
  const plan = planFold({ model, factId })
  const block = blockOf([])
  const entity = foldAccount({
    ...{ plan, space: makeFoldSpace(plan, { judgesMembers: false }), block, start: 0, end: 0 },
    ...{ timeline: timelineOf(), days: { from: DAY_0, to: DAY_0 }, view: 'decision' },
    reference: (population, source) =>
      population === '$sources' && source in SINCE
        ? { from: DAY_0, points: [Float64Array.of(SINCE[source]!)] }
        : undefined,
  })
  return { model, entity, value: entity.values[parts.length]![0]!, completeness: entity.values[parts.length + 1]![0]! }
}

/** The definition, word by word: a line through the two knots beside the value. */
function naiveShare(curve: Curve, value: number): number {
  if (value <= curve[0]!.at) return curve[0]!.share
  const above = curve.findIndex(({ at }) => at > value)
  if (above < 0) return curve.at(-1)!.share
  const [a, b] = [curve[above - 1]!, curve[above]!]
  return (a.share * (b.at - value) + b.share * (value - a.at)) / (b.at - a.at)
}

it('a score is the weighted mean of the parts that have fresh data, and unknown below 0.6 of the weight', () => {
  fc.assert(
    fc.property(partsArbitrary, (parts) => {
      const { value, completeness } = foldParts(parts)
      const fresh = parts.filter((one) => !Number.isNaN(one.value) && (one.source === null || one.source === 'heard'))
      const weight = (of: readonly PartCase[]) => of.reduce((sum, one) => sum + one.weight, 0)
      const share = weight(fresh) / weight(parts)
      expect(completeness).toBe(share)
      expect(Number.isNaN(value)).toBe(share < 0.6)
      if (share < 0.6) return
      const earned = fresh.reduce((sum, one) => sum + one.weight * naiveShare(one.curve, one.value), 0)
      expect(value).toBeCloseTo((100 * earned) / weight(fresh), 7)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(100)
    }),
  )
})

it('the lines of its ledger add up to it exactly, in any order', () => {
  fc.assert(
    fc.property(partsArbitrary, fc.infiniteStream(fc.nat()), (parts, order) => {
      const { model, entity, value } = foldParts(parts)
      const score: Score = {
        ...{ key: 's', level: 'account', kind: 'parts', node: parts.length, completeness: parts.length + 1 },
        parts: parts.map(({ weight }, of) => ({ name: `part ${of}`, of, weight })),
        ...{ bands: [], exceptions: [], sentence: '', hash: '' },
      }
      const scope = {
        ...{ entity, referenceLag: 0 },
        reference: (_: string, source: string) =>
          source in SINCE ? { from: DAY_0, points: [Float64Array.of(SINCE[source]!)] } : undefined,
      }
      const ledger = listLedger(model, score, { scope, at: 0 })
      expect(ledger.value).toBe(Number.isNaN(value) ? null : value)
      if (Number.isNaN(value)) return
      const points = ledger.lines.map((line) => line.points ?? 0)
      const shuffled = points.map((one) => ({ one, at: order.next().value! })).sort((a, b) => a.at - b.at)
      expect(points.reduce((sum, one) => sum + one, 0)).toBe(value)
      expect(shuffled.reduce((sum, { one }) => sum + one, 0)).toBe(value)
      expect(ledger.lines.filter((line) => line.points !== null && line.points > line.most! + 1e-6)).toEqual([])
    }),
  )
})

it('points of events fade evenly to nothing, and late ones count from the day on which they were known', () => {
  const lifespan = fc.integer({ min: 1, max: 30 })
  fc.assert(
    fc.property(rowsArbitrary, lifespan, (rows, lifespanDays) => {
      const model = modelOf({ account: [{ kind: 'decayed', facts: ['name:a', 'name:b'], lifespanDays }] })
      const plan = planFold({ model, factId })
      const block = blockOf(rows)
      const days = { from: DAY_0 + 5, to: DAY_0 + DAYS - 1 }
      const folded = foldAccount({
        ...{ plan, space: makeFoldSpace(plan, { judgesMembers: false }), block, start: 0, end: block.rows },
        ...{ timeline: timelineOf(), days, view: 'decision' },
      })
      for (let day = days.from; day <= days.to; day++)
        expect(folded.values[0]![day - days.from]).toBeCloseTo(naiveFaded(rows, { day, lifespanDays }), 8)
    }),
  )
})

function naiveFaded(rows: readonly Row[], { day, lifespanDays }: { day: number; lifespanDays: number }): number {
  const counted = rows.filter((row) => (row.fact === 1 || row.fact === 2) && row.day <= day && knownOf(row) <= day)
  return counted.reduce((sum, row) => sum + (row.n ?? 1) * Math.max(0, 1 - (day - row.day) / lifespanDays), 0)
}
