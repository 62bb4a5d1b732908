import type { MetricTable } from './metric.ts'

type RevenueId =
  | 'mrr'
  | 'arr'
  | 'new_mrr'
  | 'expansion_mrr'
  | 'reactivation_mrr'
  | 'contraction_mrr'
  | 'churned_mrr'
  | 'expansion_rate'
  | 'nrr'
  | 'grr'
  | 'quick_ratio'
  | 'arpa'
  | 'ltv'
  | 'concentration'
  | 'renewals_due'

const LAGGING = { stage: 'expansion', kind: 'lagging', cadence: 'monthly' } as const
const OF = { ...LAGGING, owner: 'revenue', better: 'higher', presets: [] } as const
const MONEY = { ...OF, unit: 'money' } as const
const MOVED = 'Open the movement: which accounts, and what their usage had said before.'

/** What usage comes to in money. All of the last full month. */
export const REVENUE_METRICS: MetricTable<RevenueId> = {
  mrr: {
    ...MONEY,
    title: 'Monthly recurring revenue',
    definition: 'What all subscriptions in force bring a month, at the end of the last full month.',
    formula: 'Σ of recurring amounts per month; active and past-due, no trials, no one-off charges',
    next: MOVED,
    measure: { kind: 'revenue', of: 'mrr' },
  },
  arr: {
    ...MONEY,
    title: 'Annual recurring revenue',
    definition: 'Twelve times the MRR at the end of the last full month.',
    formula: '12 × MRR',
    next: MOVED,
    measure: { kind: 'revenue', of: 'arr' },
  },
  new_mrr: {
    ...MONEY,
    title: 'New MRR',
    definition: 'MRR at the end of the last full month of accounts that had never had any before.',
    formula: 'the movement new',
    next: MOVED,
    measure: { kind: 'revenue', of: 'new' },
  },
  expansion_mrr: {
    ...MONEY,
    title: 'Expansion MRR',
    definition: 'By how much the MRR of paying accounts that grew is more at the end of the last full month.',
    formula: 'the movement expansion',
    next: MOVED,
    measure: { kind: 'revenue', of: 'expansion' },
  },
  reactivation_mrr: {
    ...MONEY,
    title: 'Reactivation MRR',
    definition: 'MRR at the end of the last full month of accounts that had left before it.',
    formula: 'the movement reactivation',
    next: MOVED,
    measure: { kind: 'revenue', of: 'reactivation' },
  },
  contraction_mrr: {
    ...MONEY,
    better: 'lower',
    title: 'Contraction MRR',
    definition: 'By how much the MRR of paying accounts that shrank is less at the end of the last full month.',
    formula: 'the movement contraction, positive',
    next: MOVED,
    measure: { kind: 'revenue', of: 'contraction' },
  },
  churned_mrr: {
    ...MONEY,
    better: 'lower',
    title: 'Churned MRR',
    definition: 'MRR at the start of the last full month of accounts that pay nothing at its end.',
    formula: 'the movement churn, positive',
    next: MOVED,
    measure: { kind: 'revenue', of: 'churn' },
  },
  expansion_rate: {
    ...OF,
    title: 'Expansion revenue rate',
    definition: 'Expansion of the last full month per MRR at its start.',
    formula: 'expansion / MRR at the start',
    ...{ unit: 'share', owner: 'sales', presets: ['next', 'growth'] },
    next: 'Talk to the accounts that grow inside the product or come near a limit.',
    measure: { kind: 'revenue', of: 'expansion_rate' },
  },
  nrr: {
    ...OF,
    title: 'Net revenue retention',
    definition:
      'Of the MRR at the start of the last full month, what is left at its end with expansion, contraction and churn of the accounts that paid then.',
    formula:
      '(start + expansion − contraction − churn) / start, of the closed cohort that paid at the start (SaaS Metrics Standards Board)',
    ...{ unit: 'share', atLeast: 1, presets: ['starter', 'growth'] },
    next: 'Go through the accounts that shrank or left, and what their usage had said before.',
    measure: { kind: 'revenue', of: 'nrr' },
  },
  grr: {
    ...OF,
    title: 'Gross revenue retention',
    definition: 'Of the MRR at the start of the last full month, what is left at its end without any expansion.',
    formula: '(start − contraction − churn) / start; never above 1',
    unit: 'share',
    next: 'Go through the accounts that shrank or left, and what their usage had said before.',
    measure: { kind: 'revenue', of: 'grr' },
  },
  quick_ratio: {
    ...OF,
    title: 'Quick ratio',
    definition: 'What MRR gained in the last full month per what it lost.',
    formula: '(new + expansion + reactivation) / (contraction + churn)',
    ...{ unit: 'ratio', atLeast: 4 },
    next: 'See whether growth slowed or losses rose, and begin with that.',
    measure: { kind: 'revenue', of: 'quick_ratio' },
  },
  arpa: {
    ...MONEY,
    title: 'Revenue per account',
    definition: 'MRR per customer at the end of the last full month.',
    formula: 'MRR / customers',
    next: 'Look at new customers beside old ones: are smaller ones coming in?',
    measure: { kind: 'revenue', of: 'arpa' },
  },
  ltv: {
    ...MONEY,
    title: 'Lifetime value',
    definition:
      'What a customer brings in gross margin until it leaves, at the pace at which customers left in the last full month.',
    formula: 'ARPA × gross margin / customer churn; null where nobody left',
    next: 'Look at churn first: a point of it moves this more than any price.',
    measure: { kind: 'revenue', of: 'ltv' },
  },
  concentration: {
    ...OF,
    title: 'Concentration of revenue',
    definition: 'The share of MRR at the end of the last full month that the ten largest customers pay.',
    formula: 'MRR of the top ten / MRR',
    ...{ unit: 'share', better: 'lower', presets: ['mature'] },
    next: 'See that each of the ten has an owner, a plan and a second contact.',
    measure: { kind: 'revenue', of: 'concentration' },
  },
  renewals_due: {
    ...MONEY,
    kind: 'leading',
    title: 'Renewals due',
    definition:
      'MRR of the customers whose renewal is in the next 90 days, with what of it will be kept if accounts stay as those with their health stayed in the last twelve months.',
    formula: 'Σ MRR of accounts with a renewal due; forecast: each weighted by the share of its band that stayed',
    ...{ owner: 'success', presets: ['mature'] },
    next: 'Go through those in the worst band first, the largest at the top.',
    measure: { kind: 'renewals' },
  },
}
