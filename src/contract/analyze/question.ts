import { z } from 'zod'
import { Count, DayText, EntityKey } from '../values.ts'
import { Filter } from './filter.ts'

export const AnalysisActor = z.enum(['user', 'member', 'account'])
export const IntervalName = z.enum(['hour', 'day', 'week', 'month'])
export const WholeIntervals = IntervalName.default('day').describe(
  'A range takes in whole ones: of weeks it reaches from the first day of its first week to the last day of its last one.',
)
export const EventRef = z
  .string()
  .min(1)
  .max(300)
  .describe(
    'A key of the configuration, else an event name as it was sent, else a feature: any of its events. Left out: whatever counts as active.',
  )

export const Breakdown = z
  .union([
    z.strictObject({ event_property: z.string().min(1).max(300) }),
    z.strictObject({ trait: z.string().min(1).max(300) }),
    z.strictObject({ segment: z.string().min(1).max(300) }),
    z.strictObject({ band: z.string().min(1).max(300) }),
    z.enum(['role', 'plan', 'tenure']),
  ])
  .describe(
    'What the answer is broken down by; `band` is that of a score of accounts, `role` the one in the account, `tenure` the age of the account.',
  )

/** Of what is told up to now: up to a close instead, which no event of the running day changes. */
export const asOfField = {
  as_of: DayText.optional().describe(
    'A day that is over, such as 2026-03-31: how it stood at its close, and outcomes as they were known by then. Left out: as of now.',
  ),
}

/** What every analysis takes. */
export const commonFields = {
  actor: AnalysisActor.default('user').describe('Who is counted: persons, persons within an account, or accounts.'),
  date_from: DayText.optional().describe('First local day; default: 29 days before `date_to`.'),
  date_to: DayText.optional().describe('Last local day, taken in; default: today.'),
  filter: Filter.optional().describe('Only events that meet it.'),
  timezone: z.string().min(1).max(100).optional().describe('IANA name; default: that of the product.'),
  week_start: z.enum(['monday', 'sunday']).optional().describe('Default: that of the product.'),
  include: z
    .array(z.enum(['sql']))
    .default([])
    .describe('`sql`: the statements that were run.'),
  budget_seconds: z
    .number()
    .int()
    .min(1)
    .max(600)
    .default(60)
    .describe('How long the answer may take; then the question is given up.'),
}

/** What an answer may be broken down by. */
export const breakdownFields = {
  breakdown: Breakdown.optional(),
  breakdown_limit: z.number().int().min(1).max(1000).default(25).describe('Values shown; the rest is in "other".'),
}

export const BreakdownValue = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** Somebody in a cell. */
export const ActorRef = z.object({ person: EntityKey.optional(), account: EntityKey.optional() })
export const ActorList = z
  .object({ total: Count, data: z.array(ActorRef) })
  .describe('Who is in the cell that `actors_of` names; the first 1,000 of `total`.')

/** A number with its limits; null: of nobody. */
export const Estimate = z.object({ estimate: z.number(), lower: z.number(), upper: z.number() }).nullable()

/** Accounts that count nowhere, by why. */
export const LeftOut = z.object({ too_early: Count, decided: Count, left: Count, untold: Count })

export const AnalysisWarning = z.object({
  code: z
    .enum(['breakdown_capped', 'list_capped', 'subscriptions_overlap', 'money_untold', 'parts_differ', 'another_story'])
    .describe(
      'parts_differ: the parts of a table do not make up its whole. another_story: within the groups of the breakdown a ratio differs much from that over all.',
    ),
  message: z.string(),
})

/** What every answer says beside its numbers. */
export const answerFields = {
  definition: z.string().describe('What was counted, in one sentence.'),
  complete: z.boolean().describe('No cell is incomplete.'),
  excluded: Count.describe(
    'Events of the question that the rules of exclusion left out; of what looks at all that accounts did and were, all such events.',
  ),
  without_account: Count.describe(
    'Events of the question that belong to no account, where accounts or members are counted.',
  ),
  warnings: z.array(AnalysisWarning),
  actors: ActorList.optional(),
  sql: z.array(z.string()).optional(),
}

/** A cell that is not complete is null, and the day on which it will be is told. */
export const Cell = z.number().nullable()
export const ReadyDay = DayText.nullable().describe('The first day on which the cell is complete; null: it is.')

export type AnalysisActor = z.infer<typeof AnalysisActor>
export type IntervalName = z.infer<typeof IntervalName>
export type Breakdown = z.infer<typeof Breakdown>
export type BreakdownValue = z.infer<typeof BreakdownValue>
export type ActorRef = z.infer<typeof ActorRef>
export type AnalysisWarning = z.infer<typeof AnalysisWarning>
