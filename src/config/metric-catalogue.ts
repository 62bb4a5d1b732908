export type MetricId =
  | 'activation_rate'
  | 'time_to_value'
  | 'core_feature_adoption'
  | 'cohort_retention'
  | 'nrr'
  | 'cac_payback'
  | 'stickiness'
  | 'expansion_rate'
  | 'customer_health'
  | 'churn_by_cohort'

/** What a metric means, and who as a rule looks at it how often. */
export type MetricDefinition = {
  readonly title: string
  readonly definition: string
  readonly unit: 'share' | 'days' | 'months'
  readonly stage: 'acquisition' | 'activation' | 'engagement' | 'retention' | 'expansion'
  /** Leading tells what is likely to come, lagging what has happened. */
  readonly kind: 'leading' | 'lagging'
  readonly cadence: 'daily' | 'weekly' | 'monthly'
  readonly owner: string
  /** What is done when it moves the wrong way. */
  readonly next: string
  readonly better: 'higher' | 'lower'
  readonly preset: 'starter' | 'next'
}

/** The numbers of the business, each with its one definition: five to start with, then five more. */
export const METRICS: Readonly<Record<MetricId, MetricDefinition>> = {
  activation_rate: {
    title: 'Activation rate',
    definition:
      'Of the accounts that signed up in 28 days, the share that met the rule of activation within its window; the 28 days are the last whose window has passed.',
    ...{ unit: 'share', stage: 'activation', kind: 'leading', cadence: 'weekly', owner: 'product' },
    next: 'Find the milestone at which most drop off, and shorten the way to it.',
    ...{ better: 'higher', preset: 'starter' },
  },
  time_to_value: {
    title: 'Time to value',
    definition:
      'Days of 24 hours from sign-up to the first milestone: the median of the survival curve of the accounts that signed up in the last 90 days. Who is not there yet is followed up to now.',
    ...{ unit: 'days', stage: 'activation', kind: 'leading', cadence: 'weekly', owner: 'product' },
    next: 'Take away whatever stands before the first useful result.',
    ...{ better: 'lower', preset: 'starter' },
  },
  core_feature_adoption: {
    title: 'Adoption of the core feature',
    definition: 'Of the accounts that were active in the last 28 days, the share that used the core feature in them.',
    ...{ unit: 'share', stage: 'engagement', kind: 'leading', cadence: 'weekly', owner: 'product' },
    next: 'Show it where people already are; ask those who tried it once why it was once.',
    ...{ better: 'higher', preset: 'starter' },
  },
  cohort_retention: {
    title: 'Cohort retention',
    definition:
      'Of the accounts whose first activity fell into the last twelve weeks, the share that was active again in the fourth week after it, over the cohorts whose fourth week is over.',
    ...{ unit: 'share', stage: 'retention', kind: 'leading', cadence: 'weekly', owner: 'success' },
    next: 'Look at the cohort in which it fell: where they came from, and what they were shown.',
    ...{ better: 'higher', preset: 'starter' },
  },
  nrr: {
    title: 'Net revenue retention',
    definition:
      'Of the MRR at the start of the last full month, what is left at its end with expansion, contraction and churn of the accounts that paid then.',
    ...{ unit: 'share', stage: 'expansion', kind: 'lagging', cadence: 'monthly', owner: 'revenue' },
    next: 'Go through the accounts that shrank or left, and what their usage had said before.',
    ...{ better: 'higher', preset: 'starter' },
  },
  cac_payback: {
    title: 'CAC payback',
    definition:
      'Months of gross margin that it takes until what was spent on a new customer is back: spend / new customers, over MRR per customer × gross margin, of the last full month with spend.',
    ...{ unit: 'months', stage: 'acquisition', kind: 'lagging', cadence: 'monthly', owner: 'growth' },
    next: 'Compare the channels by how many of their accounts are activated and stay, then move the money.',
    ...{ better: 'lower', preset: 'next' },
  },
  stickiness: {
    title: 'Stickiness',
    definition: 'Users active in the last 7 days per user active in the last 30 (WAU/MAU).',
    ...{ unit: 'share', stage: 'engagement', kind: 'leading', cadence: 'weekly', owner: 'product' },
    next: 'Look for the habit that stopped: which feature, which kind of account.',
    ...{ better: 'higher', preset: 'next' },
  },
  expansion_rate: {
    title: 'Expansion revenue rate',
    definition: 'Expansion of the last full month per MRR at its start.',
    ...{ unit: 'share', stage: 'expansion', kind: 'lagging', cadence: 'monthly', owner: 'sales' },
    next: 'Talk to the accounts that grow inside the product or come near a limit.',
    ...{ better: 'higher', preset: 'next' },
  },
  customer_health: {
    title: 'Customer health',
    definition: 'Of the accounts whose health is known, the share in its best band at the last close.',
    ...{ unit: 'share', stage: 'retention', kind: 'leading', cadence: 'weekly', owner: 'success' },
    next: 'Work through those that fell a band, the largest first.',
    ...{ better: 'higher', preset: 'next' },
  },
  churn_by_cohort: {
    title: 'Churn by cohort',
    definition:
      'Of the accounts that became customers in one of the last twelve months, the share that pays nothing any more; by the month in which they began.',
    ...{ unit: 'share', stage: 'retention', kind: 'lagging', cadence: 'monthly', owner: 'success' },
    next: 'Ask what the better cohort had that the worse one had not.',
    ...{ better: 'lower', preset: 'next' },
  },
}

export const METRIC_IDS = Object.keys(METRICS) as readonly MetricId[]

/** Who watches a metric, from where on it matters, and what is done then. */
export type MetricWatch = {
  readonly owner?: string
  readonly atLeast?: number
  readonly atMost?: number
  readonly next?: string
}

/** What the metrics need to know of the product, as it is written. */
export type MetricsDraft = {
  readonly coreFeature: string | null
  readonly spend: Readonly<Record<string, number>>
  readonly watch: Readonly<Partial<Record<MetricId, MetricWatch>>>
}

export type MetricSettings = {
  /** The feature that people come for; null: that of the first core event. */
  readonly coreFeature: string | null
  /** What was spent on winning customers, by month (`2026-01`), in units of the currency of revenue. */
  readonly spend: readonly { readonly month: string; readonly amount: number }[]
  readonly watch: readonly {
    readonly metric: MetricId
    readonly owner: string | null
    readonly atLeast: number | null
    readonly atMost: number | null
    readonly next: string | null
  }[]
}
