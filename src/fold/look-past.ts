import type { Entity } from './entity.ts'
import { FORECAST_DAYS } from './fold-forecast.ts'
import type { FoldInput } from './fold-input.ts'

/** Days before the judged ones on which forecasts read numbers. */
export const PAST_DAYS = FORECAST_DAYS - 1

/** By node, the numbers that forecasts are made from, from `PAST_DAYS` days before the first judged day on; null: there are no forecasts. A fold of its own over these few. */
export function lookPast(input: FoldInput, fold: (input: FoldInput) => Entity): readonly Float64Array[] | null {
  const { plan, space, days } = input
  if (plan.past === null || space.past === null) return null
  const { onMember: _, ...rest } = input
  const longer = { from: days.from - PAST_DAYS, to: days.to }
  return fold({ ...rest, plan: plan.past, space: space.past, days: longer, recent: null }).values
}
