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

/** What the page on retention asks of those who left. */
export function warningsQuestion(asOf: string | null): Analyses['warnings']['asked'] {
  return { outcome: 'churned', within_days: 90, limit: 200, ...asOfClose(asOf) }
}

/** The metrics of the page on adoption. */
export const ADOPTION_METRICS =
  'adoption_breadth,adoption_depth,core_feature_adoption,account_adoption,nice_to_have_adoption,promoted_adoption'

/** What the page on adoption asks for every group of accounts. */
export function adoptionByGroup(by = 'plan') {
  return { metrics: 'adoption_breadth', by, by_limit: 6, include: 'rows' as const }
}

const AGES = { days: 7 * 16, weeks: 8 } as const

/** By which week of their age those who signed up in the last sixteen weeks had used a feature. */
export function adoptedByAge(asOf: string | null, dayBefore: DayBefore, feature: string) {
  return {
    ...{ actor: 'account' as const, by: 'sign_up' as const, metric: 'adopted' as const, event: feature },
    ...{ period: 'week' as const, total_intervals: AGES.weeks, by_limit: 60 },
    ...{ date_from: dayBefore(AGES.days - 1), date_to: dayBefore(0), ...asOfClose(asOf) },
  }
}

/** An outcome of the configuration, as the status tells it. */
export type KnownOutcome = {
  readonly key: string
  readonly kind: string
  readonly days: { readonly from: number; readonly to: number } | null
}

const STAYING = ['churned', 'retained', 'inactive']

/** The outcome that says who stays; where none does, the first. */
export function stayOutcome(outcomes: readonly KnownOutcome[]): KnownOutcome {
  const staying = STAYING.flatMap((kind) => outcomes.find((one) => one.kind === kind) ?? [])
  return staying[0] ?? outcomes[0] ?? { key: 'churned', kind: 'churned', days: null }
}

const ADOPTERS = { lookDays: 28, withinDays: 90, newcomerDays: 365 } as const

/** What became of those who had used a feature in the days before a landmark, and of those who had not: of newcomers where the outcome is of their first days, else of all that were there. */
export function adoptersQuestion(
  asOf: string | null,
  dayBefore: DayBefore,
  { feature, outcome }: { readonly feature: string; readonly outcome: KnownOutcome },
) {
  const { lookDays, withinDays, newcomerDays } = ADOPTERS
  const common = { by: { event: feature }, outcome: outcome.key, ...asOfClose(asOf) }
  if (outcome.days === null && outcome.kind !== 'converted' && outcome.kind !== 'activated')
    return {
      ...{ ...common, start: 'date' as const, date_from: dayBefore(lookDays + withinDays - 1) },
      ...{ landmark_days: lookDays, within_days: withinDays },
    }
  const landmark_days = outcome.days === null ? 14 : Math.max(1, Math.min(lookDays, outcome.days.from))
  return {
    ...{ ...common, start: 'sign_up' as const, date_from: dayBefore(newcomerDays - 1), date_to: dayBefore(0) },
    ...{ landmark_days, within_days: outcome.days === null ? withinDays : outcome.days.to - landmark_days + 1 },
  }
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
 * @param adopted the feature and the outcome that the page on adoption begins with; null: there is no feature
 */
export function foldedQuestions(
  dayBefore: DayBefore,
  adopted: Parameters<typeof adoptersQuestion>[2] | null,
): readonly StandingQuestion[] {
  const asOf = dayBefore(0)
  const { steps, outcomes } = activationQuestions(asOf, dayBefore)
  return [
    { kind: 'steps', query: steps },
    { kind: 'onboarding', query: outcomes },
    { kind: 'packaging', query: packagingQuestion(asOf) },
    ...(adopted === null
      ? []
      : ([
          { kind: 'cohorts', query: adoptedByAge(asOf, dayBefore, adopted.feature) },
          { kind: 'landmark', query: adoptersQuestion(asOf, dayBefore, adopted) },
        ] as const)),
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
