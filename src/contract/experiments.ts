import { z } from 'zod'
import { Estimate, Maybe, Mix } from './proofs/proof-parts.ts'
import { Count, DayText, EntityKey, InstantText, PersonName } from './values.ts'

const Rate = z.number().gt(0).lt(1)

/** Names of experiments, as they stand in addresses and in events. */
export const ExperimentName = z.string().trim().min(1).max(200)

/** What an experiment is to find out, settled before its first exposure. */
export const ExperimentRequest = z.strictObject({
  name: ExperimentName,
  outcome: z.string().min(1).max(200).describe('The one outcome of the configuration that decides.'),
  within_days: z.number().int().min(1).max(1_000).optional().describe('Days behind the exposure in which it counts.'),
  base: Rate.optional().describe(
    'Rate of the outcome where nothing is done; default: as it was over recorded history.',
  ),
  holdout: Rate.max(0.9).default(0.2).describe('Share of the accounts that is held back.'),
  units: z.number().int().min(10).max(10_000_000).optional().describe('Accounts for which it is planned.'),
  effect: Rate.optional().describe('Instead of `units`: the difference that is to be found, 0.04 for four points.'),
  per_week: z.number().gt(0).max(1e6).optional().describe('Accounts that come in a week.'),
  covariate: z
    .string()
    .max(200)
    .optional()
    .describe(
      'A score or an indicator of accounts, known before the exposure, by which noise is taken off the result.',
    ),
  guardrails: z.array(z.string().min(1).max(200)).max(10).optional().describe('Events of which more is harm.'),
  segment: z.string().max(200).optional().describe('The segment by which the effect is told apart.'),
  control: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'For an experiment of the product itself: the variation that is the control. Exposures are then its events `Experiment Viewed`.',
    ),
  by: PersonName,
  run: z.string().max(100).optional().describe('A name under which to ask how far it is.'),
})

export const ExperimentRow = z.object({
  name: z.string(),
  version: z.string().describe('Decides the arms together with the name.'),
  state: z.enum(['planned', 'running', 'ended']),
  outcome: z.string(),
  within_days: z.number().int(),
  base: z.number(),
  holdout: z.number(),
  units: Count,
  detectable: z.number().describe('Smallest difference that is found four times in five, however often one looks.'),
  detectable_at_end: z.number().describe('The same by a single look at the end.'),
  weeks: Count.nullable().describe('Until the last account has come; null: not known, or more than a year.'),
  too_small: z.boolean().describe('Only more than half of the base rate would be found.'),
  covariate: z.string().nullable(),
  guardrails: z.array(z.string()),
  segment: z.string().nullable(),
  control: z.string().nullable(),
  exposed: z.object({ treated: Count, holdout: Count }).describe('As logged; of the product’s own experiments 0.'),
  planned_at: InstantText,
  planned_by: z.string(),
  ended_at: InstantText.nullable(),
  sentence: z.string(),
})
export const ExperimentList = z.object({ data: z.array(ExperimentRow) })

/** Asked at the trigger, before anything is delivered: which arm an account is in. */
export const ExposureRequest = z.strictObject({
  account: EntityKey,
  delivered: z.literal(true).optional().describe('It has reached them meanwhile.'),
})
export const Exposure = z.object({
  account: z.string(),
  arm: z.enum(['treated', 'holdout']),
  at: InstantText.describe('Of the first exposure: a later trigger makes no new one.'),
  first: z.boolean(),
  delivered: z.boolean(),
})

const Money = z.coerce.number().min(0).max(1e12)
export const UpliftQuery = z.strictObject({
  value: Money.optional().describe('What an account is worth that is won or kept.'),
  cost: Money.optional().describe('What it costs to treat one, in the unit of `value`.'),
  run: z.string().max(100).optional(),
})

const Arm = z.object({
  exposed: Count,
  counted: Count.describe('Their days are over, and they could have had the outcome.'),
  outcomes: Count,
  rate: Maybe,
  delivered: Count.nullable().describe('null: nothing is said about deliveries.'),
})

export const UpliftAnswer = z.object({
  definition: z.string(),
  experiment: ExperimentRow,
  verdict: z.object({
    ruling: z.enum(['works', 'harms', 'no_useful_effect', 'inconclusive', 'hidden']),
    sentence: z.string(),
  }),
  stop: z.boolean().describe('It harms, or a guardrail is broken.'),
  treated: Arm,
  holdout: Arm,
  left_out: z.object({
    too_early: Count,
    not_at_risk: Count,
    untold: Count,
    merged: Count.describe('Accounts that became one with others.'),
    mixed: Count.describe('Accounts whose users saw several variations.'),
    unknown: Count.describe('Exposed accounts of which nothing is recorded.'),
  }),
  difference: Maybe.describe('Treated minus held back, delivered or not; limits for a single look. null: hidden.'),
  anytime: Maybe.describe('Limits that hold however often one looks; these decide.'),
  relative: z.number().nullable(),
  on_reached: z.number().nullable().describe('The effect on those whom it reached; second to the above.'),
  sample_ratio: z.object({
    p: z.number().nullable(),
    mismatch: z.boolean().describe('The arms do not have their planned sizes: the result is hidden.'),
    segments: z.array(z.object({ segment: z.string(), q: z.number(), mismatch: z.boolean() })),
  }),
  guardrails: z.array(
    z.object({
      event: z.string(),
      treated: z.number().nullable().describe('Events for each account.'),
      holdout: z.number().nullable(),
      difference: Maybe,
      harmed: z.boolean(),
    }),
  ),
  segments: z.array(
    z.object({
      segment: z.string(),
      treated: z.object({ outcomes: Count, counted: Count }),
      holdout: z.object({ outcomes: Count, counted: Count }),
      difference: Maybe,
      shrunk: z.number().describe('With both rates pulled towards those of all: what to expect.'),
      q: z.number(),
    }),
  ),
  mix: z.object({ treated: Mix, holdout: Mix }).describe('Of the segments.'),
  simpson: z.boolean().describe('Within segments the effect is another than over all.'),
  value: z
    .object({ per_hundred: Estimate, pays: z.boolean() })
    .nullable()
    .describe('Net, for a hundred accounts that are treated; null: no costs were given, or nothing can be shown.'),
  still_needed: z.object({ have: Count, need: Count, weeks: Count.nullable() }).nullable(),
  method: z.object({
    theta: z.number().nullable().describe('How much of a difference in the covariate was taken off.'),
    adjusted: Maybe,
    stratified_ratio: Maybe.describe('Within segments, where the arms differ by more than three points in one.'),
    planned: Count,
    detectable: z.number(),
  }),
})

/** Who began before a change against who began after it. */
export const CohortsQuery = z.strictObject({
  since: DayText.describe('The first day with the change.'),
  from: DayText.optional().describe('The first day of the cohorts before; default: all recorded.'),
  outcome: z.string().min(1).max(200).optional(),
  within_days: z.coerce.number().int().min(1).max(1_000).optional().describe('Age by which everybody is compared.'),
  segment: z.string().max(200).optional().describe('By which the mix is held alike; default: the first.'),
  unaffected: z
    .string()
    .max(200)
    .optional()
    .describe('A group of that segment to which the change did not apply: what changed for everybody is told from it.'),
  run: z.string().max(100).optional(),
})
const Side = z.object({ accounts: Count, outcomes: Count, rate: Maybe })
export const CohortsAnswer = z.object({
  definition: z.string(),
  outcome: z.string(),
  since: DayText,
  within_days: z.number().int(),
  verdict: z.object({
    ruling: z.enum(['suggestive', 'inconclusive']).describe('Without a holdout there is never more.'),
    sentence: z.string(),
  }),
  before: Side,
  after: Side,
  crude: z.number().nullable().describe('After minus before, whoever they were.'),
  standardised: Maybe.describe('The same with the mix of before.'),
  shift: Maybe.describe('Step of the weekly rates, beside their trend.'),
  weeks: z.object({ before: Count, after: Count }),
  unaffected: z
    .object({
      group: z.string(),
      before: Side,
      after: Side,
      difference: Maybe.describe('How much more the rate of those concerned changed.'),
      alike_before: z.boolean().nullable().describe('null: fewer than six weeks before, or nobody in some group.'),
    })
    .nullable()
    .describe('Those to whom the change did not apply, who are in no other number; null: nobody was named.'),
  segment: z.string().nullable(),
  parts: z.array(z.object({ segment: z.string(), before: Side, after: Side })),
  mix: z.object({ before: Mix, after: Mix }),
  simpson: z.boolean().describe('Within the parts the change is another than over all: believe `standardised`.'),
  regression: z
    .object({
      score: z.string(),
      picked: z.number().describe('Its mean among those who were picked, when they were.'),
      mean: z.number().describe('Of all accounts.'),
      reliability: z.number().describe('How alike it is in one account and four weeks later: 1, the same.'),
      expected: z.number().describe('Where those who were picked are to be expected four weeks later by themselves.'),
    })
    .nullable()
    .describe('How far those who were picked rise or fall by themselves; null: nobody was, or it cannot be told.'),
  left_out: z.object({ start_unknown: Count, too_early: Count, not_at_risk: Count, untold: Count, merged: Count }),
  caveats: z.array(z.string()),
})

export type ExperimentRequest = z.infer<typeof ExperimentRequest>
export type ExperimentRow = z.infer<typeof ExperimentRow>
export type ExperimentList = z.infer<typeof ExperimentList>
export type ExposureRequest = z.infer<typeof ExposureRequest>
export type Exposure = z.infer<typeof Exposure>
export type UpliftQuery = z.infer<typeof UpliftQuery>
export type UpliftAnswer = z.infer<typeof UpliftAnswer>
export type CohortsQuery = z.infer<typeof CohortsQuery>
export type CohortsAnswer = z.infer<typeof CohortsAnswer>
