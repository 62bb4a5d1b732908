import { z } from 'zod'
import { MadeOf } from './explanation.ts'

/** An indicator that the configuration names, of one account or member as of the close of a day. */
export const IndicatorStanding = z.object({
  key: z.string(),
  title: z.string(),
  label: z.string().describe('The number in English: "active members in the last 28 days as a share of members".'),
  unit: z.string(),
  value: z.number().nullable().describe('null: unknown.'),
  parts: MadeOf,
  weeks: z
    .array(z.number().nullable())
    .length(8)
    .describe(
      'Its mean over the closes of each of the 8 weeks that end with the day, oldest first; null: not known at each of the seven.',
    ),
})

export type IndicatorStanding = z.infer<typeof IndicatorStanding>
