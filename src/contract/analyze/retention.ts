import { z } from 'zod'
import { Filter } from './filter.ts'
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

export const RetentionQuery = z.strictObject({
  ...commonFields,
  ...breakdownFields,
  start_event: EventRef.optional(),
  start_filter: Filter.optional().describe('Only start events that meet it.'),
  return_event: EventRef.optional(),
  return_filter: Filter.optional().describe('Only return events that meet it.'),
  period: IntervalName.default('week'),
  interval: IntervalName.optional().describe('The same as `period`, and counts where both are given.'),
  total_intervals: z
    .number()
    .int()
    .min(1)
    .max(400)
    .default(9)
    .describe('Cells of a cohort: its size and the periods after it.'),
  cohort_mode: z
    .enum(['first_time', 'recurring'])
    .default('first_time')
    .describe('first_time: by the first start event ever. recurring: in every period with a start event.'),
  accumulation: z
    .enum(['n_interval', 'unbounded'])
    .default('n_interval')
    .describe('n_interval: back in the period. unbounded: back in it or later.'),
  window_mode: z
    .enum(['calendar', 'rolling_24h'])
    .default('calendar')
    .describe('rolling_24h: periods of 1 hour, 24 hours, 7 or 30 times 24 hours from the start event on.'),
  minimum_occurrences: z.number().int().min(1).max(100_000).default(1),
  brackets: z
    .array(z.number().int().min(1).max(1000))
    .min(1)
    .max(100)
    .readonly()
    .optional()
    .describe('Lengths, in periods, of the cells after the size: [1, 2, 4] is period 1, periods 2–3, periods 4–7.'),
  actors_of: z
    .strictObject({
      cohort: z.string().max(40).optional(),
      period: z.number().int().min(0),
      value: BreakdownValue.optional(),
    })
    .optional()
    .describe(
      'Lists who is in this cell of this cohort; period 0: the whole cohort. Without a cohort: of all for whom the cell is complete.',
    ),
})

const table = {
  cohorts: z.array(
    z.object({
      start: z.string(),
      values: z.array(Cell).describe('values[0] is the size, values[k] how many were back in cell k.'),
      complete: z.array(z.boolean()),
      ready: z.array(ReadyDay),
    }),
  ),
  overall: z.array(Cell).describe('Share of all actors for whom the cell is complete; null where there are none.'),
  overall_size: z.array(z.number()),
  overall_returned: z.array(z.number()),
}

export const RetentionAnswer = z.object({
  ...answerFields,
  ...table,
  buckets: z.array(z.object({ value: BreakdownValue, other: z.boolean(), ...table })).optional(),
})

export type RetentionQuery = z.infer<typeof RetentionQuery>
export type RetentionAnswer = z.infer<typeof RetentionAnswer>
