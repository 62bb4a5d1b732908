import type { RowSpan } from '../../fold/people/join-rows.ts'
import type { AnalyticStore, FactScan } from '../../store/analytic/analytic-store.ts'
import type { Planned } from '../planned.ts'

/**
 * What may be of the accounts, of members who did not say for which of theirs: an account at a time, in ascending order. Nothing where the configuration does not
 * tell by membership whose an event is.
 */
export async function* streamUnclaimed(
  store: AnalyticStore,
  { model }: Planned,
  scan: FactScan,
): AsyncGenerator<RowSpan & { readonly account: number }> {
  if (model.account.fallback === 'none') return
  for await (const block of store.scanUnclaimed(scan))
    yield { account: block.account[0]!, block, start: 0, end: block.rows }
}
