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

export const LifecycleState = z.enum(['new', 'returning', 'resurrecting', 'dormant'])

export const LifecycleQuery = z.strictObject({
  ...commonFields,
  ...breakdownFields,
  event: EventRef.optional(),
  interval: IntervalName.default('day'),
  actors_of: z
    .strictObject({ interval: z.string().max(40), state: LifecycleState, value: BreakdownValue.optional() })
    .optional()
    .describe('Lists who is in this state in this interval.'),
})

const states = {
  new: z.array(Cell).describe('First ever in this interval.'),
  returning: z.array(Cell).describe('In this interval and in the one before.'),
  resurrecting: z.array(Cell).describe('In this interval, not in the one before, but earlier.'),
  dormant: z.array(Cell).describe('In the interval before, not in this one.'),
  pulse: z.array(Cell).describe('(new + resurrecting) / dormant; null without dormant ones.'),
}

export const LifecycleAnswer = z.object({
  ...answerFields,
  intervals: z.array(z.string()),
  ready: z.array(ReadyDay),
  ...states,
  buckets: z.array(z.object({ value: BreakdownValue, other: z.boolean(), ...states })).optional(),
})

export type LifecycleState = z.infer<typeof LifecycleState>
export type LifecycleQuery = z.infer<typeof LifecycleQuery>
export type LifecycleAnswer = z.infer<typeof LifecycleAnswer>
