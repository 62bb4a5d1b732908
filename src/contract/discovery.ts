import { z } from 'zod'
import { Maybe, Mix } from './proofs/proof-parts.ts'
import { Count, DayText } from './values.ts'

/** What is searched for: what newcomers did in their first days that goes with an outcome. */
export const DiscoveryRequest = z.strictObject({
  outcome: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('An outcome of the configuration; default: the first of retained, converted, churned, an event.'),
  level: z
    .enum(['account', 'user'])
    .optional()
    .describe('Whose first days; users only for an outcome of kind retained. Default: account.'),
  landmark: z
    .number()
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe('Days from the start that are looked at; the outcome counts behind them. Default: 14, 7 or 3.'),
  within_days: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Days behind the landmark in which the outcome counts; of retained its own days hold.'),
  neutral: z
    .array(z.string().min(1).max(200))
    .max(50)
    .optional()
    .describe(
      'Events that mean nothing for the outcome, by which the others are measured; default: those that look like it.',
    ),
  limit: z.number().int().min(1).max(100).optional().describe('Finds that are told; default 20.'),
  run: z.string().max(100).optional().describe('A name under which to ask how far it is.'),
})

/** The same as a query: names of neutral events behind commas. */
export const DiscoveryQuery = z.strictObject({
  ...DiscoveryRequest.omit({ neutral: true, landmark: true, within_days: true, limit: true }).shape,
  landmark: z.coerce.number().int().min(1).max(60).optional(),
  within_days: z.coerce.number().int().min(1).max(1_000).optional(),
  neutral: z.string().max(2_000).optional().describe('Names, with commas between.'),
  limit: z.coerce.number().int().min(1).max(100).optional(),
})

const Evidence = z.object({
  doers: Count,
  others: Count,
  doers_with_outcome: Count,
  others_with_outcome: Count,
  coverage: Maybe,
  precision: Maybe.describe('Of those who did it, how many had the outcome.'),
  without: Maybe.describe('Of the others.'),
  ratio: Maybe.describe(
    'Within segment and early activity. Of a bad outcome how many times as often the others had it. Above 1 is good.',
  ),
  difference: Maybe,
  phi: Maybe,
  phi_ceiling: z.number().nullable().describe('The most that is possible here.'),
  shrinkage: z
    .number()
    .nullable()
    .describe('What is left of the strength that was found among earlier newcomers, on the log scale; 1: all of it.'),
  q: z.number(),
  stable: z.number().nullable().describe('Share of 200 drawings of accounts in which the lower limit is above 1.'),
  segments: z.array(z.object({ segment: z.string(), ratio: z.number().nullable() })),
  detectable_ratio: z.number().nullable().describe('The smallest that so many would have shown.'),
  flipped: z.boolean().describe('Within segments it tells another story than over all.'),
  verdict: z.enum(['keep', 'tune', 'drop', 'not_enough_data']),
  reasons: z.array(z.string()),
  sentence: z.string(),
})

const Step = z.object({
  event: z.string(),
  times: z.number().int(),
  within_days: z.number().int(),
  by: z.enum(['any', 'two', 'three', 'owner']),
})

export const DiscoveryFind = z.object({
  cluster: z.number().int().describe('1 is the first.'),
  step: Step,
  title: z.string(),
  role: z.enum(['step', 'intent']).describe('intent: predicts, cannot be coached; a signal, never a milestone.'),
  tags: z.array(z.enum(['intent', 'same_people_as_first', 'depends_on_segment', 'not_above_placebo', 'another_story'])),
  above_placebo: z.boolean().nullable(),
  adds_to_first: z.boolean().nullable(),
  alike: z.array(Step).describe('Cells that mean mostly the same people.'),
  median_day: z.number().nullable().describe('On which half of those who did it had got there; 1: the first.'),
  best_within_days: z.number().nullable().describe('Within how many days it tells most.'),
  by_day: z
    .array(z.object({ day: z.number().int(), reached: Count, outcomes: Count, rate: Maybe, phi: Maybe }))
    .describe('The day it was reached against what came of it; all were undecided at the landmark.'),
  never: z.object({ beginners: Count, outcomes: Count, rate: Maybe }),
  mix: Mix,
  evidence: Evidence,
  config: z
    .object({
      signal: z
        .string()
        .describe('Says of whom it holds, where the outcome is good; of whom it does not, where it is bad.'),
      playbook: z.string().describe('Brings those to it who have not done it, and leaves half of them alone by lot.'),
    })
    .nullable()
    .describe('To be pasted into the configuration; null: of users, and of what an owner did.'),
})

export const DiscoveryAnswer = z.object({
  definition: z.string(),
  config_hash: z.string(),
  outcome: z.string(),
  level: z.enum(['account', 'user']),
  landmark: z.number().int(),
  until: z.number().int(),
  found_among: z.object({ beginners: Count, from: DayText.nullable(), to: DayText.nullable() }),
  measured_among: z.object({ beginners: Count, from: DayText.nullable(), to: DayText.nullable() }),
  left_out: z.object({
    start_unknown: Count,
    too_early: Count,
    decided: Count,
    left: Count,
    untold: Count,
    never_used: Count,
    merged: Count,
  }),
  arrival_assumed: z.object({ events: Count, of: Count }),
  needed: z
    .object({
      of: z.enum(['beginners', 'outcomes', 'without_outcome', 'later_beginners']),
      have: Count,
      need: Count,
      weeks: z.number().nullable(),
    })
    .nullable()
    .describe('What is missing for a search; null: nothing.'),
  cells: Count.describe('Cells of the grid that were tried.'),
  placebo: z.object({
    bar: z.number().nullable(),
    events: z.array(z.object({ event: z.string(), lower: z.number().nullable() })),
  }),
  finds: z.array(DiscoveryFind).describe('Numbers are of later newcomers, among whom nothing was searched.'),
  more: Count,
  pairs: z.array(
    z.object({ join: z.enum(['and', 'or']), steps: z.array(Step), title: z.string(), evidence: Evidence }),
  ),
  events_left_out: z.array(
    z.object({ event: z.string(), why: z.enum(['outcome', 'vanity', 'support', 'after_outcome']) }),
  ),
  detectable_ratio: z.number().nullable(),
  config: z
    .string()
    .nullable()
    .describe('Milestones that are kept, to be pasted into the configuration; null: none is.'),
  sentence: z.string(),
  warnings: z.array(z.string()),
})

export type DiscoveryRequest = z.infer<typeof DiscoveryRequest>
export type DiscoveryQuery = z.infer<typeof DiscoveryQuery>
export type DiscoveryAnswer = z.infer<typeof DiscoveryAnswer>
export type DiscoveryFind = z.infer<typeof DiscoveryFind>
export type DiscoveryEvidence = z.infer<typeof Evidence>
export type DiscoveryStep = z.infer<typeof Step>
