import { z } from 'zod'
import { Maybe, Mix, Notice, Ruling } from './proofs/proof-parts.ts'
import { Count, DayText } from './values.ts'

const Amount = z.coerce.number().min(0).max(1e12)

/** What is to be forecast. */
export const FitQuery = z.strictObject({
  outcome: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('An outcome of the configuration; default: the first of its kind.'),
  within_days: z.coerce.number().int().min(1).max(1_000).optional(),
  gap_days: z.coerce.number().int().min(0).max(365).optional(),
  capacity: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('Accounts that can be looked after at a time.'),
  cost: Amount.optional().describe('Cost of a contact, in the unit of `value`.'),
  value: Amount.optional().describe('Gross margin that is kept, or won, with an account.'),
  save_rate: z.coerce
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('Chance that a contact helps: an assumption, default 0.1.'),
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,60}$/)
    .optional()
    .describe('Under which the score is written; default: by the outcome.'),
  limit: z.coerce.number().int().min(1).max(1_000).optional().describe('Accounts that are listed; default 20.'),
  run: z.string().max(100).optional(),
})

const Span = z.object({
  rows: Count,
  accounts: Count,
  outcomes: Count,
  from: DayText.nullable(),
  to: DayText.nullable(),
})

export const FitAnswer = z.object({
  definition: z.string(),
  config_hash: z.string(),
  outcome: z.string(),
  ...{ within_days: z.number().int(), gap_days: z.number().int() },
  sentence: z.string(),
  needed: z
    .object({
      of: z.enum([
        ...([
          'history',
          'outcomes',
          'outcome_rate',
          'test_outcomes',
          'without_outcome',
          'numbers',
          'separation',
        ] as const),
      ]),
      have: z.number(),
      need: z.number(),
      weeks: Count.nullable(),
    })
    .nullable()
    .describe(
      'Why nothing is fitted; null: it was. `history` in days, `outcome_rate` as a share, `numbers` that tell it, `separation` as the share of pairs told apart and the most that is believed.',
    ),
  score: z
    .object({
      name: z.string(),
      parts: z
        .array(
          z.object({
            name: z.string(),
            title: z.string(),
            weight: z.number(),
            from: z.number(),
            to: z.number(),
            rises: z.boolean(),
            adds: Maybe.describe(
              'By how much it ranks better with this part than without, on later time; where the limits hold 0 it may be left out.',
            ),
            drift: z
              .number()
              .describe('How its number is spread in the test against the training; above 0.25 look why.'),
          }),
        )
        .describe('Up to so many points each, along a line; they add up to the score.'),
      left_out: z.array(
        z.object({ name: z.string(), why: z.enum(['constant', 'against_direction', 'no_weight', 'leak']) }),
      ),
      bands: z.array(z.object({ name: z.string(), from: z.number() })),
      halves_every: z.number().describe('Points by which the odds of the outcome halve, or double.'),
      base_rate: z.number(),
    })
    .nullable(),
  trained_on: Span.nullable(),
  tested_on: Span.nullable().describe('Later time, on which nothing was fitted: all that follows is of it.'),
  test: z
    .object({
      auc: Maybe,
      plain_rule: z.object({ title: z.string(), auc: Maybe, difference: Maybe }),
      unknown: Count.describe('Rows of which too little was known for a score.'),
      skill: Maybe.describe('Share of the squared error that it takes off the segment’s rate.'),
      calibration: z.object({
        slope: Maybe,
        in_the_large: Maybe,
        observed_over_expected: Maybe,
        recalibrated: z.boolean(),
        over_time: z
          .array(z.object({ from: DayText, to: DayText, expected: z.number(), outcomes: Count, ratio: Maybe }))
          .describe(
            'Outcomes for each that was expected, by some ninety days: whether the probabilities still come true.',
          ),
      }),
      concordance: z
        .object({ score: Maybe, plain_rule: Maybe })
        .describe(
          'Of pairs of which one had the outcome earlier, in how many the score said so, over all days that are recorded.',
        ),
      notice: Notice.describe('Days from a look at which an account was among the likely to the decision.'),
      deciles: z.array(z.object({ expected: z.number(), accounts: Count, outcomes: Count, rate: Maybe })),
      at_capacity: z
        .object({
          taken: z.number(),
          found: z.number(),
          precision: z.number().nullable(),
          recall: z.number().nullable(),
        })
        .nullable(),
      segments: z.array(z.object({ segment: z.string(), accounts: Count, outcomes: Count, auc: Maybe })),
      within_segments: Maybe.describe('How it ranks pairs of the same segment, in the terms of `auc`.'),
      simpson: z
        .boolean()
        .describe('Within segments it ranks otherwise than over all: it mostly tells segments apart.'),
      bands: z.array(z.object({ name: z.string(), accounts: Count, outcomes: Count, rate: Maybe })),
      mix: z.object({ bands: Mix, deciles: Mix, segments: Mix }),
      drift: z.number().nullable(),
    })
    .nullable(),
  verdict: z.object({ ruling: Ruling, reasons: z.array(z.string()), sentence: z.string() }).nullable(),
  now: z
    .object({
      day: DayText,
      accounts: Count,
      likely: Count.describe('In the band of those most likely to have the outcome.'),
      expected: Maybe.describe('How many of them are expected to have it.'),
      list: z
        .array(
          z.object({
            account: z.string(),
            score: z.number(),
            probability: z.number(),
            health: Count.nullable().describe(
              '0 to 100: 50 is usual in the segment, and ten more halve the odds of the outcome; null: it is a good one.',
            ),
            reasons: z
              .array(
                z.object({
                  ...{ part: z.string(), title: z.string(), value: z.number().nullable(), points: z.number() },
                  health: z.number().nullable().describe('What it moves `health` by.'),
                }),
              )
              .describe('Points against what is usual in the segment, the most telling first.'),
            change: z.number().nullable().describe('Of the score, since the week before.'),
          }),
        )
        .describe('The most likely first.'),
    })
    .nullable(),
  config: z.string().nullable().describe('The score, to be pasted into the configuration; null: nothing was fitted.'),
  method: z.object({
    penalty: z.number().nullable(),
    brier: z.number().nullable(),
    reliability: z.number().nullable(),
    resolution: z.number().nullable(),
    hazard_per_ten_points: Maybe.describe('How many times as fast the outcome comes with every ten points toward it.'),
    hazard_beside_plain_rule: Maybe.describe('Likewise among those who are alike in the plain rule.'),
  }),
  warnings: z.array(z.string()),
})

export type FitQuery = z.infer<typeof FitQuery>
export type FitAnswer = z.infer<typeof FitAnswer>
