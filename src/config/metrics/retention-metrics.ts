import type { MetricTable } from './metric.ts'

type RetentionId =
  | 'cohort_retention'
  | 'user_retention'
  | 'logo_retention'
  | 'logo_churn'
  | 'revenue_churn'
  | 'churn_by_cohort'
  | 'customer_health'

const OF = { stage: 'retention', owner: 'success' } as const
const USAGE = { ...OF, kind: 'leading', cadence: 'weekly', unit: 'share', better: 'higher' } as const
const MONEY = { ...OF, kind: 'lagging', cadence: 'monthly', unit: 'share', better: 'lower' } as const

/** Whether value lasts: of users, of accounts, of customers, of revenue. */
export const RETENTION_METRICS: MetricTable<RetentionId> = {
  cohort_retention: {
    ...USAGE,
    title: 'Cohort retention',
    definition:
      'Of the accounts whose first activity fell into the last twelve weeks, the share that was active again in the fourth week after it, over the cohorts whose fourth week is over.',
    formula: 'back in week 4 / cohort, pooled over full cohorts',
    presets: ['starter', 'early'],
    next: 'Look at the cohort in which it fell: where they came from, and what they were shown.',
    measure: { kind: 'retention', actor: 'account' },
  },
  user_retention: {
    ...USAGE,
    title: 'User retention',
    definition:
      'Of the users whose first activity fell into the last twelve weeks, the share that was active again in the fourth week after it, over the cohorts whose fourth week is over.',
    formula: 'back in week 4 / cohort, pooled over full cohorts',
    presets: [],
    next: 'Look at invited users beside first ones: a champion alone is no team.',
    measure: { kind: 'retention', actor: 'user' },
  },
  logo_retention: {
    ...MONEY,
    better: 'higher',
    title: 'Customer retention',
    definition: 'Of the customers at the start of the last full month, the share that still pays at its end.',
    formula: '1 − customers lost / customers at the start',
    presets: [],
    next: 'Go through the customers that left, and what their usage had said before.',
    measure: { kind: 'revenue', of: 'logo_retention' },
  },
  logo_churn: {
    ...MONEY,
    title: 'Customer churn',
    definition: 'Of the customers at the start of the last full month, the share that pays nothing at its end.',
    formula: 'customers lost / customers at the start; who joined and left within the month is in neither',
    presets: [],
    next: 'Go through the customers that left, and what their usage had said before.',
    measure: { kind: 'revenue', of: 'logo_churn' },
  },
  revenue_churn: {
    ...MONEY,
    title: 'Revenue churn',
    definition: 'Of the MRR at the start of the last full month, the share that was lost by contraction and churn.',
    formula: '(contraction + churn) / MRR at the start',
    presets: [],
    next: 'Set it beside customer churn: a large customer left, or many small ones did.',
    measure: { kind: 'revenue', of: 'revenue_churn' },
  },
  churn_by_cohort: {
    ...MONEY,
    title: 'Churn by cohort',
    definition:
      'Of the accounts that became customers in one of the last twelve months, the share that pays nothing any more; by the month in which they began.',
    formula: 'gone by now / began in twelve months',
    presets: ['next'],
    next: 'Ask what the better cohort had that the worse one had not.',
    measure: { kind: 'cohort_churn' },
  },
  customer_health: {
    ...USAGE,
    title: 'Customer health',
    definition: 'Of the accounts whose health is known, the share in its best band at the last close.',
    formula: 'accounts in the best band / accounts with a band',
    presets: ['next', 'growth'],
    next: 'Work through those that fell a band, the largest first.',
    measure: { kind: 'health' },
  },
}
