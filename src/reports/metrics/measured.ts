import type { MetricMeasure } from '../../config/metrics/metric.ts'
import type { BreakdownValue } from '../../contract/analyze/question.ts'
import type { MetricRow } from '../../contract/metrics.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Reading } from './reading.ts'

/** Who is behind a number, by id: those it counts, and the rest of what it is a share or a mean of; null: there is no rest. */
export type Who = {
  readonly of: 'user' | 'account'
  readonly counted: readonly number[]
  readonly rest: readonly number[] | null
}

/** How a metric stands for all or for a group: what of its row is not in the catalogue. */
export type Measured = Pick<MetricRow, 'value' | 'because' | 'of' | 'interval' | 'period' | 'ready' | 'currency'> & {
  readonly rows: readonly MeasuredRow[]
  /** null: it is made of no accounts and no users. */
  readonly who: Who | null
}
/** `unit` absent: that of the metric. */
export type MeasuredRow = {
  readonly label: string
  readonly value: number | null
  readonly count?: number | null
  readonly total?: number | null
  readonly unit?: string
  /** Who is behind it; absent: it does not say. */
  readonly who?: Who
}

/** One group of accounts of a question; of `null` all are in it, and also who belongs to no account. */
export type MetricGroup = {
  readonly value: BreakdownValue
  /** As they were at the close of a day. */
  readonly has: (account: number, day: Day) => boolean
} | null

/** What a metric is measured with: everything that is read, as of which day that is over, and of whom. */
export type Measuring = { readonly reading: Reading; readonly last: Day; readonly group: MetricGroup }

export type Measure<K extends MetricMeasure['kind']> = (
  asked: Extract<MetricMeasure, { readonly kind: K }>,
  measuring: Measuring,
) => Promise<Measured>

const NOTHING: Measured = {
  ...{ value: null, because: null, of: null, interval: null, period: null, ready: null, currency: null },
  rows: [],
  who: null,
}

/** It cannot be told, and why; `ready` where that is only a matter of time. */
export function untold(because: string, ready: string | null = null): Measured {
  return { ...NOTHING, because, ready }
}

export function measured(given: Partial<Measured> & { readonly value: number | null }, because: string): Measured {
  return { ...NOTHING, ...given, because: given.value === null ? because : null }
}

export function daysBetween(from: Day, to: Day): { readonly from: string; readonly to: string } {
  return { from: dayToIso(from), to: dayToIso(to) }
}

/** `count` of `total` with Wilson's limits; a share of nothing is unknown. */
export function shareOf(count: number, total: number): Pick<Measured, 'value' | 'of' | 'interval'> {
  const limits = estimateProportion({ successes: count, total })
  return {
    value: total === 0 ? null : count / total,
    of: { count, total },
    interval: limits === null ? null : { lower: limits.lower, upper: limits.upper },
  }
}

/** All of them, and no rest. */
export function everyone(of: Who['of'], ids: Iterable<number>): { readonly who: Who } {
  return { who: { of, counted: [...new Set(ids)], rest: null } }
}

/** Those of all that are counted, and the rest. */
export function partOf(
  of: Who['of'],
  all: Iterable<number>,
  isCounted: (id: number) => boolean,
): { readonly who: Who } {
  const ids = [...new Set(all)]
  return { who: { of, counted: ids.filter(isCounted), rest: ids.filter((id) => !isCounted(id)) } }
}

/** A row of `count` of `total`. */
export function shareRow(label: string, count: number, total: number): MeasuredRow {
  return { label, value: total === 0 ? null : count / total, count, total, unit: 'share' }
}

/** Whether an account counts, as of a day. */
export function isIn(group: MetricGroup, account: number, day: Day): boolean {
  return group === null || (account !== 0 && group.has(account, day))
}
