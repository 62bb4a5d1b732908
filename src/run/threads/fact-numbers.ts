import type { FactKey } from '../../config/fact-key.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'

/** The numbers of all facts, as plain data for threads that do not see the store. */
export function factNumbers({ dictionary: { fact } }: AnalyticStore): ReadonlyMap<FactKey, number> {
  return new Map(Array.from({ length: fact.size() }, (_, i) => [fact.keyOf(i + 1) as FactKey, i + 1]))
}
