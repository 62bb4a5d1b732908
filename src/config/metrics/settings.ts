import type { MetricId } from './catalogue.ts'

/** Who watches a metric, from where on it matters, and what is done then. */
export type MetricWatch = {
  readonly owner?: string
  readonly atLeast?: number
  readonly atMost?: number
  readonly next?: string
}

export const FEATURE_TIERS = ['core', 'expansion', 'nice-to-have'] as const
export type FeatureTier = (typeof FEATURE_TIERS)[number]

/** What a feature is to customers, and which plans have it. */
export type FeatureInput = { readonly tier?: FeatureTier; readonly plans?: readonly string[] }

/** What was spent in a month, in all or by channel. */
export type SpendInput = Readonly<Record<string, number | Readonly<Record<string, number>>>>

/** What is looked at: the five to begin with, five more, those of a stage of growth, or every metric. */
export const METRIC_CHOICES = ['starter', 'next', 'early', 'growth', 'mature', 'all'] as const
export type MetricChoice = (typeof METRIC_CHOICES)[number]

/** Whose books: which statuses of subscriptions count as MRR, and formulas of rates. */
export const BOOKS = ['default', 'stripe', 'chartmogul', 'baremetrics'] as const
export type Books = (typeof BOOKS)[number]

export const NORTH_STAR_COUNTS = ['events', 'users', 'accounts', 'per_account'] as const
export type NorthStarCount = (typeof NORTH_STAR_COUNTS)[number]

export type NorthStarInput = {
  /** An event of value, by its key. */
  readonly event: string
  /** How often it happened, how many users or accounts had it, or how often it happened per active account; default accounts. */
  readonly count?: NorthStarCount
  /** Default: made of the event and what is counted. */
  readonly title?: string
  /** Three to five metrics that move it. */
  readonly inputs: readonly MetricId[]
}

/** One unit of a currency in units of `to`, by the day from which on the rate holds: `{ '2026-01-01': { USD: '0.92' } }`. */
export type RatesInput = {
  readonly to: string
  readonly dated: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Who is a lead: who did an event, or has a trait (of a value, where one is named). */
export type LeadInput =
  | { readonly event: string }
  | { readonly trait: string; readonly value?: string | number | boolean }

/** What the metrics need to know of the product, as it is written. */
export type MetricsInput = {
  /** The feature that people come for; default that of the first core event, by its key. */
  readonly coreFeature?: string
  /** By feature: what it is (default: core with a core event, else expansion) and which plans have it (default: all). */
  readonly features?: Readonly<Record<string, FeatureInput>>
  /** Features that were promoted, and the first day on which they were. */
  readonly promotions?: readonly { readonly feature: string; readonly on: string }[]
  /** Events that say that somebody met the end of what the plan allows, by their keys. */
  readonly paywall?: readonly string[]
  /** The event of visitors, by its key. */
  readonly visit?: string
  readonly lead?: LeadInput
  /** What was spent on winning customers, by month: `{ '2026-01': 12_000 }` or `{ '2026-01': { ads: 8_000 } }`, in units of the currency of revenue. */
  readonly spend?: SpendInput
  /** A CSV file beside the configuration with the columns month (or day, which counts in its month), channel and amount; the channel may be empty. Added to `spend`. */
  readonly spendFile?: string
  /** Which metrics are told where a question and the page Metrics name none; default starter. */
  readonly preset?: MetricChoice
  /** Whose books metrics of revenue follow, and the revenue analysis where it names none; default `default`. */
  readonly books?: Books
  readonly rates?: RatesInput
  /** A CSV file beside the configuration with the columns date, currency and rate. Added to `rates`, which says into which currency. */
  readonly ratesFile?: string
  readonly northStar?: NorthStarInput
  /** `{ activation_rate: { owner: 'Ana', atLeast: 0.3, next: 'Call those who stall' } }` */
  readonly watch?: Readonly<Partial<Record<MetricId, MetricWatch>>>
}

export type SpendRow = { readonly month: string; readonly channel: string | null; readonly amount: number }
export type RateRow = { readonly date: string; readonly currency: string; readonly rate: string }

export type MetricsDraft = {
  readonly coreFeature: string | null
  readonly features: Readonly<Record<string, FeatureInput>>
  readonly promotions: readonly { readonly feature: string; readonly on: string }[]
  readonly paywall: readonly string[]
  readonly visit: string | null
  readonly lead: LeadInput | null
  readonly spend: readonly SpendRow[]
  readonly preset: MetricChoice | null
  readonly books: Books
  readonly rates: { readonly to: string; readonly dated: readonly RateRow[] } | null
  /** Not read yet: only a configuration that is a file has a folder in which they can be. */
  readonly files: { readonly spend: string | null; readonly rates: string | null }
  readonly northStar: NorthStarInput | null
  readonly watch: Readonly<Partial<Record<MetricId, MetricWatch>>>
}

export type NorthStar = {
  readonly event: string
  readonly count: NorthStarCount
  readonly title: string | null
  readonly inputs: readonly MetricId[]
}

export type MetricSettings = {
  /** The feature that people come for; null: that of the first core event. */
  readonly coreFeature: string | null
  /** Of every feature of the events. `plans` null: all have it. */
  readonly features: readonly {
    readonly feature: string
    readonly tier: FeatureTier
    readonly plans: readonly string[] | null
  }[]
  readonly promotions: readonly { readonly feature: string; readonly on: string }[]
  /** Events of whoever meets the end of what the plan allows. */
  readonly paywall: readonly string[]
  readonly visit: string | null
  readonly lead:
    | { readonly event: string }
    | { readonly trait: string; readonly value: string | number | boolean | null }
    | null
  /** What was spent on winning customers, by month (`2026-01`), in units of the currency of revenue. `channel` null: nobody says. */
  readonly spend: readonly SpendRow[]
  /** Absent, as in configurations that are kept from before there was one: starter. */
  readonly preset?: MetricChoice
  readonly books: Books
  /** By currency and day, in order. */
  readonly rates: { readonly to: string; readonly dated: readonly RateRow[] } | null
  readonly northStar: NorthStar | null
  readonly watch: readonly {
    readonly metric: MetricId
    readonly owner: string | null
    readonly atLeast: number | null
    readonly atMost: number | null
    readonly next: string | null
  }[]
}
