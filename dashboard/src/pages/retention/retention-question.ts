import type { RetentionAnswer } from '@contract/analyze/retention.ts'
import { shareLimits } from '@contract/share-limits.ts'
import type { Limits } from '../../words/measures.ts'

const FOCUS = { week: 4, month: 3 } as const

export type Period = keyof typeof FOCUS

/** The period that the page speaks of: the third month, the fourth week, or the last one before that can be told. */
export function focusOf({ overall }: Pick<RetentionAnswer, 'overall'>, period: Period): number | null {
  for (let k = FOCUS[period]; k > 0; k--) if (overall[k] != null) return k
  return null
}

type Table = Pick<RetentionAnswer, 'overall' | 'overall_size' | 'overall_returned'>

/** The share that was back in period k, of all for whom it is over. */
export function returnLimits({ overall_returned, overall_size }: Table, k: number): Limits | null {
  return shareLimits(overall_returned[k] ?? 0, overall_size[k] ?? 0)
}
