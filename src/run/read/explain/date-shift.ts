import type { Model } from '../../../config/model.ts'
import { sayAmount } from '../../../proof/phrase/say-number.ts'
import { sayTrend } from '../../../proof/phrase/say-trend.ts'
import { dateChange } from '../../../stats/detectors/date-change.ts'
import { estimateTrend } from '../../../stats/detectors/estimate-trend.ts'
import { measureBaseline } from '../../../stats/detectors/measure-baseline.ts'
import type { Explained } from '../replay-account.ts'

/** Since which day the weeks of an entity lie on another level. */
export type DatedShift = {
  readonly since: number
  /** The mean week before and from then on. */
  readonly before: number
  readonly after: number
  /** By which share a week changes from the one before, over all of them; null: it cannot be told. */
  readonly trend: number | null
}

/**
 * Dates what a detector of single weeks found while it is on: the split of the last nine weeks that says most, with two weeks at least on each side. Null where no
 * split says enough, and of other signals.
 */
export function dateShift({ graph }: Model, { explained: { signal, day, state }, read }: Explained): DatedShift | null {
  const { detector, level } = signal
  if (!state.open || detector === null || detector.shift?.weeks !== 1) return null
  const { expr } = graph[level][detector.shift.usual]!
  if (expr.kind !== 'usual') return null
  const weeks = [...expr.blocks.toReversed(), expr.recent].map((node) => read(node) ?? Number.NaN)
  if (weeks.some(Number.isNaN)) return null
  const change = dateChange(weeks, measureBaseline(weeks.slice(0, -1))?.overdispersion)
  if (change === null) return null
  const trend = estimateTrend(weeks)
  return {
    since: day - 7 * (weeks.length - change.at) + 1,
    ...{ before: change.before, after: change.after, trend: trend === null ? null : Math.exp(trend) - 1 },
  }
}

/** "about 18 a week since 2026-03-02, 51 before (9 % fewer each week)". */
export function phraseShift({ before, after, trend }: DatedShift, since: string): string {
  const slope = sayTrend(trend)
  return `about ${sayAmount(after)} a week since ${since}, ${sayAmount(before)} before${slope === null ? '' : ` (${slope})`}`
}
