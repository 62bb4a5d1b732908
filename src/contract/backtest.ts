import { z } from 'zod'
import { Count, DayText } from './values.ts'

/** An estimate with its 95 % limits. */
export const Estimate = z.object({ estimate: z.number(), lower: z.number(), upper: z.number() })
export const Maybe = Estimate.nullable().describe('null: not enough to say.')
const Part = z.number().min(0)

/** Costs and limits that only the team knows. */
export const needs = {
  assignees: z.number().int().min(1).max(10_000).optional().describe('People who work alerts; default: those named.'),
  capacity: Part.max(1e6)
    .optional()
    .describe('Alerts that each can take in a week; default: that of the team, else 25.'),
  notice_days: Part.max(365).optional().describe('Days that it takes to act; default: the gap.'),
  cost: Part.max(1e12).optional().describe('Cost of a contact, in the unit of `value`.'),
  value: Part.max(1e12).optional().describe('Gross margin that is kept with a saved account.'),
  save_rate: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Chance that a contact saves the account: an assumption, default 0.1.'),
}

/** What is to be judged, on which outcome, under which costs. */
export const BacktestRequest = z.strictObject({
  what: z
    .string()
    .min(1)
    .max(200)
    .default('all')
    .describe('all, signal, score, milestone, pulse, or the name of one of them.'),
  config: z
    .unknown()
    .optional()
    .describe('A configuration as plain data, as `telltale backtest --config` sends it; default: the one in force.'),
  outcome: z
    .string()
    .max(200)
    .optional()
    .describe('Instead of what a signal predicts; for scores, milestones and pulses.'),
  within_days: z.number().int().min(1).max(1_000).optional(),
  gap_days: z
    .number()
    .int()
    .min(0)
    .max(365)
    .optional()
    .describe('Days after the alert in which an outcome comes too late to act on.'),
  ...needs,
  run: z.string().max(100).optional().describe('A name under which progress can be asked for.'),
})

export const BacktestProgressQuery = z.strictObject({ run: z.string().max(100) })
export const BacktestProgress = z.object({
  done: Count,
  total: Count.describe('0: nothing under this name is being judged.'),
})

export const Ruling = z.enum(['keep', 'tune', 'drop', 'not_enough_data'])
export const ProofVerdict = z.object({
  ruling: Ruling,
  reasons: z.array(z.string()),
  sentence: z.string().describe('In words; it tells what goes together, never what causes what.'),
})

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
const Mix = z
  .object({ implied: z.number(), consistent: z.boolean(), missing: z.number().nullable() })
  .nullable()
  .describe('Whether shares × rates of the parts make up the whole, within half a point.')
const PartTable = z.object({ of: z.string(), parts: z.array(ProofPart), mix: Mix })
const Phi = z.object({ ...Estimate.shape, ceiling: z.number(), floor: z.number(), error: z.number() }).nullable()
const EValue = z.object({ estimate: z.number(), bound: z.number() }).nullable()

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
  notice: z
    .object({
      median: z.number(),
      interval: Maybe,
      lower_quartile: z.number(),
      upper_quartile: z.number(),
      in_time: z.number(),
    })
    .nullable()
    .describe('Days from a right alert to the decision.'),
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
  needs: z.object({ precision: z.number(), capacity: z.number(), assignees: Count, notice: z.number() }),
  method: z.object({
    p: z.number(),
    q: z.number(),
    e_value: EValue,
    kept: z.number().describe('Share of the cases in strata that can tell.'),
    smallest_expected: z.number(),
    strata: z.string(),
  }),
})

const BandProof = z.object({ name: z.string(), accounts: Count, outcomes: Count, rate: Maybe })
export const ScoreProof = z.object({
  kind: z.literal('score'),
  name: z.string(),
  title: z.string(),
  definition: z.string(),
  outcome: z.string(),
  within_days: Count,
  gap_days: Count,
  verdict: ProofVerdict,
  outcomes: Count,
  non_outcomes: Count,
  unknown: Count,
  auc: Maybe.describe(
    'Of a hundred random pairs of one with the outcome and one without, how many it ranks rightly, / 100.',
  ),
  bands: z.array(BandProof),
  mix: Mix,
  steps: z.array(Maybe).describe('Differences between neighbouring bands.'),
  drift: z.object({ index: z.number(), grade: z.enum(['stable', 'note', 'act']) }).nullable(),
  plain_rule: z.object({ title: z.string(), difference: Maybe }).nullable(),
  at_capacity: z
    .object({ taken: z.number(), found: z.number(), precision: z.number().nullable(), recall: z.number().nullable() })
    .nullable(),
  method: z.object({
    auc_error: z.number().nullable(),
    trend_z: z.number().nullable(),
    trend_p: z.number().nullable(),
  }),
})

const AtLandmark = z.object({
  landmark_days: Count,
  reached: Count,
  reached_outcomes: Count,
  others: Count,
  others_outcomes: Count,
  gone_before: z.array(z.object({ reason: z.string(), accounts: Count })),
  too_early: Count,
  lift: Maybe,
})
export const MilestoneProof = z.object({
  kind: z.literal('milestone'),
  name: z.string(),
  title: z.string(),
  definition: z.string(),
  outcome: z.string(),
  until_days: z.number(),
  verdict: ProofVerdict,
  main: AtLandmark,
  landmarks: z.array(AtLandmark),
  depends_on_landmark: z.boolean(),
  coverage: Maybe,
  precision: Maybe,
  without: Maybe,
  lift: Maybe,
  lift_crude: Maybe,
  lift_adjusted: Maybe,
  simpson: z.boolean(),
  difference: Maybe,
  correlation: Phi,
  correlation_sentence: z.string().nullable(),
  strength: z.enum(['high', 'moderate', 'slight', 'none']).nullable(),
  confirmation: Maybe.describe('The lift among the later two fifths of sign-ups.'),
  median_days: z.number().nullable(),
  p80_days: z.number().nullable(),
  method: z.object({ p: z.number(), q: z.number(), e_value: EValue, discovery: z.number().nullable() }),
})

export const BacktestAnswer = z.object({
  definition: z.string(),
  config_hash: z.string(),
  from: DayText.nullable(),
  to: DayText.nullable(),
  accounts: Count,
  arrival_assumed: z
    .object({ events: Count, of: Count })
    .describe('Events of imports that do not say when they arrived: each counts as known when it happened.'),
  left_out: z.object({
    merged: Count,
    ghosts: Count.describe('Accounts without an event; they are counted, as at risk.'),
  }),
  warnings: z.array(z.string()),
  summary: z.string(),
  proofs: z.array(z.discriminatedUnion('kind', [SignalProof, ScoreProof, MilestoneProof])),
  not_judged: z.array(z.object({ kind: z.string(), name: z.string(), why: z.string() })),
})

export type BacktestRequest = z.infer<typeof BacktestRequest>
export type BacktestProgress = z.infer<typeof BacktestProgress>
export type BacktestAnswer = z.infer<typeof BacktestAnswer>
export type AnyProof = BacktestAnswer['proofs'][number]
