import { listOf, type Sql, sql } from '../../../sql.ts'

/** Whether ids ascend without a gap. */
export function isStretch(ids: Int32Array): boolean {
  return ids.every((id, i) => id === ids[0]! + i)
}

/** A condition on `account`: a stretch of ids is a range, by which the engine skips what lies beyond it; anything else is a list. */
export function withinAccounts(ids: Int32Array): Sql {
  return isStretch(ids) ? sql`account BETWEEN ${ids[0]!} AND ${ids.at(-1)!}` : sql`account IN (${listOf(ids)})`
}
