import { z } from 'zod'
import { Count, DayText } from './values.ts'

export const MetricsQuery = z.strictObject({
  preset: z
    .enum(['starter', 'next', 'all'])
    .default('starter')
    .describe('starter: the five to begin with. next: the five after them. all: the ten.'),
})

/** One number of the business, with its definition, who watches it, and how it stands. */
export const MetricRow = z.object({
  id: z.string(),
  title: z.string(),
  definition: z.string(),
  unit: z.enum(['share', 'days', 'months']),
  stage: z.enum(['acquisition', 'activation', 'engagement', 'retention', 'expansion']),
  kind: z.enum(['leading', 'lagging']).describe('leading: tells what is likely to come. lagging: what has happened.'),
  cadence: z.enum(['daily', 'weekly', 'monthly']),
  owner: z.string(),
  next: z.string().describe('What is done when it moves the wrong way.'),
  value: z.number().nullable().describe('null: it cannot be told; `because` says why.'),
  because: z.string().nullable(),
  of: z
    .object({ count: Count, total: Count })
    .nullable()
    .describe('The two numbers of a share of so many; null where it is none.'),
  previous: z.number().nullable().describe('The period before.'),
  period: z.object({ from: DayText, to: DayText }).nullable(),
  threshold: z.object({ at_least: z.number().nullable(), at_most: z.number().nullable() }),
  crossed: z
    .boolean()
    .nullable()
    .describe('It is on the wrong side of its threshold; null: there is none, or no value.'),
  rows: z
    .array(
      z.object({ label: z.string(), value: z.number().nullable(), count: Count.nullable(), total: Count.nullable() }),
    )
    .describe('What stands behind it: cohorts, bands, the number beside it.'),
})

export const MetricsAnswer = z.object({
  as_of: DayText.describe('The last day that is over.'),
  metrics: z.array(MetricRow),
})

export const FirstMonthStep = z.object({
  step: z.string(),
  done: z.boolean(),
  because: z.string().describe('What in the data or the configuration says so, or what is missing.'),
})

/** The first thirty days of measuring, each step as the data have it. */
export const FirstMonth = z.object({ as_of: DayText, steps: z.array(FirstMonthStep) })

export type MetricsQuery = z.infer<typeof MetricsQuery>
export type MetricRow = z.infer<typeof MetricRow>
export type MetricsAnswer = z.infer<typeof MetricsAnswer>
export type FirstMonth = z.infer<typeof FirstMonth>
