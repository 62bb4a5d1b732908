import { medianOf } from '../samples/order-statistics.ts'
import { meanOf, sumExactly } from '../samples/sum-exactly.ts'
import type { Baseline } from './measure-baseline.ts'

/** What the entities of a segment share on a day: computed once at the day's close, before any of them is judged. */
export type Reference = {
  /** κ pooled over entities: how much more than a Poisson number a week varies, as a share of its mean squared. */
  readonly overdispersion: number
  /** g: how today compares with usual for the median entity. 1 on an ordinary day, far below on a holiday. */
  readonly commonFactor: number
}

/** One entity's part in the reference; an entity that warms up has none. */
export type ReferenceRow = {
  /** Sums of the full weeks behind the baseline. */
  readonly weekSums: readonly number[]
  readonly baseline: Baseline
  /** The last seven days; NaN where unknown. */
  readonly recent: number
}

/** Below this many a week an entity is too quiet to say how a day was. */
const LEAST_TYPICAL = 5
/** With fewer entities, a segment has no common factor of its own. */
export const LEAST_ENTITIES = 30
const FACTOR_RANGE = [0.2, 2] as const

/** The reference of all rows, whatever their order. Without entities: no overdispersion, factor 1. */
export function measureReference(rows: readonly ReferenceRow[]): Reference {
  return {
    overdispersion: poolOverdispersion(rows.map(({ weekSums }) => weekSums)),
    commonFactor: findCommonFactor(rows) ?? 1,
  }
}

/** max(0, Σ(s² − mean) / Σ mean²) over entities, s² the sample variance of an entity's weeks. Entities with one week or none are left out. */
export function poolOverdispersion(weekSums: readonly (readonly number[])[]): number {
  const excesses: number[] = []
  const squares: number[] = []
  for (const weeks of weekSums) {
    const mean = meanOf(weeks)
    if (mean === null || weeks.length < 2) continue
    let squared = 0
    for (const week of weeks) squared += (week - mean) ** 2
    excesses.push(squared / (weeks.length - 1) - mean)
    squares.push(mean * mean)
  }
  const total = sumExactly(squares)
  return total > 0 ? Math.max(0, sumExactly(excesses) / total) : 0
}

/**
 * The median of (recent + ½) / (typical + ½) over entities with at least 5 a week, kept in [0.2, 2]: what a holiday, or a fault in tracking, does to
 * everybody. Null with no such entity; for a segment also with fewer than `least`, where the factor of all entities is used instead.
 */
export function findCommonFactor(rows: readonly ReferenceRow[], least = 1): number | null {
  const ratios: number[] = []
  for (const { recent, baseline } of rows) {
    if (baseline.typical >= LEAST_TYPICAL && !Number.isNaN(recent)) {
      ratios.push((recent + 0.5) / (baseline.typical + 0.5))
    }
  }
  const median = ratios.length < least ? null : medianOf(ratios)
  return median === null ? null : Math.min(FACTOR_RANGE[1], Math.max(FACTOR_RANGE[0], median))
}

/**
 * Whether everybody's counts fell so far that tracking, not customers, is the likelier cause: a factor below 0.6 on a day that is no holiday, or a fall of
 * more than 0.25 within a day. Then one data incident is raised, and the alarms of entities are suspended. `before`: the day before; null if there is none.
 */
export function suspectTracking(day: { commonFactor: number; before: number | null; holiday: boolean }): boolean {
  if (day.holiday) return false
  return day.commonFactor < 0.6 || (day.before !== null && day.before - day.commonFactor > 0.25)
}
