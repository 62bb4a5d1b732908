import { z } from 'zod'
import { Count, DayText, EntityKey } from '../values.ts'
import { answerFields, asOfField, commonFields, Estimate } from './question.ts'

export const WarningsQuery = z.strictObject({
  outcome: z.string().min(1).max(300).default('churned').describe('An outcome of the configuration, else churned.'),
  within_days: z
    .number()
    .int()
    .min(1)
    .max(3660)
    .default(90)
    .describe('What was over longer before the outcome, in days of 24 hours, is none of its warnings.'),
  date_from: DayText.optional().describe('First local day of outcomes; default: the first there is.'),
  date_to: DayText.optional().describe('Last local day of outcomes, taken in; default: today.'),
  limit: z.number().int().min(1).max(10_000).default(1_000).describe('Accounts listed, the latest outcome first.'),
  ...asOfField,
  budget_seconds: commonFields.budget_seconds,
})

const Warning = z.object({
  kind: z.enum(['signal', 'band']).describe('band: the account went into it from a better one.'),
  name: z.string().describe('Of a signal, or `score.band`.'),
  since: z.string().describe('When it opened, or the band was entered.'),
  days: z.number().describe('Days of notice: from then to the outcome.'),
  open: z.boolean().describe('Still so at the outcome.'),
})

export const WarningsAnswer = z.object({
  ...answerFields,
  outcome: z.string(),
  within_days: z.number().int(),
  accounts: Count.describe('That had the outcome in the range, each at its first.'),
  warned: z.object({ count: Count, rate: Estimate.describe('With 95 % limits (Wilson); null of nothing.') }),
  rows: z.array(
    z.object({
      account: EntityKey,
      decided: z.string().describe('The moment of the outcome.'),
      notice_days: z.number().nullable().describe('Of the earliest warning; null: none came.'),
      warnings: z.array(Warning).describe('The earliest first.'),
    }),
  ),
})

export type WarningsQuery = z.infer<typeof WarningsQuery>
export type WarningsAnswer = z.infer<typeof WarningsAnswer>
