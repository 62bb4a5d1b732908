import type { Entity } from './entity.ts'
import type { FoldInput } from './fold-input.ts'

/** Numbers by node, from `days` days before the first judged day on. */
export type Past = { readonly days: number; readonly values: readonly Float64Array[] }

/** What forecasts are made from, and what is asked for as of earlier days; null: nothing is. A fold of its own over these few. */
export function lookPast(input: FoldInput, fold: (input: FoldInput) => Entity): Past | null {
  const { plan, space, days } = input
  if (plan.past === null || space.past === null) return null
  const { onMember: _, ...rest } = input
  const longer = { from: days.from - plan.pastDays, to: days.to }
  const { values } = fold({ ...rest, plan: plan.past, space: space.past, days: longer, recent: null })
  return { days: plan.pastDays, values }
}
