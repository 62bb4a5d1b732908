import { z } from 'zod'
import { ConfigOf, DayText, InstantText } from './values.ts'

/** Whose percentiles the knots of a part are. */
export const FrozenKnots = z.object({
  quarter: DayText.describe('The first day of the quarter: as accounts stood at the close of the day before.'),
  group: z.string().nullable().describe('The group of accounts; null: all of them.'),
  accounts: z.number().int(),
  knots: z.array(z.object({ at: z.number(), share: z.number().describe('Of the most that the part can add.') })),
})

export const LedgerLine = z.object({
  name: z.string(),
  label: z.string().describe('The number in English: "days since the last activity".'),
  value: z.number().nullable().describe('null: unknown, or of no single number.'),
  unit: z.string().describe('Of the value: `share` of 1, `count`, `days`, …'),
  points: z
    .number()
    .nullable()
    .describe('What it adds to the value; those of all lines add up to it exactly. null: no fresh data, left out.'),
  most: z.number().nullable().describe('The most it can add; null: no such most.'),
  frozen: FrozenKnots.nullable().describe('null: its knots are fixed, or it has none.'),
})

/** Why a score is another than it was, in points that add up to the difference exactly. */
export const ScoreChange = z.object({
  since: DayText,
  total: z.number(),
  behaviour: z.number().describe('What was done or left undone; of the parts that had fresh data both times.'),
  parts: z.array(z.object({ name: z.string(), points: z.number() })).describe('Behaviour by part.'),
  config: z.number().describe('Another definition, or the knots of a new quarter.'),
  missingData: z.number().describe('Parts that lost or gained fresh data.'),
  configOf: ConfigOf.describe(
    '`now`: what was in force on that day cannot be read any more, so that a part of the config is not told.',
  ),
})

/** A score of one entity as of the close of a day, opened into its lines. */
export const ScoreStanding = z.object({
  key: z.string(),
  title: z.string(),
  value: z.number().nullable().describe('0 … 100; null: unknown, or a score of tiers, which has only bands.'),
  band: z.string().nullable(),
  bandSince: DayText.nullable().describe('The day at whose close the band was entered.'),
  completeness: z.number().nullable().describe('Share of its weight with fresh data; below 0.6 the value is unknown.'),
  lines: z.array(LedgerLine),
  exceptions: z
    .array(z.object({ name: z.string(), band: z.string().nullable() }))
    .describe('Facts that stand beside the value and are never averaged into it.'),
  change: ScoreChange.nullable().describe('null: not asked for, or unknown at one of the ends.'),
  sentence: z.string(),
})

export const MilestoneStanding = z.object({
  key: z.string(),
  title: z.string(),
  category: z.enum(['core', 'team', 'data', 'depth']),
  required: z.boolean(),
  progress: z.number().min(0).max(1),
  doneAt: InstantText.nullable(),
  days: z.number().nullable().describe('Days of 24 hours from sign-up.'),
  sentence: z.string(),
})

export const SpeedName = z
  .enum(['fast', 'normal', 'slow', 'failed', 'pending'])
  .describe(
    'By whole days from sign-up to being activated: 0 to 3, 4 to 7, 8 to 14, later or never; pending while younger than 15 days.',
  )

/** Onboarding of one entity as of the close of a day. */
export const ActivationStanding = z.object({
  signedUpAt: InstantText.nullable(),
  age: z.number().nullable().describe('Days of 24 hours since sign-up.'),
  withinDays: z.number().int(),
  activatedAt: InstantText.nullable(),
  days: z.number().nullable().describe('Days of 24 hours from sign-up to being activated.'),
  speed: SpeedName.nullable(),
  late: z.boolean().describe('Activated, but after day 14.'),
  fully: z.boolean().describe('A milestone done in every category that has one.'),
  provisional: z.boolean().describe('The window is not over: the score can only grow.'),
  setUpBurst: z.boolean().describe('Everything on the first day, and nobody back.'),
  checklist: z
    .number()
    .nullable()
    .describe('Share of the steps shown to newcomers that are done; no part of activation.'),
  onboarding: z
    .object({ status: z.enum(['green', 'yellow', 'red', 'too early']), because: z.string() })
    .nullable()
    .describe('Of accounts.'),
  milestones: z.array(MilestoneStanding),
  score: ScoreStanding,
  sentence: z.string(),
})

/** The band of a score that an account is in. */
export const BandStanding = z.object({
  score: z.string(),
  band: z.string().nullable().describe('null: the score is unknown.'),
  value: z
    .number()
    .nullable()
    .describe('0 … 100; null: unknown, or a score that has only bands, or tells how far onboarding is.'),
  sinceDay: DayText.nullable().describe('null: the score is unknown.'),
})

export type ScoreChange = z.infer<typeof ScoreChange>
export type FrozenKnots = z.infer<typeof FrozenKnots>
export type LedgerLine = z.infer<typeof LedgerLine>
export type ScoreStanding = z.infer<typeof ScoreStanding>
export type MilestoneStanding = z.infer<typeof MilestoneStanding>
export type SpeedName = z.infer<typeof SpeedName>
export type ActivationStanding = z.infer<typeof ActivationStanding>
export type BandStanding = z.infer<typeof BandStanding>
