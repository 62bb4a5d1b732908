import { estimateSlope } from '../trends/estimate-slope.ts'

/** Slope of ln(count + ½) over weeks, oldest first, NaN where unknown: a week's change as a logarithm, −0.1 is about −10 % a week. Null with fewer than two known. */
export function estimateTrend(weeks: readonly number[]): number | null {
  return estimateSlope(weeks.map((week) => Math.log(week + 0.5)))?.slope ?? null
}
