import type { RowSpan } from '../../fold/people/join-rows.ts'
import type { AnalyticStore, FactScan } from '../../store/analytic/analytic-store.ts'
import type { Planned } from '../planned.ts'

/**
 * What may be of the accounts, of members who did not say for which of theirs: an account at a time, in ascending order. null where the configuration does not tell
 * by membership whose an event is.
 */
export function streamUnclaimed(
  store: AnalyticStore,
  { model }: Planned,
  scan: FactScan,
): AsyncGenerator<UnclaimedOf> | null {
  return model.account.fallback === 'none' ? null : unclaimedIn(store, scan)
}

type UnclaimedOf = RowSpan & { readonly account: number }

async function* unclaimedIn(store: AnalyticStore, scan: FactScan): AsyncGenerator<UnclaimedOf> {
  for await (const block of store.scanUnclaimed(scan))
    yield { account: block.account[0]!, block, start: 0, end: block.rows }
}
