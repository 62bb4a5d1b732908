import type { Analyses, AnalysisKind } from './analyses.ts'

/** A question that a page asks whenever it is opened. */
export type StandingQuestion = {
  readonly [K in AnalysisKind]: { readonly page: Page; readonly kind: K; readonly query: Analyses[K]['asked'] }
}[AnalysisKind]

type Page = 'activation' | 'engagement' | 'retention' | 'revenue'

const DAYS = 90

/**
 * The questions that are worked out when a day closes, so that whoever opens a page need not wait: of the last closed day and the days before it, given as local days.
 * `activates`: the configuration says when an account is activated.
 */
export function standingQuestions(of: {
  readonly dayBefore: (days: number) => string
  readonly activates: boolean
}): readonly StandingQuestion[] {
  const range = { date_from: of.dayBefore(DAYS - 1), date_to: of.dayBefore(0) }
  // A session may go on for a day.
  const sessions = { date_from: of.dayBefore(28), date_to: of.dayBefore(1) }
  const onboarding: StandingQuestion[] = [
    { page: 'activation', kind: 'onboarding', query: { by: 'milestones', ...range } },
    { page: 'activation', kind: 'onboarding', query: { by: 'speed', ...range } },
  ]
  return [
    { page: 'engagement', kind: 'active', query: { interval: 'day', ...range } },
    { page: 'engagement', kind: 'active', query: { actor: 'account', interval: 'week', ...range } },
    { page: 'engagement', kind: 'stickiness', query: { preset: 'L7', date_to: range.date_to } },
    { page: 'engagement', kind: 'stickiness', query: { preset: 'L28', date_to: range.date_to } },
    { page: 'engagement', kind: 'sessions', query: sessions },
    {
      page: 'retention',
      kind: 'retention',
      query: { actor: 'account', period: 'week', total_intervals: 13, ...range },
    },
    { page: 'retention', kind: 'retention', query: { period: 'week', total_intervals: 13, ...range } },
    { page: 'retention', kind: 'lifecycle', query: { actor: 'account', interval: 'week', ...range } },
    { page: 'revenue', kind: 'revenue', query: { by: 'month' } },
    ...(of.activates ? onboarding : []),
  ]
}
