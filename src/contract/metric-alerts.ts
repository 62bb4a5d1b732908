import { z } from 'zod'
import { CauseName, DayText } from './values.ts'

/** A watched metric was on the wrong side of its threshold from the close of one day to that of another. */
export const MetricAlert = z.object({
  id: z.string().describe('The metric and which of its alerts: `nrr/2`.'),
  metric: z.string(),
  title: z.string(),
  unit: z.string(),
  owner: z.string(),
  next: z.string(),
  value: z.number().nullable().describe('When the alert opened.'),
  op: z.string().describe('`<`: it is under the threshold. `>`: it is over it.'),
  threshold: z.number(),
  opened: DayText,
  closed: DayText.nullable().describe('null: it is open.'),
  cause: CauseName.describe(
    'config: the threshold, not the business, changed. import, correction: the past became known otherwise.',
  ),
  closed_cause: CauseName.nullable(),
})
export const MetricAlerts = z.object({ data: z.array(MetricAlert) })

export type MetricAlert = z.infer<typeof MetricAlert>
export type MetricAlerts = z.infer<typeof MetricAlerts>
