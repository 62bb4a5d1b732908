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

/** What the page on activation asks of the accounts that signed up in so many days. */
export function activationQuestions(asOf: string | null, dayBefore: DayBefore, days = 90) {
  const range = { date_from: dayBefore(days - 1), ...asOfClose(asOf) }
  return { steps: range, outcomes: { ...range, outcome: 'converted', landmark: 7 } }
}

/** What the page on adoption asks about plans. */
export function packagingQuestion(asOf: string | null): Analyses['packaging']['asked'] {
  return asOfClose(asOf)
}

/** The last closed day; null: none is closed, and what there is so far is told. */
function asOfClose(asOf: string | null): { readonly as_of?: string } {
  return asOf === null ? {} : { as_of: asOf }
}

/**
 * The questions of pages for which every account is folded, as of the last close: they are worked out at it in stores that are not large, and kept until the next one
 * in all.
 */
export function foldedQuestions(dayBefore: DayBefore): readonly StandingQuestion[] {
  const asOf = dayBefore(0)
  const { steps, outcomes } = activationQuestions(asOf, dayBefore)
  return [
    { kind: 'steps', query: steps },
    { kind: 'onboarding', query: outcomes },
    { kind: 'packaging', query: packagingQuestion(asOf) },
  ]
}

/**
 * The questions that pages ask whenever they are opened, and whose answers hold while events of the running day come in: they are worked out when a day closes.
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
