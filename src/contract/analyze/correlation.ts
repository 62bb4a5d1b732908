import { z } from 'zod'
import { funnelFields } from './funnel.ts'
import { answerFields, Cell, commonFields, ReadyDay } from './question.ts'

export const CorrelationQuery = z.strictObject({
  ...commonFields,
  ...funnelFields,
  type: z
    .enum(['events', 'event_properties', 'traits'])
    .default('events')
    .describe('What may go with success: events in between, their properties, or traits at the start.'),
  min_actors: z.number().int().min(1).default(1).describe('Results of fewer doers are left out.'),
  limit: z.number().int().min(1).max(1000).default(100),
  actors_of: z
    .strictObject({ outcome: z.enum(['success', 'failure']), name: z.string().max(1000).optional() })
    .optional()
    .describe('Lists who got through or did not; `name`: those of them who are counted beside that result.'),
})

export const CorrelationAnswer = z.object({
  ...answerFields,
  success_total: z.number().describe('Actors who reached the last step.'),
  failure_total: z.number().describe('Actors who began, did not, and whose window is over.'),
  still_open: z.number(),
  ready: ReadyDay,
  results: z.array(
    z.object({
      name: z.string().describe('An event; or `event::property::value`; or `trait::value`.'),
      success: z.number(),
      failure: z.number(),
      odds_ratio: z.number().describe('(s+1)(F−f+1) / ((S−s+1)(f+1)).'),
      phi: Cell,
      lift: Cell.describe('Success rate of the doers over that of all.'),
      interval: z
        .object({ lower: z.number(), upper: z.number() })
        .nullable()
        .describe('95 % limits of the odds ratio; null where everybody did it.'),
    }),
  ),
})

export type CorrelationQuery = z.infer<typeof CorrelationQuery>
export type CorrelationAnswer = z.infer<typeof CorrelationAnswer>
