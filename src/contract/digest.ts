import { z } from 'zod'
import { BreakdownValue } from './analyze/question.ts'
import { MetricAlert } from './metric-alerts.ts'
import { budgetSeconds, excluded, MetricRow } from './metrics.ts'
import { DayText } from './values.ts'

export const DigestQuery = z.strictObject({
  cadence: z.enum(['daily', 'weekly', 'monthly']).default('weekly').describe('Metrics that are looked at so often.'),
  as_of: DayText.optional().describe('A day that is over; default: the last one.'),
  budget_seconds: budgetSeconds,
})

const { id, title, unit, currency, value, of, previous, owner, next, period } = MetricRow.shape

/** A metric that moved since the period before. */
export const DigestLine = z.object({
  ...{ id, title, unit, currency, value, of, previous, owner, next, period },
  direction: z.enum(['better', 'worse']),
  because: z
    .enum(['chance', 'size'])
    .describe(
      'chance: by more than chance explains, at 95 %. size: by a twentieth or more, where all there is was counted.',
    ),
  for_whom: z
    .object({ by: z.string(), group: BreakdownValue, value: z.number(), previous: z.number() })
    .nullable()
    .describe('The group of accounts that moved most the same way; null: no group of its own can be told.'),
})

export const Digest = z.object({
  as_of: DayText,
  cadence: DigestQuery.shape.cadence,
  excluded,
  moved: z.array(DigestLine).describe('Worse ones first.'),
  alerts: z.array(MetricAlert).describe('Opened or closed in the last day, 7 or 30 days.'),
})

export type DigestQuery = z.infer<typeof DigestQuery>
export type DigestLine = z.infer<typeof DigestLine>
export type Digest = z.infer<typeof Digest>
