import type { Analyses } from '@contract/analyze/analyses.ts'
import type { RetentionAnswer } from '@contract/analyze/retention.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { daysBefore } from '../../words/intervals.ts'
import type { Limits } from '../../words/measures.ts'
import type { RetentionSearch } from './retention-search.ts'

const SPANS = { week: { days: 7 * 12, cells: 13, focus: 4 }, month: { days: 365, cells: 13, focus: 3 } } as const

export type Period = keyof typeof SPANS

export function retentionQuestion(search: RetentionSearch, today: string): Analyses['retention']['asked'] {
  const { actor = 'account', period = 'month', back, by } = search
  const { days, cells } = SPANS[period]
  return {
    ...{ actor, period, total_intervals: cells, date_from: daysBefore(today, days), date_to: today },
    accumulation: back ?? 'n_interval',
    ...(by === undefined ? {} : { breakdown: by, breakdown_limit: 3 }),
  }
}

/** The period that the page speaks of: the third month, the fourth week, or the last one before that can be told. */
export function focusOf({ overall }: Pick<RetentionAnswer, 'overall'>, period: Period): number | null {
  for (let k = SPANS[period].focus; k > 0; k--) if (overall[k] != null) return k
  return null
}

type Table = Pick<RetentionAnswer, 'overall' | 'overall_size' | 'overall_returned'>

/** The share that was back in period k, of all for whom it is over. */
export function returnLimits({ overall_returned, overall_size }: Table, k: number): Limits | null {
  return shareLimits(overall_returned[k] ?? 0, overall_size[k] ?? 0)
}
