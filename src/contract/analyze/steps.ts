import { z } from 'zod'
import { Count, DayText, EntityKey, InstantText } from '../values.ts'
import { answerFields, asOfField, commonFields, Estimate } from './question.ts'

export const StepsQuery = z.strictObject({
  date_from: DayText.optional().describe('First local day of sign-up; default: the first there is.'),
  date_to: DayText.optional().describe('Last local day of sign-up, taken in; default: today.'),
  curve_days: z.number().int().min(1).max(3660).optional().describe('Length of the curve; default: twice the window.'),
  limit: z.number().int().min(0).max(10_000).default(100).describe('Stuck accounts listed, the youngest first.'),
  actors_of: z
    .strictObject({
      step: z.string().min(1).max(300).describe('The key of a milestone, or `activated`.'),
      done: z.boolean(),
      by_day: z
        .number()
        .positive()
        .max(3660)
        .optional()
        .describe(
          'Instead of the window: up to so many days of 24 hours since sign-up, of all who signed up in the range; a point of the curve.',
        ),
    })
    .optional()
    .describe('Lists the accounts that did this step within the window, or did not.'),
  ...asOfField,
  budget_seconds: commonFields.budget_seconds,
})

const Reached = z.object({
  done: Count.describe('Within the window, of those whose window is over.'),
  rate: Estimate.describe('Of those whose window is over, with 95 % limits (Wilson); null of nobody.'),
  median_days: z
    .number()
    .nullable()
    .describe('Days from sign-up on which half of those who did it within the window had done it.'),
})

export const StepsAnswer = z.object({
  ...answerFields,
  within_days: z.number().int().describe('The window of activation.'),
  newcomers: Count.describe('Accounts that signed up in the range and whose window is over.'),
  too_early: Count.describe('Those whose window is not over.'),
  steps: z
    .array(
      Reached.extend({
        key: z.string(),
        title: z.string(),
        category: z.enum(['core', 'team', 'data', 'depth']),
        required: z.boolean(),
        missing: Count.describe('Of those not activated within the window, how many had not done it.'),
      }),
    )
    .describe('In the order of the configuration.'),
  activated: Reached,
  nothing: Count.describe('Accounts whose window is over and that did no step within it.'),
  curve: z
    .array(
      z.object({
        day: z.number().describe('Days of 24 hours since sign-up.'),
        activated: z.number().describe('Share that is activated by then: one less the curve of Kaplan and Meier.'),
        limits: z.object({ lower: z.number(), upper: z.number() }).nullable().describe('95 %, of ln(−ln S).'),
        at_risk: Count.describe('Followed so long and not activated before.'),
      }),
    )
    .describe('All who signed up in the range, also those whose window is not over; a step for each moment.'),
  stuck: z
    .array(
      z.object({
        account: EntityKey,
        signed_up: InstantText,
        age_days: z.number(),
        done: Count,
        missing: z.array(z.string()).describe('Keys of the milestones not done yet.'),
      }),
    )
    .describe('Accounts that are not activated by now, the youngest first.'),
  stuck_total: Count,
})

export type StepsQuery = z.infer<typeof StepsQuery>
export type StepsAnswer = z.infer<typeof StepsAnswer>
