import { sayShare } from './say-number.ts'

/** Below a per cent a week it is no trend. */
const LEAST = 0.01

/** `9 % fewer each week`; null: it is as good as none. @param trend by which share a week changes from the one before */
export function sayTrend(trend: number | null): string | null {
  if (trend === null || Math.abs(trend) < LEAST) return null
  return `${sayShare(Math.abs(trend))} ${trend < 0 ? 'fewer' : 'more'} each week`
}
