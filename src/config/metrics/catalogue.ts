import { ACQUISITION_METRICS } from './acquisition-metrics.ts'
import { ACTIVATION_METRICS } from './activation-metrics.ts'
import { ADOPTION_METRICS } from './adoption-metrics.ts'
import { ENGAGEMENT_METRICS } from './engagement-metrics.ts'
import type { MetricPreset, MetricTable } from './metric.ts'
import { RETENTION_METRICS } from './retention-metrics.ts'
import { REVENUE_METRICS } from './revenue-metrics.ts'

const TABLES = {
  ...ACQUISITION_METRICS,
  ...ACTIVATION_METRICS,
  ...ENGAGEMENT_METRICS,
  ...ADOPTION_METRICS,
  ...RETENTION_METRICS,
  ...REVENUE_METRICS,
}

export type MetricId = keyof typeof TABLES

/** The numbers of the business, each with its one definition. */
export const METRICS: MetricTable<MetricId> = TABLES

export const METRIC_IDS = Object.keys(METRICS) as readonly MetricId[]

export const METRIC_PRESETS: Readonly<Record<MetricPreset, string>> = {
  starter: 'the five to begin with',
  next: 'five more',
  early: 'while it is to be shown that people get value and come back',
  growth: 'when activation and retention hold: expansion and what growth costs',
  mature: 'forecasts, concentration and the behaviour of single accounts',
}

/** Metrics of a preset in the order of the catalogue; `all`: every one. */
export function metricsOfPreset(preset: MetricPreset | 'all'): readonly MetricId[] {
  return METRIC_IDS.filter((id) => preset === 'all' || METRICS[id].presets.includes(preset))
}
