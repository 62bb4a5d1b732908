import { z } from 'zod'
import { Count, DayText } from '../values.ts'
import { answerFields, asOfField, commonFields, Estimate, LeftOut } from './question.ts'

export const OnboardingQuery = z.strictObject({
  date_from: DayText.optional().describe('First local day of sign-up; default: the first there is.'),
  date_to: DayText.optional().describe('Last local day of sign-up, taken in; default: today.'),
  by: z
    .enum(['milestones', 'speed', 'status'])
    .default('milestones')
    .describe(
      'milestones: how many were done. speed: how soon they were activated. status: green, yellow or red by the onboarding table.',
    ),
  groups: z
    .array(z.number().int().min(0).max(1000))
    .min(1)
    .max(50)
    .optional()
    .describe('Of milestones: the fewest of each group, such as [0, 1, 2, 4]; default: each number by itself.'),
  outcome: z.string().min(1).max(300).default('converted').describe('An outcome of the configuration.'),
  within_days: z
    .number()
    .int()
    .min(1)
    .max(3660)
    .optional()
    .describe(
      'Days of 24 hours from sign-up in which the outcome counts; default: of a trial its days and 14, else 90.',
    ),
  landmark: z
    .number()
    .int()
    .min(1)
    .max(3659)
    .optional()
    .describe(
      'Classify by what had been done before this age in days, and count outcomes after it only. Left out: by all that was done within the days, which describes and compares nothing.',
    ),
  of: z
    .enum(['used', 'signed_up'])
    .default('used')
    .describe('Who is classified: those who used the product at all, or all who signed up.'),
  actors_of: z
    .strictObject({ value: z.string().min(1).max(300), had: z.boolean().optional() })
    .optional()
    .describe('Lists the accounts of this row; `had`: those of them that had the outcome, or did not.'),
  ...asOfField,
  budget_seconds: commonFields.budget_seconds,
})

const Newcomers = z.object({
  newcomers: Count,
  outcomes: Count.describe('How many of them had the outcome.'),
  rate: Estimate.describe('With its 95 % limits (Wilson); null of nobody.'),
})

export const OnboardingAnswer = z.object({
  ...answerFields,
  reading: z.enum(['descriptive', 'landmark']),
  within_days: z.number().int(),
  rows: z.array(
    Newcomers.extend({
      value: z.string(),
      share: Estimate.describe('Of all rows, with its 95 % limits (Wilson); null of nobody.'),
      part_of: z.string().nullable().describe('The row in which these are counted already.'),
    }),
  ),
  signed_up: Newcomers.describe('All who signed up, except those of `left_out`. It is `used` and `never_used`.'),
  used: Newcomers.describe('Those who had used the product by then.'),
  never_used: Newcomers,
  left_out: LeftOut.describe(
    'too_early: younger than the days. decided: had the outcome by the landmark. left: had cancelled by then. untold: their outcome cannot be told.',
  ),
})

export type OnboardingQuery = z.infer<typeof OnboardingQuery>
export type OnboardingAnswer = z.infer<typeof OnboardingAnswer>
