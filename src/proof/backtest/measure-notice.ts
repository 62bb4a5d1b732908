import { MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { bootstrapEntities } from '../../stats/samples/bootstrap-entities.ts'
import { medianOf } from '../../stats/samples/order-statistics.ts'
import { type NoticeSummary, summariseNotice } from '../../stats/scores/summarise-notice.ts'
import type { Case } from './select-cases.ts'

export type Notice = NoticeSummary & { readonly interval: Interval | null }

/** Days from a right alert to the decision; null: none was right. */
export function measureNotice(cases: readonly Case[], needed: number): Notice | null {
  const right = cases.filter((one) => one.label === 'positive')
  const days = right.map(({ openedAt, decidedAt }) => (decidedAt! - openedAt) / MS_PER_DAY)
  const summary = summariseNotice(days, needed)
  if (summary === null) return null
  const median = (drawn: Int32Array): number =>
    medianOf(days.flatMap((value, i) => new Array<number>(drawn[i]!).fill(value))) ?? Number.NaN
  return {
    ...summary,
    interval: bootstrapEntities({ entities: days.length, seed: { k0: 7, k1: 11 }, statistic: median }),
  }
}
