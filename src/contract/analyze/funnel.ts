import { z } from 'zod'
import { Filter } from './filter.ts'
import {
  answerFields,
  BreakdownValue,
  breakdownFields,
  Cell,
  commonFields,
  EventRef,
  ReadyDay,
  WholeIntervals,
} from './question.ts'

const NamedEvent = z.strictObject({ event: EventRef.optional(), filter: Filter.optional() })

export const FunnelStep = z.union([
  EventRef,
  NamedEvent.extend({
    first_time: z.boolean().default(false).describe('Only the first event ever of the actor that meets the step.'),
  }),
])
export const FunnelExclusion = z.union([EventRef, NamedEvent])

/** What a funnel is, without how its answer is broken down. */
export const funnelFields = {
  interval: WholeIntervals,
  steps: z.array(FunnelStep).min(1).max(20),
  order: z
    .enum(['ordered', 'strict', 'any'])
    .default('ordered')
    .describe('strict: nothing else of the actor in between. any: the steps in any order.'),
  window_seconds: z
    .number()
    .int()
    .min(0)
    .max(366 * 86_400)
    .default(14 * 86_400)
    .describe('From the event of step 1 to the last one, both taken in.'),
  exclusion: z
    .union([FunnelExclusion, z.array(FunnelExclusion).min(1).max(20)])
    .optional()
    .describe('Events that end an attempt: whatever comes after one is not reached.'),
}

export const FunnelQuery = z.strictObject({
  ...commonFields,
  ...breakdownFields,
  ...funnelFields,
  attribution: z
    .string()
    .regex(
      /^(first_touch|last_touch|all_steps|step_([1-9]|1\d|20))$/,
      'first_touch, last_touch, all_steps or step_1 … step_20',
    )
    .default('first_touch')
    .describe('Which step of an attempt says its value of the breakdown. all_steps: all of them must say the same.'),
  actors_of: z
    .strictObject({
      step: z.number().int().min(1).max(20),
      dropped: z.boolean().default(false),
      value: BreakdownValue.optional(),
    })
    .optional()
    .describe('Lists who reached this step; dropped: who reached the one before it and not this one.'),
})

const numbers = {
  counts: z.array(z.number()).describe('Actors whose best attempt reached each step.'),
  conversion: z.array(Cell).describe('Of those who began.'),
  step_conversion: z.array(Cell).describe('Of those who reached the step before.'),
  average_seconds: z.array(Cell).describe('From the step before; null for the first.'),
  median_seconds: z.array(Cell),
}

export const FunnelAnswer = z.object({
  ...answerFields,
  ...numbers,
  ready: ReadyDay,
  still_open: z.number().describe('Actors whose window is not over and who may still get further.'),
  buckets: z.array(z.object({ value: BreakdownValue, other: z.boolean(), ...numbers })).optional(),
})

export type FunnelQuery = z.infer<typeof FunnelQuery>
export type FunnelAnswer = z.infer<typeof FunnelAnswer>
