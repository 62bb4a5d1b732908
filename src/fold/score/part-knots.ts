import type { FrozenCurve, PartCurve } from '../../config/expression.ts'
import { type Day, quarterStartOf } from '../../core/time.ts'
import { evaluateCondition } from '../evaluate-condition.ts'
import { referencePopulation } from '../reference/reference-population.ts'
import { segmentByDay, segmentNames } from '../segment-entity.ts'
import { type Knots, knotsOf } from './curve-share.ts'
import type { ScoreScope } from './score-scope.ts'

/** Whose percentiles the knots of a day are. */
export type FrozenBy = {
  /** The first day of the quarter: they are of the close of the day before. */
  readonly quarter: Day
  /** The group of the curve's segment; null: all accounts. */
  readonly group: string | null
  readonly accounts: number
  readonly knots: Knots
}

/** The knots of a part on each judged day; null: there are none yet. */
export function knotsByDay(scope: ScoreScope, curve: PartCurve): (i: number) => Knots | null {
  if (!('among' in curve)) {
    const fixed = knotsOf(curve)
    return () => fixed
  }
  const until = curve.until === null ? null : knotsOf(curve.until)
  const frozen = frozenByDay(scope, curve)
  return (i) => frozen(i)?.knots ?? until
}

/** The frozen knots of a curve on each judged day; null: no quarter has begun with enough accounts. */
export function frozenByDay(scope: ScoreScope, curve: FrozenCurve): (i: number) => FrozenBy | null {
  const { among, quantity, knots } = curve
  const { entity, reference, referenceLag } = scope
  const names = among === null ? [] : segmentNames(entity.plan, among)
  const placed = among === null ? null : segmentByDay(among, entity, evaluateCondition)
  const ofAll = reference?.(referencePopulation(null, ''), quantity)
  const ofGroups = names.map((name) => reference?.(referencePopulation(among, name), quantity))
  const shares = knots.map(({ share }) => share)
  let read: Float64Array | null = null
  let last: FrozenBy | null = null
  return (i) => {
    const day = entity.from + i - referenceLag
    const group = placed?.[i] ?? -1
    const own = ofGroups[group]?.points[day - ofGroups[group].from]
    const points = own ?? ofAll?.points[day - ofAll.from]
    if (points === undefined || points.length < 2) return null
    if (points !== read || last === null) {
      const by = { quarter: quarterStartOf(day), group: own === undefined ? null : names[group]! }
      last = { ...by, accounts: points[0]!, knots: { ats: points.subarray(1), shares } }
      read = points
    }
    return last
  }
}
