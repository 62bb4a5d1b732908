/**
 * What is worked out for a metric, and of what. Closed: whoever measures switches over all of it.
 * `revenue` numbers are of full months, `active` ones of days that are over.
 */
export type MetricMeasure =
  | { readonly kind: 'conversion'; readonly of: 'visitor' | 'lead' | 'trial' }
  | { readonly kind: 'spend'; readonly of: 'cac' | 'payback' | 'ltv_cac' }
  | { readonly kind: 'qualified'; readonly level: 'member' | 'account' }
  | { readonly kind: 'untouched' }
  | { readonly kind: 'activation'; readonly of: 'rate' | 'days' | 'checklist' }
  | { readonly kind: 'active'; readonly actor: 'user' | 'account'; readonly days: 1 | 7 | 30 }
  | { readonly kind: 'stickiness'; readonly days: 1 | 7 }
  | { readonly kind: 'active_days'; readonly days: 7 | 28 }
  | { readonly kind: 'sessions'; readonly of: 'per_user' | 'key_actions' }
  | { readonly kind: 'engagement'; readonly level: 'account' | 'member' }
  | { readonly kind: 'adoption'; readonly of: 'core' | 'breadth' | 'depth' | 'features' | 'nice_to_have' | 'promoted' }
  | { readonly kind: 'retention'; readonly actor: 'account' | 'user' }
  | { readonly kind: 'health' }
  | { readonly kind: 'cohort_churn' }
  | { readonly kind: 'revenue'; readonly of: RevenueNumber }
  | { readonly kind: 'renewals' }
  | { readonly kind: 'north_star' }

/** A number of a month's movements; see `ratesOf` in the reports for those that are ratios. */
export type RevenueNumber =
  | 'mrr'
  | 'arr'
  | 'new'
  | 'expansion'
  | 'reactivation'
  | 'contraction'
  | 'churn'
  | 'expansion_rate'
  | 'nrr'
  | 'grr'
  | 'quick_ratio'
  | 'logo_retention'
  | 'logo_churn'
  | 'revenue_churn'
  | 'arpa'
  | 'ltv'
  | 'concentration'

export type MetricUnit = 'share' | 'count' | 'days' | 'months' | 'ratio' | 'points' | 'money'
export type MetricStage = 'acquisition' | 'activation' | 'engagement' | 'retention' | 'expansion'
export type MetricCadence = 'daily' | 'weekly' | 'monthly'
/** Five to start with, five more, and what each stage of growth looks at. */
export type MetricPreset = 'starter' | 'next' | 'early' | 'growth' | 'mature'

/** What a metric means, how it is worked out, and who as a rule looks at it how often. */
export type MetricDefinition = {
  readonly title: string
  readonly definition: string
  /** How it is worked out, with whose definition it is where there are several. */
  readonly formula: string
  readonly unit: MetricUnit
  readonly stage: MetricStage
  /** Leading tells what is likely to come, lagging what has happened. */
  readonly kind: 'leading' | 'lagging'
  readonly cadence: MetricCadence
  readonly owner: string
  /** What is done when it moves the wrong way. */
  readonly next: string
  readonly better: 'higher' | 'lower'
  /** From where on it matters where nothing else is said; absent: only you can know. */
  readonly atLeast?: number
  readonly atMost?: number
  readonly presets: readonly MetricPreset[]
  readonly measure: MetricMeasure
}

export type MetricTable<Id extends string> = Readonly<Record<Id, MetricDefinition>>
