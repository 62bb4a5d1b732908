import type { MetricTable } from './metric.ts'

type AcquisitionId =
  | 'visitor_to_sign_up'
  | 'lead_to_trial'
  | 'trial_to_paid'
  | 'pql'
  | 'pqa'
  | 'untouched_upgrades'
  | 'cac'
  | 'cac_payback'
  | 'ltv_cac'

const OF = { stage: 'acquisition', owner: 'growth', better: 'higher', presets: [] } as const

/** Who comes in, and at what cost. */
export const ACQUISITION_METRICS: MetricTable<AcquisitionId> = {
  visitor_to_sign_up: {
    ...OF,
    title: 'Visitor to sign-up',
    definition:
      'Of the persons whose first visit ever fell into 28 days, the share that signed up within 14 days of it; the 28 days are the last of which all 14 days are over. A visit is the event of metrics.visit.',
    formula: 'signed up in time / first visits',
    ...{ unit: 'share', kind: 'leading', cadence: 'weekly' },
    next: 'See from which source fewer of them sign up, and what it had promised.',
    measure: { kind: 'conversion', of: 'visitor' },
  },
  lead_to_trial: {
    ...OF,
    title: 'Lead to trial',
    definition:
      'Of the persons who became a lead in 28 days, the share that signed up after it, within 30 days; the 28 days are the last of which all 30 days are over. A lead is who did the event, or has the trait, of metrics.lead.',
    formula: 'signed up in time / new leads',
    ...{ unit: 'share', kind: 'leading', cadence: 'weekly' },
    next: 'Ask those who qualify the leads which of them never opened the product.',
    measure: { kind: 'conversion', of: 'lead' },
  },
  trial_to_paid: {
    ...OF,
    title: 'Trial to paid',
    definition:
      'Of the accounts that signed up in 28 days, the share that had paid for the first time by 14 days after the end of their trial; the 28 days are the last of which all those days are over.',
    formula: 'first MRR in time / sign-ups',
    ...{ unit: 'share', kind: 'lagging', cadence: 'weekly' },
    next: 'Compare those who bought with those who did not by their first milestones.',
    measure: { kind: 'conversion', of: 'trial' },
  },
  pql: {
    ...OF,
    title: 'Product-qualified leads',
    definition: 'Members who are in the best band of the score called pql at the last close.',
    formula: 'members in the best band',
    ...{ unit: 'count', kind: 'leading', cadence: 'weekly', owner: 'sales' },
    next: 'Talk to those who are new in the band first.',
    measure: { kind: 'qualified', level: 'member' },
  },
  pqa: {
    ...OF,
    title: 'Product-qualified accounts',
    definition: 'Accounts that are in the best band of the score called pqa at the last close.',
    formula: 'accounts in the best band',
    ...{ unit: 'count', kind: 'leading', cadence: 'weekly', owner: 'sales', presets: ['mature'] },
    next: 'Talk to those that are new in the band first.',
    measure: { kind: 'qualified', level: 'account' },
  },
  untouched_upgrades: {
    ...OF,
    title: 'Upgrades without a human touch',
    definition:
      'Of the accounts that paid for the first time, or more than before, in 28 days, the share to which nobody had done a task in the 30 days before.',
    formula: 'upgrades without a task done / upgrades',
    ...{ unit: 'share', kind: 'lagging', cadence: 'monthly', owner: 'sales' },
    next: 'See which accounts needed a person, and whether the product could have done it.',
    measure: { kind: 'untouched' },
  },
  cac: {
    ...OF,
    title: 'Customer acquisition cost',
    definition:
      'What was spent on winning customers per customer won, of the last full month with spend; by channel where spend is told by channel.',
    formula: 'spend / new customers',
    ...{ unit: 'money', kind: 'lagging', cadence: 'monthly', better: 'lower' },
    next: 'Look at what the dearest channel brings: how many of its accounts are activated and stay.',
    measure: { kind: 'spend', of: 'cac' },
  },
  cac_payback: {
    ...OF,
    title: 'CAC payback',
    definition:
      'Months of gross margin that it takes until what was spent on a new customer is back: spend / new customers, over MRR per customer × gross margin, of the last full month with spend.',
    formula: 'CAC / (ARPA × gross margin)',
    ...{ unit: 'months', kind: 'lagging', cadence: 'monthly', better: 'lower', presets: ['next', 'growth'] },
    next: 'Compare the channels by how many of their accounts are activated and stay, then move the money.',
    measure: { kind: 'spend', of: 'payback' },
  },
  ltv_cac: {
    ...OF,
    title: 'LTV to CAC',
    definition: 'What a customer is worth over its life per what it cost to win it, of the last full month with spend.',
    formula: 'LTV / CAC; null where nobody left',
    ...{ unit: 'ratio', kind: 'lagging', cadence: 'monthly' },
    next: 'See whether customers leave sooner or cost more, and begin with that.',
    measure: { kind: 'spend', of: 'ltv_cac' },
  },
}
