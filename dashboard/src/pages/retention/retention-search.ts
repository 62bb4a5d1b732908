import { oneOf, readerOf } from '../../search/read-search.ts'

/** Who, by which period, back in it or later, and split by what. */
export const readRetentionSearch = readerOf({
  actor: oneOf(['account', 'user']),
  period: oneOf(['week', 'month']),
  back: oneOf(['unbounded']),
  by: oneOf(['plan', 'tenure']),
})
export type RetentionSearch = ReturnType<typeof readRetentionSearch>

/** A cell of the table: a cohort, and how many periods after its start. */
export type RetentionCell = { readonly cohort: string; readonly period: number }
