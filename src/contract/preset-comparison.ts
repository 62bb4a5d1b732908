import { z } from 'zod'
import { DayText } from './values.ts'

const Value = z.number().nullable().describe('In the unit of the metric; null: undefined, such as a share of nothing.')

/** The revenue metrics as several books count them: ours first. */
export const PresetComparison = z.object({
  as_of: DayText,
  month: z.string().describe('The last full month, such as 2026-03.'),
  currency: z.string().nullable(),
  metrics: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      unit: z.enum(['share', 'count', 'days', 'months', 'ratio', 'points', 'money']),
      values: z.object({ default: Value, stripe: Value, chartmogul: Value, baremetrics: Value }),
      differs: z.boolean().describe('Not all of them count it alike.'),
    }),
  ),
})
export type PresetComparison = z.infer<typeof PresetComparison>
