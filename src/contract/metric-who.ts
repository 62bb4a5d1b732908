import { z } from 'zod'
import { ActorList } from './analyze/question.ts'
import { budgetSeconds, MetricBy } from './metrics.ts'
import { DayText } from './values.ts'

export const MetricWhoQuery = z.strictObject({
  as_of: DayText.optional().describe('A day that is over, such as 2026-03-31; default: the last one.'),
  row: z.string().min(1).max(300).optional().describe('Of one of its rows, by its label; default: of the whole.'),
  by: MetricBy.optional().describe('With `group`: how accounts are grouped, as of the metrics.'),
  group: z.string().max(300).optional().describe('Only accounts of this group; left out with `by`: of none.'),
  budget_seconds: budgetSeconds,
})

/** Who is behind a metric. */
export const MetricWho = z.object({
  id: z.string(),
  title: z.string(),
  as_of: DayText,
  of: z.enum(['user', 'account']).nullable().describe('null: it is made of nobody, or cannot be told.'),
  counted: ActorList.nullable().describe('Whom it counts; the first 1,000 of `total`.'),
  rest: ActorList.nullable().describe('The rest of those it is a share of; null: it is no share.'),
})

export type MetricWho = z.infer<typeof MetricWho>
export type MetricWhoQuery = z.infer<typeof MetricWhoQuery>
