import { z } from 'zod'
import { Estimate, EValue, Maybe, Mix, Notice, Phi, ProofVerdict } from './proofs/proof-parts.ts'
import { SignalProof } from './proofs/signal-proof.ts'
import { Count, DayText } from './values.ts'

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

/** Which outcome counts, and when. */
export const windows = {
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
  ...windows,
  ...needs,
  neutral: z
    .array(z.string().min(1).max(200))
    .max(50)
    .optional()
    .describe('Events without meaning, which milestones have to be better than; default: those that look like it.'),
  run: z.string().max(100).optional().describe('A name under which progress can be asked for.'),
})

export const BacktestProgressQuery = z.strictObject({ run: z.string().max(100) })
export const BacktestProgress = z.object({
  done: Count,
  total: Count.describe('0: nothing under this name is being judged.'),
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
  tenths: z
    .array(z.object({ from: z.number(), to: z.number(), accounts: Count, outcomes: Count, rate: Maybe }))
    .describe(
      'By the numbers of the score, lowest first, a tenth of the accounts in each; those with the same score are never parted.',
    ),
  parts: z
    .array(z.object({ name: z.string(), difference: Maybe }))
    .describe(
      'Of each part, how much better the score ranks with it than without, in the terms of `auc`; empty: it has no parts that can be left out.',
    ),
  mix: Mix,
  segments: z
    .array(z.object({ name: z.string(), accounts: Count, outcomes: Count, auc: Maybe }))
    .describe('By the first segment; empty: none is configured.'),
  within_segments: Maybe.describe('How it ranks pairs of the same segment, in the terms of `auc`.'),
  simpson: z.boolean().describe('Within segments it ranks otherwise than over all: it mostly tells segments apart.'),
  steps: z.array(Maybe).describe('Differences between neighbouring bands.'),
  drift: z
    .object({
      index: z.number(),
      grade: z.enum(['stable', 'note', 'act']),
      since: DayText.nullable().describe('Since when the mean score of a week is beyond what weeks varied by before.'),
    })
    .nullable()
    .describe('Whether its bands are filled otherwise in the latest 30 % of the time.'),
  plain_rule: z.object({ title: z.string(), difference: Maybe }).nullable(),
  at_capacity: z
    .object({ taken: z.number(), found: z.number(), precision: z.number().nullable(), recall: z.number().nullable() })
    .nullable(),
  notice: Notice.describe(
    'Days from entering the band whose accounts are the likeliest to have the outcome to the decision, of those who had it within its days.',
  ),
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
  later_from: DayText.nullable().describe('The first day of these; null: there are none.'),
  median_days: z.number().nullable(),
  p80_days: z.number().nullable(),
  reached_by: z
    .array(z.object({ day: z.number(), share: Estimate }))
    .describe('The share that reaches it by a day since sign-up; whoever leaves before never does.'),
  outcome_by: z
    .array(z.object({ day: z.number(), reached: Estimate, others: Estimate }))
    .describe(
      'The share that had the outcome by a day, of both groups; leaving competes. Empty: it has no day of its own.',
    ),
  placebo: z
    .object({
      bar: z.number().nullable(),
      events: z.array(z.object({ event: z.string(), lower: z.number().nullable() })),
    })
    .describe(
      'What events without meaning reach at their best, by their lower limits: what mere eagerness explains. null: none is known.',
    ),
  method: z.object({
    ...{ p: z.number(), q: z.number(), e_value: EValue, discovery: z.number().nullable() },
    log_rank_p: z.number().nullable().describe('Whether the outcome comes sooner in one group, from the landmark on.'),
    hazard: Maybe.describe(
      'How many times as fast the outcome comes once it is reached: exposure that changes with time.',
    ),
    without_landmark: z
      .number()
      .nullable()
      .describe(
        'How many times as often those who reach a step that does nothing would seem to stay, if there were no landmark.',
      ),
  }),
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
