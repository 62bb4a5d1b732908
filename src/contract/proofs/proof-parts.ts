import { z } from 'zod'

/** An estimate with its 95 % limits. */
export const Estimate = z.object({ estimate: z.number(), lower: z.number(), upper: z.number() })
export const Maybe = Estimate.nullable().describe('null: not enough to say.')

export const Ruling = z.enum(['keep', 'tune', 'drop', 'not_enough_data'])
export const ProofVerdict = z.object({
  ruling: Ruling,
  reasons: z.array(z.string()),
  sentence: z.string().describe('In words; it tells what goes together, never what causes what.'),
})

export const Mix = z
  .object({ implied: z.number(), consistent: z.boolean(), missing: z.number().nullable() })
  .nullable()
  .describe('Whether shares × rates of the parts make up the whole, within half a point.')
export type MixCheck = z.infer<typeof Mix>
export const Phi = z.object({ ...Estimate.shape, ceiling: z.number(), floor: z.number(), error: z.number() }).nullable()
export const EValue = z.object({ estimate: z.number(), bound: z.number() }).nullable()

export const Notice = z
  .object({
    median: z.number(),
    interval: Maybe,
    lower_quartile: z.number(),
    upper_quartile: z.number(),
    in_time: z.number(),
  })
  .nullable()
