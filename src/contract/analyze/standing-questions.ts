import type { Analyses, AnalysisKind } from './analyses.ts'

export type StandingQuestion = {
  readonly [K in AnalysisKind]: { readonly kind: K; readonly query: Analyses[K]['asked'] }
}[AnalysisKind]

/** So many days before the last closed day, as a local day; below 0: after it. */
export type DayBefore = (days: number) => string

type Who = 'user' | 'account'

const ENGAGEMENT_DAYS = 90

/** What the page on engagement asks. */
export function engagementQuestions(dayBefore: DayBefore, actor: Who = 'user') {
  const range = { date_from: dayBefore(ENGAGEMENT_DAYS - 1), date_to: dayBefore(0) }
  const daily = { actor, interval: 'day' as const, ...range }
  return {
    daily,
    weekly: { ...daily, window: 'week' as const },
    monthly: { ...daily, window: 'month30' as const },
    daysActive: { actor, preset: 'L7' as const, date_to: range.date_to },
    lifecycle: { actor, interval: 'week' as const, ...range },
  }
}

const RETENTION_SPANS = { week: { days: 7 * 12, cells: 13 }, month: { days: 365, cells: 13 } } as const

export type RetentionAsked = {
  readonly actor?: Who | undefined
  readonly period?: keyof typeof RETENTION_SPANS | undefined
  readonly back?: 'unbounded' | undefined
  readonly by?: 'plan' | 'tenure' | undefined
}

/** What the page on retention asks; up to the running day, of which nothing is counted. */
export function retentionQuestion(
  dayBefore: DayBefore,
  { actor = 'account', period = 'month', back, by }: RetentionAsked = {},
): Analyses['retention']['asked'] {
  const { days, cells } = RETENTION_SPANS[period]
  return {
    ...{ actor, period, total_intervals: cells, date_from: dayBefore(days - 1), date_to: dayBefore(-1) },
    accumulation: back ?? 'n_interval',
    ...(by === undefined ? {} : { breakdown: by, breakdown_limit: 3 }),
  }
}

/**
 * The questions that pages ask whenever they are opened, and whose answers hold while events of the running day come in: they are worked out when a day closes. What
 * folds every account is not among them, since anything that becomes known changes it.
 */
export function standingQuestions(dayBefore: DayBefore): readonly StandingQuestion[] {
  const { daily, weekly, monthly, daysActive, lifecycle } = engagementQuestions(dayBefore)
  return [
    { kind: 'active', query: daily },
    { kind: 'active', query: weekly },
    { kind: 'active', query: monthly },
    { kind: 'stickiness', query: daysActive },
    { kind: 'lifecycle', query: lifecycle },
    { kind: 'retention', query: retentionQuestion(dayBefore) },
  ]
}
