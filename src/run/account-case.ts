import type { RowSpan } from '../fold/people/join-rows.ts'
import type { FactsOfLog } from '../store/analytic/analytic-store.ts'
import type { EventRow } from '../store/analytic/rows.ts'
import type { AccountInput } from './stream-accounts.ts'

/** One account, ready to judge. */
export type AccountCase = AccountInput & {
  /** Of the days with a trigger. */
  readonly events: readonly EventRow[]
  /** For windows of hours; null: none is asked for. */
  readonly recent: readonly EventRow[] | null
  /** What may be the account's; null: nothing. */
  readonly unclaimed: RowSpan | null
  /** What had become known on the open day before these events, which is in the rows too; absent: these are all of the day. */
  readonly earlier?: readonly FactsOfLog[] | undefined
}
