import { z } from 'zod'
import { answerFields, asOfField, BreakdownValue, Cell, commonFields, EventRef, ReadyDay } from './question.ts'

export const CohortsQuery = z.strictObject({
  ...commonFields,
  by: z
    .union([
      z.enum(['sign_up', 'source', 'plan', 'size']),
      z.strictObject({ trait: z.string().min(1).max(300) }),
      z.strictObject({ segment: z.string().min(1).max(300) }),
    ])
    .default('sign_up')
    .describe(
      'sign_up: the period of it. Traits and segments are those at the close of the day of sign-up; size: the segment of that name, else the trait.',
    ),
  by_limit: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(25)
    .describe('Values shown, the largest cohorts first; the rest is in "other".'),
  period: z
    .enum(['day', 'week', 'month'])
    .default('week')
    .describe('Of age: 24 hours, 7 or 30 times 24 hours since the sign-up.'),
  interval: z
    .enum(['day', 'week', 'month'])
    .optional()
    .describe('The same as `period`, and counts where both are given.'),
  total_intervals: z.number().int().min(1).max(400).default(9),
  metric: z
    .enum(['active', 'adopted', 'events', 'mrr', 'activated'])
    .default('active')
    .describe(
      'active: actors with an event in the period of age. adopted: with one by its end, since their sign-up. events: how many. mrr: monthly recurring revenue at its end, of accounts. activated: how many had met the rule of activation by its end, of accounts.',
    ),
  event: EventRef.optional(),
  ...asOfField,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency such as EUR')
    .optional(),
  actors_of: z
    .strictObject({ cohort: BreakdownValue, age: z.number().int().min(0).max(399).optional() })
    .optional()
    .describe('Lists who is in this cohort; `age`: whom the metric counts at that age, the first one being 0.'),
})

export const CohortsAnswer = z.object({
  ...answerFields,
  cohorts: z.array(
    z.object({
      value: BreakdownValue.describe('First day of the period of sign-up, or the value.'),
      other: z.boolean(),
      size: z.number(),
      values: z.array(Cell).describe('The metric over all of the cohort, by age.'),
      per_actor: z.array(Cell).describe('values / size.'),
      complete: z.array(z.boolean()),
      ready: z.array(ReadyDay),
    }),
  ),
})

export type CohortsQuery = z.infer<typeof CohortsQuery>
export type CohortsAnswer = z.infer<typeof CohortsAnswer>
