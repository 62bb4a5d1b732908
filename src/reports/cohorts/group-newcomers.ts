import type { CohortsQuery } from '../../contract/analyze/cohorts.ts'
import type { BreakdownValue } from '../../contract/analyze/question.ts'
import type { Newcomer } from './read-cohorts.ts'

/** `values` is filled by the metric, age by age. */
export type Cohort = {
  readonly value: BreakdownValue
  readonly other: boolean
  size: number
  lastSignUp: number
  readonly values: Float64Array
}

/** Adds so much of the metric to the cohort of a newcomer, at an age. */
export type AddToAge = (entity: number, age: number, by: number) => void

/** Whom a metric is told of, and how it is added. */
export type Ageing = { readonly ofEntity: GroupedNewcomers['ofEntity']; readonly add: AddToAge }

export type GroupedNewcomers = {
  readonly cohorts: readonly Cohort[]
  readonly ofEntity: ReadonlyMap<number, { readonly signUp: number; readonly cohort: Cohort }>
  readonly distinct: number
}

/** Periods of sign-up in their order; of values the largest cohorts first, the others together. */
export function groupNewcomers(newcomers: readonly Newcomer[], query: CohortsQuery): GroupedNewcomers {
  const { by, by_limit, total_intervals } = query
  const sizes = new Map<BreakdownValue, number>()
  for (const { value } of newcomers) sizes.set(value, (sizes.get(value) ?? 0) + 1)
  const bySize = (a: [BreakdownValue, number], b: [BreakdownValue, number]) =>
    b[1] - a[1] || (String(a[0]) < String(b[0]) ? -1 : 1)
  const ordered = [...sizes].sort(by === 'sign_up' ? (a, b) => (String(a[0]) < String(b[0]) ? -1 : 1) : bySize)
  const limit = by === 'sign_up' ? ordered.length : by_limit
  const make = (value: BreakdownValue, other: boolean): Cohort => ({
    ...{ value, other, size: 0, lastSignUp: Number.NEGATIVE_INFINITY },
    values: new Float64Array(total_intervals),
  })
  const shown = new Map(ordered.slice(0, limit).map(([value]) => [value, make(value, false)]))
  const rest = make('other', true)
  const ofEntity = new Map<number, { signUp: number; cohort: Cohort }>()
  for (const { entity, signUp, value } of newcomers) {
    const cohort = shown.get(value) ?? rest
    cohort.size += 1
    cohort.lastSignUp = Math.max(cohort.lastSignUp, signUp)
    ofEntity.set(entity, { signUp, cohort })
  }
  const cohorts = [...shown.values(), ...(rest.size > 0 ? [rest] : [])]
  return { cohorts, ofEntity, distinct: ordered.length }
}
