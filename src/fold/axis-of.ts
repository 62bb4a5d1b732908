import type { Day } from '../core/time.ts'
import type { LevelPlan } from './plan/fold-plan.ts'

/** First day of the daily series of a level: no further back than its windows reach, or the earliest row where a number reads the whole past. */
export function axisOf({ lookback, unbounded }: LevelPlan, earliest: Day, from: Day): Day {
  return unbounded ? Math.min(earliest, from - lookback) : from - lookback
}
