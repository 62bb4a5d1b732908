import { z } from 'zod'
import { Estimate } from '../analyze/question.ts'
import { Count, DayText } from '../values.ts'

/** A feature of the product, as an account and those like it used it in 28 days. */
export const AccountFeature = z.object({
  feature: z.string(),
  tier: z.enum(['core', 'expansion', 'nice-to-have']),
  inPlan: z.boolean().describe('false: the configuration says that its plan does not have it.'),
  users: Count.describe('People of the account who used it.'),
  similar: z.object({
    count: Count.describe('Similar accounts that used it.'),
    of: Count,
    rate: Estimate.describe('With 95 % limits (Wilson); null: too few are similar.'),
  }),
})

/** Features used in the 28 days up to a closed day, as they are known now, against the other accounts on the same plan that were active in them; those that most of them used first. */
export const AccountFeatures = z.object({
  asOf: DayText,
  plan: z.string().nullable().describe('By which accounts are similar; null: no plan is known.'),
  similar: Count,
  leastSimilar: Count.describe('With fewer no share is told.'),
  data: z.array(AccountFeature).describe('Empty: no event of the configuration belongs to a feature.'),
})

export type AccountFeature = z.infer<typeof AccountFeature>
export type AccountFeatures = z.infer<typeof AccountFeatures>
