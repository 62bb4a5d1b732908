import { z } from 'zod'
import { Count } from '../values.ts'
import { Filter } from './filter.ts'
import {
  answerFields,
  asOfField,
  Breakdown,
  BreakdownValue,
  breakdownFields,
  commonFields,
  Estimate,
  EventRef,
  LeftOut,
  ReadyDay,
} from './question.ts'

const { date_from, date_to, filter, timezone, week_start, include, budget_seconds } = commonFields

const Exposure = z.strictObject({
  event: EventRef.optional(),
  filter: Filter.optional(),
  at_least: z.number().int().min(1).max(1_000_000).default(1).describe('How often between start and landmark.'),
})

export const LandmarkQuery = z.strictObject({
  date_from: date_from.describe('First local day of starts; of start `date`: the day itself.'),
  date_to,
  start: z
    .enum(['sign_up', 'first_paid', 'date'])
    .default('sign_up')
    .describe(
      'Since when an account is looked at: its sign-up or its first MRR in the range; date: all there are, since `date_from`.',
    ),
  landmark_days: z
    .number()
    .int()
    .min(0)
    .max(3660)
    .default(14)
    .describe(
      'Days of 24 hours from the start: what was done before counts as exposure, what comes after it as outcome.',
    ),
  by: z
    .union([z.literal('source'), Breakdown, Exposure])
    .describe(
      'What accounts are compared by: whether they did something before the landmark, or what they were at it.',
    ),
  outcome: z
    .string()
    .min(1)
    .max(300)
    .describe('An outcome of the configuration, else converted, churned, expanded or activated.'),
  within_days: z
    .number()
    .int()
    .min(1)
    .max(3660)
    .default(90)
    .describe('Days from the landmark in which the outcome counts.'),
  filter: filter.describe('Only accounts that meet it at the landmark: traits and segments.'),
  ...breakdownFields,
  ...asOfField,
  ...{ timezone, week_start, include, budget_seconds },
  actors_of: z
    .strictObject({ value: BreakdownValue, had: z.boolean() })
    .optional()
    .describe('Lists the accounts of this group that had the outcome, or did not.'),
})

const Group = z.object({
  value: BreakdownValue.describe('true: did it; false: did not; else what they were.'),
  other: z.boolean(),
  accounts: Count,
  outcomes: Count,
  rate: Estimate.describe('With 95 % limits (Wilson); null of nobody.'),
  difference: Estimate.describe('The rate less that of all others, with 95 % limits (Newcombe).'),
  ratio: Estimate.describe('The rate over that of all others, with 95 % limits (Katz); null where nobody had it.'),
  adjusted: Estimate.optional().describe(
    'With a breakdown: the same within its groups (Mantel and Haenszel); null where no group can tell.',
  ),
  another_story: z
    .boolean()
    .optional()
    .describe(
      'With a breakdown: it differs much from the ratio over all, or points the other way; believe `adjusted`.',
    ),
})

export const LandmarkAnswer = z.object({
  ...answerFields,
  groups: z.array(Group),
  buckets: z.array(z.object({ value: BreakdownValue, other: z.boolean(), groups: z.array(Group) })).optional(),
  left_out: LeftOut.describe(
    'too_early: the days are not over. decided: had it by the landmark. left: had gone by then, or did not pay where the outcome is of those who do. untold: it cannot be told.',
  ),
  ready: ReadyDay,
})

export type LandmarkQuery = z.infer<typeof LandmarkQuery>
export type LandmarkAnswer = z.infer<typeof LandmarkAnswer>
