import type { BreakdownValue } from '@contract/analyze/question.ts'
import { oneOf, readerOf } from '../../search/read-search.ts'

/** Who, by which period, back in it or later, and split by what; and whether the warnings before each loss are looked for. */
export const readRetentionSearch = readerOf({
  actor: oneOf(['account', 'user']),
  period: oneOf(['week', 'month']),
  back: oneOf(['unbounded']),
  by: oneOf(['plan', 'tenure']),
  warned: (value) => oneOf(['1'])(String(value)),
})
export type RetentionSearch = ReturnType<typeof readRetentionSearch>

/** A cell of the table: a cohort, and how many periods after its start. A point of the curve: of all cohorts, or of a part. */
export type RetentionCell = { readonly cohort?: string; readonly value?: BreakdownValue; readonly period: number }
