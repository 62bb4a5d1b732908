import type { Analyses, AnalysisKind } from '../../contract/analyze/analyses.ts'
import type { MetricRow } from '../../contract/metrics.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import type { ReportSource } from '../question/report-source.ts'

/** How a metric stands: what of its row is not in the catalogue. */
export type Measured = Pick<MetricRow, 'value' | 'because' | 'of' | 'previous' | 'period' | 'rows'>

/** What metrics are measured with. `last`: the last local day that is over. */
export type Measuring = {
  readonly source: ReportSource
  readonly last: Day
  readonly ask: <K extends AnalysisKind>(kind: K, query: Analyses[K]['asked']) => Promise<Analyses[K]['answer']>
}

const NOTHING: Measured = { value: null, because: null, of: null, previous: null, period: null, rows: [] }

/** It cannot be told, and why. */
export function untold(because: string): Measured {
  return { ...NOTHING, because }
}

export function measured(given: Partial<Measured> & { readonly value: number | null }, because: string): Measured {
  return { ...NOTHING, ...given, because: given.value === null ? because : null }
}

export function daysBetween(from: Day, to: Day): { readonly from: string; readonly to: string } {
  return { from: dayToIso(from), to: dayToIso(to) }
}

/** `count` of `total`; a share of nothing is unknown. */
export function shareOf(count: number, total: number): { value: number | null; of: { count: number; total: number } } {
  return { value: total === 0 ? null : count / total, of: { count, total } }
}
