import { z } from 'zod'
import { Count, DayText } from '../values.ts'
import { answerFields, asOfField, commonFields, Estimate } from './question.ts'

export const NoticeQuery = z.strictObject({
  signal: z.string().min(1).max(300).describe('A signal of accounts.'),
  outcome: z.string().min(1).max(300).optional().describe('Default: the one that the signal predicts.'),
  within_days: z
    .number()
    .int()
    .min(1)
    .max(3660)
    .optional()
    .describe('Days of 24 hours before the outcome; default: those of the prediction, else 30.'),
  date_from: DayText.optional().describe('First local day of outcomes; default: the first there is.'),
  date_to: DayText.optional().describe('Last local day of outcomes, taken in; default: today.'),
  ...asOfField,
  budget_seconds: commonFields.budget_seconds,
})

const Share = z.object({
  count: Count,
  rate: Estimate.describe('With 95 % limits (Wilson); null of nothing.'),
})

export const NoticeAnswer = z.object({
  ...answerFields,
  within_days: z.number().int(),
  outcomes: Count.describe('Accounts that had the outcome in the range, each at its first.'),
  noticed: Share.describe('Of those, before whose outcome the signal had opened within the days.'),
  earlier: Share.describe('The signal had opened, longer before.'),
  unannounced: Share.describe('It had not opened before.'),
  days: z
    .object({ lower_quartile: z.number(), median: z.number(), upper_quartile: z.number() })
    .nullable()
    .describe('From the last opening to the outcome, of those noticed and those earlier.'),
  episodes: Count.describe('Openings in the range whose days are over.'),
  followed: Share.describe('Of those, after which the outcome came within the days.'),
})

export type NoticeQuery = z.infer<typeof NoticeQuery>
export type NoticeAnswer = z.infer<typeof NoticeAnswer>
