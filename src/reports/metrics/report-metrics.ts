import { METRIC_IDS, METRICS, type MetricId } from '../../config/metric-catalogue.ts'
import { ANALYSES, type Analyses, type AnalysisKind } from '../../contract/analyze/analyses.ts'
import type { MetricRow, MetricsAnswer, MetricsQuery } from '../../contract/metrics.ts'
import { dayToIso, makeZone } from '../../core/time.ts'
import { answerAnalysis } from '../answer-analysis.ts'
import type { ReportSource } from '../question/report-source.ts'
import { measureActivationRate, measureTimeToValue } from './measure-activation.ts'
import { measureChurnByCohort, measureExpansion, measureNrr, measurePayback } from './measure-revenue.ts'
import { measureCoreAdoption, measureHealth, measureRetention, measureStickiness } from './measure-usage.ts'
import type { Measured, Measuring } from './measured.ts'

const MEASURES: Readonly<Record<MetricId, (measuring: Measuring) => Promise<Measured>>> = {
  activation_rate: measureActivationRate,
  time_to_value: measureTimeToValue,
  core_feature_adoption: measureCoreAdoption,
  cohort_retention: measureRetention,
  nrr: measureNrr,
  cac_payback: measurePayback,
  stickiness: measureStickiness,
  expansion_rate: measureExpansion,
  customer_health: measureHealth,
  churn_by_cohort: measureChurnByCohort,
}

/** The metrics of a preset: each with its definition, who watches it and how it stands, as of the last day that is over. */
export async function reportMetrics(source: ReportSource, { preset }: MetricsQuery): Promise<MetricsAnswer> {
  const last = makeZone(source.model.product.timezone).dayOf(source.now) - 1
  const measuring = { source, last, ask: askerOf(source) }
  const ids = METRIC_IDS.filter((id) => preset === 'all' || METRICS[id].preset === preset)
  const metrics: MetricRow[] = []
  for (const id of ids) metrics.push(toRow(source, id, await MEASURES[id](measuring)))
  return { as_of: dayToIso(last), metrics }
}

function askerOf(source: ReportSource): Measuring['ask'] {
  return <K extends AnalysisKind>(kind: K, query: Analyses[K]['asked']) =>
    answerAnalysis(source, kind, ANALYSES[kind].query.parse(query) as Analyses[K]['query'])
}

function toRow({ model }: ReportSource, id: MetricId, measured: Measured): MetricRow {
  const { title, definition, unit, stage, kind, cadence, owner, next } = METRICS[id]
  const watch = model.metrics.watch.find(({ metric }) => metric === id)
  const threshold = { at_least: watch?.atLeast ?? null, at_most: watch?.atMost ?? null }
  return {
    ...{ id, title, definition, unit, stage, kind, cadence },
    ...{ owner: watch?.owner ?? owner, next: watch?.next ?? next },
    ...measured,
    threshold,
    crossed: hasCrossed(measured.value, threshold),
  }
}

function hasCrossed(value: number | null, { at_least, at_most }: MetricRow['threshold']): boolean | null {
  if (value === null || (at_least === null && at_most === null)) return null
  return (at_least !== null && value < at_least) || (at_most !== null && value > at_most)
}
