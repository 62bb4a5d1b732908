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

export const ActiveQuery = z.strictObject({
  ...commonFields,
  ...breakdownFields,
  interval: IntervalName.default('day'),
  event: EventRef.optional(),
  window: z
    .enum(['day', 'week', 'month30', 'month28'])
    .optional()
    .describe('Trailing days up to the end of each interval: 1, 7, 30 or 28. Left out: the interval itself.'),
  actors_of: z
    .strictObject({ interval: z.string().max(40), value: BreakdownValue.optional() })
    .optional()
    .describe('Lists who is in this interval (and, broken down, in this value).'),
})

export const ActiveAnswer = z.object({
  ...answerFields,
  intervals: z.array(z.string()),
  values: z.array(Cell),
  ready: z.array(ReadyDay),
  buckets: z.array(z.object({ value: BreakdownValue, other: z.boolean(), values: z.array(Cell) })).optional(),
  stickiness: z
    .object({ dau_mau: z.array(Cell), wau_mau: z.array(Cell), mean_dau_mau: z.array(Cell) })
    .describe(
      'Of the last day of each interval: day, trailing 7 days and mean day over trailing 30 (28 where asked for).',
    ),
})

export type ActiveQuery = z.infer<typeof ActiveQuery>
export type ActiveAnswer = z.infer<typeof ActiveAnswer>
