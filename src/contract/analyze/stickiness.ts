import { z } from 'zod'
import {
  answerFields,
  BreakdownValue,
  breakdownFields,
  Cell,
  commonFields,
  EventRef,
  IntervalName,
  ReadyDay,
} from './question.ts'

export const StickinessQuery = z.strictObject({
  ...commonFields,
  ...breakdownFields,
  event: EventRef.optional(),
  interval: IntervalName.default('day'),
  interval_count: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe('How many intervals make one: interval day and 7 are stretches of seven days from `date_from` on.'),
  preset: z.enum(['L7', 'L28']).optional().describe('The 7 or 28 days up to `date_to`, day by day.'),
  computed_as: z.enum(['exact', 'cumulative']).default('exact').describe('cumulative: at least so many.'),
  criteria: z
    .strictObject({ operator: z.enum(['gte', 'lte', 'exact']), value: z.number().int().min(1).max(1_000_000) })
    .default({ operator: 'gte', value: 1 })
    .describe('How many events make an actor active in an interval.'),
  actors_of: z
    .strictObject({ intervals: z.number().int().min(1), value: BreakdownValue.optional() })
    .optional()
    .describe('Lists who was active in so many intervals.'),
})

const bars = { bars: z.array(Cell).describe('bars[i]: actors active in exactly (at least) i + 1 intervals.') }

export const StickinessAnswer = z.object({
  ...answerFields,
  intervals: z.array(z.string()),
  ready: ReadyDay,
  ...bars,
  buckets: z.array(z.object({ value: BreakdownValue, other: z.boolean(), ...bars })).optional(),
})

export type StickinessQuery = z.infer<typeof StickinessQuery>
export type StickinessAnswer = z.infer<typeof StickinessAnswer>
