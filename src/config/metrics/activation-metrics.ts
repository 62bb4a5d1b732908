import type { MetricTable } from './metric.ts'

type ActivationId = 'activation_rate' | 'time_to_value' | 'onboarding_engagement'

const OF = { stage: 'activation', kind: 'leading', cadence: 'weekly', owner: 'product' } as const

/** Whether newcomers get to value, and how fast. */
export const ACTIVATION_METRICS: MetricTable<ActivationId> = {
  activation_rate: {
    ...OF,
    title: 'Activation rate',
    definition:
      'Of the accounts that signed up in 28 days, the share that met the rule of activation within its window; the 28 days are the last whose window has passed.',
    formula: 'activated within the window / sign-ups',
    ...{ unit: 'share', better: 'higher', presets: ['starter', 'early'] },
    next: 'Find the milestone at which most drop off, and shorten the way to it.',
    measure: { kind: 'activation', of: 'rate' },
  },
  time_to_value: {
    ...OF,
    title: 'Time to value',
    definition:
      'Days of 24 hours from sign-up to the first milestone: the median of the survival curve of the accounts that signed up in the last 90 days. Who is not there yet is followed up to now.',
    formula: 'median of the curve of Kaplan and Meier; its limits are where those of the curve cross one half',
    ...{ unit: 'days', better: 'lower', presets: ['starter', 'early'] },
    next: 'Take away whatever stands before the first useful result.',
    measure: { kind: 'activation', of: 'days' },
  },
  onboarding_engagement: {
    ...OF,
    title: 'Onboarding engagement',
    definition:
      'The mean share of the steps shown to newcomers that the accounts which signed up in 28 days have done; the 28 days are the last whose window of activation has passed. A measure of friction, not of success.',
    formula: 'steps done / steps shown, averaged over accounts',
    ...{ unit: 'share', better: 'higher', presets: [] },
    next: 'Look at those who did all steps and got no value: the steps may be the wrong ones.',
    measure: { kind: 'activation', of: 'checklist' },
  },
}
