import { z } from 'zod'
import { needs, windows } from './backtest.ts'
import { Maybe } from './proofs/proof-parts.ts'
import { Count, DayText } from './values.ts'

/** What another threshold of a signal would have meant. */
export const WhatIfRequest = z.strictObject({
  signal: z.string().min(1).max(200),
  at: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Which threshold, as an override names it: when, or when.0 for the first part of an all; default: the first of `when`.',
    ),
  threshold: z.number().optional().describe('To be shown beside the present one, with who would be on the list.'),
  thresholds: z.array(z.number()).max(25).optional().describe('Instead of those that are usual.'),
  ...windows,
  ...needs,
  run: z.string().max(100).optional(),
})

export const WhatIfPoint = z.object({
  threshold: z.number(),
  alerts: Count,
  per_week: z.number().nullable(),
  busy_week: z.number().nullable().describe('In nine weeks of ten at most.'),
  right: Count,
  wrong: Count,
  precision: Maybe,
  outcomes: Count,
  caught: Count,
  recall: Maybe,
  median_notice: z.number().nullable(),
  flapping: z.number().nullable(),
  on: Count.describe('Accounts on the list at the last closed day.'),
})

const Compared = z.object({ present: WhatIfPoint, other: WhatIfPoint.nullable() })

export const WhatIfAnswer = z.object({
  definition: z.string(),
  signal: z.string(),
  at: z.string(),
  compares: z.string().describe('What is held against the threshold.'),
  unit: z.string().describe('Of the threshold: `share` of 1, `count`, `days`, …'),
  op: z.string(),
  present: z.number(),
  outcome: z.string(),
  from: DayText.nullable().describe('null: nothing is recorded yet.'),
  to: DayText.nullable(),
  points: z.array(WhatIfPoint).describe('Over all of recorded history; one curve, not so many tests.'),
  chosen_until: DayText.nullable().describe('The threshold is chosen on what opened up to this day.'),
  suggested: z.number().nullable(),
  because: z
    .enum(['no_costs', 'nothing_pays', 'nothing_feasible', 'no_clear_gain', 'is_best_already'])
    .nullable()
    .describe('Why nothing is suggested.'),
  top: z
    .object({ per_week: z.number(), precision: z.number(), recall: z.number().nullable() })
    .nullable()
    .describe(
      'Where no threshold leaves the team few enough alerts: the most telling of each week instead, as many as it can take, by the number that is compared. Of all weeks; null: not needed.',
    ),
  needed_precision: z.number().nullable().describe('From which an alert pays: cost / (save rate × value).'),
  later: Compared.describe(
    'Estimated again on what opened after that day: the present threshold, and the suggested (or the asked) one.',
  ),
  net: z
    .object({ present: Maybe, other: Maybe, gain: Maybe })
    .nullable()
    .describe('Value over the later part, in the unit of `value`.'),
  list: z
    .array(
      z.object({ account: z.string(), change: z.enum(['joins', 'stays', 'leaves']), value: z.number().nullable() }),
    )
    .describe('Who would be on the list at the last closed day.'),
  left_out: Count.describe('Accounts of which it cannot be told whether all that their members did is theirs.'),
  sentence: z.string(),
})

export type WhatIfRequest = z.infer<typeof WhatIfRequest>
export type WhatIfAnswer = z.infer<typeof WhatIfAnswer>
export type WhatIfPoint = z.infer<typeof WhatIfPoint>
