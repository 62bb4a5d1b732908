import { z } from 'zod'
import { MetricRow } from './metrics.ts'
import { Count, DayText, InstantText } from './values.ts'

export const RestatementQuery = z.strictObject({
  metric: z.string().max(200).optional().describe('Only this one, by its id.'),
  since: DayText.optional().describe('Only what was seen on this day or later.'),
  limit: z.coerce.number().int().min(1).max(2000).default(100),
})

/** What became known, or was defined otherwise, between the two times a number was worked out. */
export const RestatedBy = z.object({
  what: z
    .enum([
      'config',
      'import',
      'merge',
      'split',
      'forget',
      'exclusion',
      'late_events',
      'late_terms',
      'late_members',
      'joined_people',
    ])
    .describe(
      'config: other definitions. import: rows of files or of a source that was read. merge, split: of accounts. forget: somebody was forgotten. exclusion: traits by which people or accounts are left out, or count again. late_events, late_terms, late_members, joined_people: told when the period was over, of it or of before.',
    ),
  count: Count.nullable().describe('How many; null where that says nothing.'),
  names: z.array(z.string()).describe('Of an import: its logs. Else empty.'),
})

/** A number of a period that was over had one value, and later another. */
export const Restatement = z.object({
  id: z.number().int(),
  metric: z.string(),
  title: z.string(),
  unit: MetricRow.shape.unit,
  currency: z.string().nullable(),
  from: DayText.describe('First day of the period.'),
  to: DayText.describe('Its last day.'),
  old: z.number(),
  new: z.number().nullable().describe('null: it cannot be told any more.'),
  held: InstantText.describe('When the old value was last worked out.'),
  seen: InstantText.describe('When the new one was.'),
  by: z
    .array(RestatedBy)
    .describe(
      'What happened between the two. One: that is the cause. Several: any of them may be, alone or with others.',
    ),
})

export const RestatementList = z.object({ data: z.array(Restatement) })

export type RestatementQuery = z.infer<typeof RestatementQuery>
export type RestatedBy = z.infer<typeof RestatedBy>
export type Restatement = z.infer<typeof Restatement>
export type RestatementList = z.infer<typeof RestatementList>
