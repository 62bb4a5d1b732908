import { z } from 'zod'
import { BOOKS, FEATURE_TIERS, type MetricChoice, NORTH_STAR_COUNTS } from './settings.ts'

const name = z.string().min(1)
const number = z.number().or(z.nan())

/** Settings of the metrics, for values that did not pass a type checker. */
export const metricsSchema = z.object({
  coreFeature: name.nullable(),
  features: z.record(
    z.string(),
    z.strictObject({ tier: z.enum(FEATURE_TIERS).optional(), plans: z.array(name).optional() }),
  ),
  promotions: z.array(z.strictObject({ feature: name, on: name })),
  paywall: z.array(name),
  visit: name.nullable(),
  lead: z
    .union([
      z.strictObject({ event: name }),
      z.strictObject({ trait: name, value: z.union([z.string(), z.number(), z.boolean()]).optional() }),
    ])
    .nullable(),
  spend: z.array(z.strictObject({ month: z.string(), channel: name.nullable(), amount: number })),
  // Which there are, `checkMetrics` says.
  preset: z.custom<MetricChoice>((preset) => typeof preset === 'string').nullable(),
  books: z.enum(BOOKS),
  rates: z
    .strictObject({
      to: z.string(),
      dated: z.array(z.strictObject({ date: z.string(), currency: z.string(), rate: z.string() })),
    })
    .nullable(),
  files: z.strictObject({ spend: name.nullable(), rates: name.nullable() }),
  northStar: z
    .strictObject({
      event: name,
      count: z.enum(NORTH_STAR_COUNTS).optional(),
      title: name.optional(),
      inputs: z.array(z.string()),
    })
    .nullable(),
  watch: z.record(
    z.string(),
    z.strictObject({
      owner: name.optional(),
      atLeast: number.optional(),
      atMost: number.optional(),
      next: name.optional(),
    }),
  ),
})
