import { z } from 'zod'
import { AnalysisWarning, BreakdownValue } from './analyze/question.ts'
import { Count, DayText } from './values.ts'

const Cadence = z.enum(['daily', 'weekly', 'monthly'])
const Preset = z.enum(['starter', 'next', 'early', 'growth', 'mature', 'all'])

/** How long an answer may take. */
export const budgetSeconds = z.coerce
  .number()
  .int()
  .min(1)
  .max(600)
  .default(60)
  .describe('How long the answer may take; then the question is given up.')

export const BudgetQuery = z.strictObject({ budget_seconds: budgetSeconds })

/** How accounts are grouped. */
export const MetricBy = z
  .string()
  .regex(
    /^(plan|tenure|source|cohort|segment:.{1,300}|trait:.{1,300}|band:.{1,300})$/,
    'plan, tenure, source, cohort, segment:NAME, trait:NAME or band:SCORE',
  )

export const MetricsQuery = z.strictObject({
  preset: Preset.optional().describe(
    'Default: `metrics.preset` of the configuration, else starter. starter: the five to begin with. next: the five after them. early, growth, mature: those of a stage of growth. all: every one.',
  ),
  metrics: z
    .string()
    .max(2000)
    .optional()
    .describe('Only these, by their ids, with commas between; then the preset does not matter.'),
  as_of: DayText.optional().describe('A day that is over, such as 2026-03-31; default: the last one.'),
  by: MetricBy.optional().describe(
    'Each metric for every group of accounts too: by plan, tenure, source, cohort (the month of sign-up), segment:NAME, trait:NAME or band:SCORE, as they were at the end of the period.',
  ),
  include: z
    .enum(['sql', 'rows'])
    .optional()
    .describe(
      '`sql`: with each metric the statements that were run for it. `rows`: with `by`, what stands behind the number of each group too.',
    ),
  by_limit: z.coerce.number().int().min(1).max(100).default(25).describe('Groups shown, the largest first.'),
  budget_seconds: budgetSeconds,
})

/** Beside every number: how much is in none of them. */
export const excluded = Count.describe('Events up to the end of that day that the rules of exclusion left out.')

const Limits = z.object({ lower: z.number(), upper: z.number() })
const Period = z.object({ from: DayText, to: DayText })

/** What a metric comes to, for all or for a group. */
const numbers = {
  value: z.number().nullable().describe('null: it cannot be told; `because` says why.'),
  because: z.string().nullable(),
  of: z
    .object({ count: Count, total: Count })
    .nullable()
    .describe('The two numbers of a share of so many; null where it is none.'),
  interval: Limits.nullable().describe(
    '95 % limits of an estimate: a share of so many, a median of a curve, a mean; null where all there is was counted.',
  ),
  previous: z.number().nullable().describe('The period before.'),
}

const Row = z.object({
  label: z.string(),
  value: z.number().nullable(),
  count: Count.nullable(),
  total: Count.nullable(),
  unit: z.string().describe('Of this number: it may stand in another unit than the metric.'),
  who: z.enum(['user', 'account']).nullable().describe('As of the metric, with `row`.'),
})

/** One number of the business, with its definition, who watches it, and how it stands. */
export const MetricRow = z.object({
  id: z.string(),
  title: z.string(),
  definition: z.string(),
  formula: z.string(),
  unit: z
    .enum(['share', 'count', 'days', 'months', 'ratio', 'points', 'money'])
    .describe('money: minor units (cents) of `currency`.'),
  currency: z.string().nullable(),
  stage: z.enum(['acquisition', 'activation', 'engagement', 'retention', 'expansion']),
  kind: z.enum(['leading', 'lagging']).describe('leading: tells what is likely to come. lagging: what has happened.'),
  cadence: Cadence,
  owner: z.string(),
  next: z.string().describe('What is done when it moves the wrong way.'),
  better: z.enum(['higher', 'lower']),
  ...numbers,
  period: Period.nullable(),
  ready: DayText.nullable().describe('The first day on which it can be told, where it is too early.'),
  threshold: z.object({ at_least: z.number().nullable(), at_most: z.number().nullable() }),
  crossed: z
    .boolean()
    .nullable()
    .describe('It is on the wrong side of its threshold; null: there is none, or no value.'),
  rows: z.array(Row).describe('What stands behind it: cohorts, bands, channels, the number beside it.'),
  who: z
    .enum(['user', 'account'])
    .nullable()
    .describe('Who is behind it: `/metrics/ID/who` names them; null: it is made of nobody, or cannot be told.'),
  groups: z
    .array(
      z.object({
        group: BreakdownValue,
        ...numbers,
        rows: z.array(Row).optional().describe('Where `include` asked for them.'),
      }),
    )
    .optional()
    .describe('Where `by` was asked for.'),
  sql: z
    .array(z.string())
    .optional()
    .describe(
      'Where `include` asked for it: what was read of the store. Whatever is folded day by day (activation, scores, bands) is no statement, so that there may be none.',
    ),
  warnings: z
    .array(AnalysisWarning)
    .optional()
    .describe(
      'Where `by` was asked for, of shares: that the groups do not make up the whole, or that within them it moved otherwise than over all.',
    ),
})

export const MetricsAnswer = z.object({
  as_of: DayText.describe('The last day that is over, or the one asked for.'),
  by: z.string().nullable(),
  preset: Preset.nullable().describe('Which metrics these are; null: those that were named.'),
  excluded,
  metrics: z.array(MetricRow),
})

/** What the metrics are called: without their numbers, which take longer. */
export const MetricNames = z.object({ data: z.array(MetricRow.pick({ id: true, title: true, stage: true })) })
export type MetricNames = z.infer<typeof MetricNames>

/** One of the first steps of measuring. */
export const TreeQuery = z.strictObject({ as_of: DayText.optional(), budget_seconds: budgetSeconds })

/** The one number of value, and the three to five that move it. */
export const MetricTree = z.object({ as_of: DayText, north_star: MetricRow, inputs: z.array(MetricRow) })
export type MetricTree = z.infer<typeof MetricTree>
export type TreeQuery = z.infer<typeof TreeQuery>

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
/** As it may be asked. */
export type MetricsAsked = z.input<typeof MetricsQuery>
