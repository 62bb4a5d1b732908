import { MS_PER_DAY } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { bootstrapEntities } from '../../stats/samples/bootstrap-entities.ts'
import { sortAscending } from '../../stats/samples/order-statistics.ts'
import { type NoticeSummary, summariseNotice } from '../../stats/scores/summarise-notice.ts'
import type { Case } from './select-cases.ts'

export type Notice = NoticeSummary & { readonly interval: Interval | null }

/** Days from a right alert to the decision; null: none was right. */
export function measureNotice(cases: readonly Case[], needed: number): Notice | null {
  const right = cases.filter((one) => one.label === 'positive')
  return noticeOf(
    right.map(({ openedAt, decidedAt }) => (decidedAt! - openedAt) / MS_PER_DAY),
    needed,
  )
}

/** Of so many days each; null: of none. */
export function noticeOf(days: readonly number[], needed: number): Notice | null {
  const summary = summariseNotice(days, needed)
  if (summary === null) return null
  const sorted = sortAscending(days)
  const median = (drawn: Int32Array): number => medianDrawn(sorted, drawn)
  return {
    ...summary,
    interval: bootstrapEntities({ entities: days.length, seed: { k0: 7, k1: 11 }, statistic: median }),
  }
}

/** The median of numbers in ascending order, each drawn so many times, as many in all as there are numbers. */
function medianDrawn(sorted: Float64Array, drawn: Int32Array): number {
  const [below, above] = [(sorted.length - 1) >> 1, sorted.length >> 1]
  let [at, seen] = [0, drawn[0]!]
  while (seen <= below) seen += drawn[++at]!
  const low = sorted[at]!
  while (seen <= above) seen += drawn[++at]!
  return (low + sorted[at]!) / 2
}
