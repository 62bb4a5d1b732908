import { closeReference, collectReference, openReference, referenceNodes } from '../fold/collect-reference.ts'
import { foldAccount } from '../fold/fold-account.ts'
import { makeFoldSpace } from '../fold/fold-space.ts'
import { planFold } from '../fold/plan-fold.ts'
import type { AnalyticStore, ReferenceRow } from '../store/analytic/analytic-store.ts'
import type { DayRange } from '../store/analytic/rows.ts'
import type { Planned } from './project.ts'
import { streamAccounts } from './stream-accounts.ts'

/** Days of distributions held at a time: a day has a value per account and quantity. */
const SPAN_DAYS = 64

/** What percentiles are read from, as known at the close of each day: a pass over all accounts of its own, and none where no percentile is asked for. */
export async function computeReferences(
  store: AnalyticStore,
  { model, plan }: Planned,
  days: DayRange,
): Promise<ReferenceRow[]> {
  const only = referenceNodes(plan)
  if (only.length === 0) return []
  const rows: ReferenceRow[] = []
  const small = planFold({ model, factId: store.dictionary.fact.idOf, only })
  const space = makeFoldSpace(small, { judgesMembers: false })
  for (let from = days.from; from <= days.to; from += SPAN_DAYS) {
    const span = { from, to: Math.min(from + SPAN_DAYS - 1, days.to) }
    const draft = openReference(plan, span)
    const scan = {
      accounts: null,
      days: { from: 0, to: span.to },
      knownUpTo: span.to,
      facts: small.facts,
      columns: small.columns,
    }
    for await (const input of streamAccounts(store, scan))
      collectReference(draft, foldAccount({ plan: small, space, ...input, days: span, view: 'decision' }))
    rows.push(...closeReference(draft))
  }
  return rows
}
