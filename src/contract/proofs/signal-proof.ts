import { z } from 'zod'
import { Count, DayText } from '../values.ts'
import { Estimate, EValue, Maybe, Mix, Notice, Phi, ProofVerdict } from './proof-parts.ts'

const StillNeeded = z
  .object({ of: z.enum(['cases', 'outcomes']), have: Count, need: Count, weeks: Count.nullable() })
  .nullable()
  .describe('What would settle it; weeks null: not within a year.')

const ProofPart = z.object({
  name: z.string(),
  fired: Count,
  right: Count,
  precision: Maybe,
  base: Maybe,
  lift: Maybe,
})
const Simpson = z.boolean().describe('Within the parts the lift is another than over all.')
const PartTable = z.object({ of: z.string(), parts: z.array(ProofPart), mix: Mix, simpson: Simpson })
const PerWeek = z.number().min(0)

export const SignalProof = z.object({
  kind: z.enum(['signal', 'pulse']),
  name: z.string(),
  title: z.string(),
  definition: z.string(),
  outcome: z.string(),
  within_days: Count,
  gap_days: Count,
  verdict: ProofVerdict,
  still_needed: StillNeeded,
  alerts: Count.describe('All of them.'),
  tested: z.object({
    right: Count,
    wrong: Count,
    too_late: Count.describe('The outcome came within the gap.'),
    too_early: Count.describe('The days of the prediction are not over.'),
    not_at_risk: Count.describe('It had been decided before, or nobody paid who could leave.'),
    untold: Count.describe('It cannot be told.'),
  }),
  base: Maybe.describe('How often accounts at risk without the alert had the outcome, in the same weeks.'),
  precision: Maybe,
  recall: z.object({ outcomes: Count, caught: Count, missed: Count, rate: Maybe }),
  others: z.object({ rows: Count, outcomes: Count }).describe('Account-weeks without the alert.'),
  lift: Maybe.describe('How many times as often as without; within week, segment and tenure where that can be told.'),
  lift_crude: Maybe,
  lift_adjusted: Maybe,
  simpson: z.boolean().describe('The parts tell another story than the whole: the adjusted lift is the headline.'),
  difference: Maybe,
  correlation: Phi,
  correlation_sentence: z.string().nullable(),
  notice: Notice.describe('Days from a right alert to the decision.'),
  burden: z.object({
    per_week: Maybe,
    busy_week: z.number().nullable().describe('In nine weeks of ten at most.'),
    per_hundred_accounts: z.number().nullable(),
    per_assignee: z.number().nullable(),
    time_in_alarm: z.number().nullable(),
  }),
  flapping: z.object({ again: Count, cleared: Count, rate: Maybe }),
  false_alarms: z.number().nullable().describe('Per 100 healthy account-weeks; of detectors.'),
  overlaps: z.array(z.object({ name: z.string(), rate: Estimate })),
  segments: z.array(PartTable),
  stability: PartTable,
  watch: z
    .object({
      precision: z
        .object({ way: z.enum(['less', 'more']), since: DayText, before: Maybe, after: Estimate })
        .nullable()
        .describe('Its alerts are right less or more often than they were; null: as often.'),
      alerts: z
        .object({ since: DayText, before: PerWeek, after: PerWeek })
        .nullable()
        .describe('Within the last twelve weeks alerts began to come otherwise; null: they did not. Alerts a week.'),
      trend: z
        .number()
        .nullable()
        .describe('By which share alerts a week change from one week to the next, over these twelve weeks.'),
    })
    .describe('Whether it is still what it was, and since when not.'),
  next_alpha: z
    .number()
    .nullable()
    .describe('The stricter alpha that a detector with too many false alarms is to try next.'),
  needs: z.object({ precision: z.number(), capacity: z.number(), assignees: Count, notice: z.number() }),
  method: z.object({
    p: z.number(),
    q: z.number(),
    e_value: EValue,
    kept: z.number().describe('Share of the cases in strata that can tell.'),
    smallest_expected: z.number(),
    strata: z.string(),
    log_rank_p: z.number().nullable().describe('Whether the outcome comes sooner with it than without.'),
  }),
})
