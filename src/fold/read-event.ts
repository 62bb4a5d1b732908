import { factOfName } from '../config/fact-key.ts'
import { measurePart } from '../store/analytic/measure-parts.ts'
import type { EventRow } from '../store/analytic/rows.ts'
import type { FoldPlan } from './plan/fold-plan.ts'

/** One fact that an event counts as. `sum` is scaled; `gauge` is NaN where the event reports no level. */
export type EventFact = { readonly fact: number; readonly sum: number; readonly gauge: number }

/** The facts of a raw event that the plan reads: the same rows as in the store, before it has summed them by day. */
export function readEvent(plan: FoldPlan, event: EventRow): EventFact[] {
  const reader = plan.readers.get(factOfName(event.call, event.name))
  if (reader === undefined) return []
  const facts: EventFact[] = reader.fact === null ? [] : [{ fact: reader.fact, sum: 0, gauge: Number.NaN }]
  if (reader.measures.length === 0) return facts
  const properties: unknown = JSON.parse(event.properties)
  for (const { fact, measure } of reader.measures) {
    const part = measurePart(measure, properties)
    if (part !== null) facts.push({ fact, ...part })
  }
  return facts
}
