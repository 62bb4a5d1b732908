import { z } from 'zod'
import { DayText } from '../values.ts'

/** When a limit is reached if its number goes on rising as in the last 28 days. */
export const LimitForecast = z.object({
  day: DayText.nullable().describe('null: not within ten years.'),
  early: DayText.nullable().describe('Ends of its 95 % interval.'),
  late: DayText.nullable(),
  in30: z
    .object({ lower: z.number(), upper: z.number() })
    .describe('What is used in 30 days, with 95 % limits; it may be beyond the limit.'),
})

/** A limit of the plan, and how much of it is used. */
export const AccountLimit = z.object({
  key: z.string(),
  title: z.string(),
  counts: z.string().describe('What is held against it, in words.'),
  used: z.number().nullable().describe('null: not known.'),
  most: z.number().nullable().describe('null: as much as one likes, or not known.'),
  days28: z
    .array(z.number().nullable())
    .describe('What was used at the close of each of the last 28 days, the oldest first.'),
  forecast: LimitForecast.nullable(),
  noForecast: z
    .enum(['reached', 'unlimited', 'usage unknown', 'limit unknown', 'too few days', 'not rising'])
    .nullable()
    .describe(
      'Why there is none. too few days: under 14 of the last 28 are known. not rising: the 95 % interval of its slope holds 0. null: there is one.',
    ),
})

/** The limits of an account, by the present configuration, as known at the close of a day; those nearest to their end first. */
export const AccountLimits = z.object({ asOf: DayText, data: z.array(AccountLimit) })

export type LimitForecast = z.infer<typeof LimitForecast>
export type AccountLimit = z.infer<typeof AccountLimit>
export type AccountLimits = z.infer<typeof AccountLimits>
