import { estimateSlope } from '../stats/trends/estimate-slope.ts'
import type { EntityScope } from './entity-scope.ts'
import type { DefinedStep } from './plan/fold-plan.ts'

/** Days, the judged one included, from which it is told how a number rises; half of them must be known. */
export const FORECAST_DAYS = 28
export const LEAST_DAYS = 14

type ForecastStep = Extract<DefinedStep, { readonly kind: 'forecast' }>

/**
 * Days until a number reaches its limit if it goes on as in the last 28 days; 0 where it has. Unknown where the number does not rise (the 95 % interval of its
 * slope holds 0), where fewer than 14 days are known, and without a limit.
 */
export function foldForecast({ entity, past }: EntityScope, step: ForecastStep, out: Float64Array): void {
  const series = past?.values[step.usage]
  const first = (past?.days ?? 0) - (FORECAST_DAYS - 1)
  for (let i = 0; i < out.length; i++) {
    const usage = entity.values[step.usage]![i]!
    const left = entity.values[step.limit]![i]! - usage
    if (left <= 0) out[i] = 0
    else if (series === undefined || !Number.isFinite(left)) out[i] = Number.NaN
    else out[i] = left / slopeOf(series.subarray(first + i, first + i + FORECAST_DAYS), step.edge)
  }
}

/** NaN where the number does not rise. */
function slopeOf(days: Float64Array, edge: ForecastStep['edge']): number {
  const known = days.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
  // Most numbers stand still most of the time.
  if (known < LEAST_DAYS || !(days.at(-1)! > Math.min(...days.filter((value) => !Number.isNaN(value)))))
    return Number.NaN
  const { slope, low, high } = estimateSlope(days)!
  if (low <= 0) return Number.NaN
  return edge === 'middle' ? slope : edge === 'early' ? high : low
}
