import type { Analyses, AnalysisKind } from '../contract/analyze/analyses.ts'
import { reportActive } from './active/report-active.ts'
import { reportCohorts } from './cohorts/report-cohorts.ts'
import { reportCorrelation } from './correlation/report-correlation.ts'
import { reportFunnel } from './funnel/report-funnel.ts'
import { reportLandmark } from './landmark/report-landmark.ts'
import { reportLifecycle } from './lifecycle/report-lifecycle.ts'
import { reportNotice } from './notice/report-notice.ts'
import { reportWarnings } from './notice/report-warnings.ts'
import { reportOnboarding } from './onboarding/report-onboarding.ts'
import { reportSteps } from './onboarding/report-steps.ts'
import { reportPackaging } from './packaging/report-packaging.ts'
import type { ReportSource } from './question/report-source.ts'
import { reportRetention } from './retention/report-retention.ts'
import { reportRevenue } from './revenue/report-revenue.ts'
import { reportSessions } from './sessions/report-sessions.ts'
import { reportStickiness } from './stickiness/report-stickiness.ts'

type Reports = {
  readonly [K in AnalysisKind]: (source: ReportSource, query: Analyses[K]['query']) => Promise<Analyses[K]['answer']>
}

const REPORTS: Reports = {
  active: reportActive,
  retention: reportRetention,
  funnel: reportFunnel,
  lifecycle: reportLifecycle,
  stickiness: reportStickiness,
  sessions: reportSessions,
  correlation: reportCorrelation,
  revenue: reportRevenue,
  cohorts: reportCohorts,
  landmark: reportLandmark,
  onboarding: reportOnboarding,
  steps: reportSteps,
  notice: reportNotice,
  warnings: reportWarnings,
  packaging: reportPackaging,
}

/**
 * Answers one of the analysis queries.
 * @throws unknown_name, bad_argument
 */
export function answerAnalysis<K extends AnalysisKind>(
  source: ReportSource,
  kind: K,
  query: Analyses[K]['query'],
): Promise<Analyses[K]['answer']> {
  return REPORTS[kind](source, query)
}
