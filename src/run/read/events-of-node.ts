import type { Expr, Level, Window } from '../../config/expression.ts'
import type { FactKey } from '../../config/fact-key.ts'
import type { Model } from '../../config/model.ts'
import { partsOf } from '../../config/parts-of.ts'
import { type Day, monthStartOf, weekStartOf } from '../../core/time.ts'

export type EventsOfNode = { readonly names: readonly string[]; readonly from: Day; readonly to: Day }

/** The raw events a number was made from: their names and days; null where it is not made from events. */
export function eventsOfNode(
  model: Model,
  { level, node, day }: { level: Level; node: number; day: Day },
): EventsOfNode | null {
  const expr = model.graph[level][node]?.expr
  if (expr === undefined) return null
  const parts = partsOf(expr)
  if (parts.length > 0) return merge(parts.map((part) => eventsOfNode(model, { level, node: part, day })))
  const facts = factsOf(expr)
  if (facts.length === 0) return null
  return { names: namesOf(model, facts), ...windowDays(model, 'window' in expr ? expr.window : { kind: 'ever' }, day) }
}

function factsOf(expr: Expr): readonly FactKey[] {
  if ('facts' in expr) return expr.facts
  return 'features' in expr ? expr.features.flatMap((feature) => feature.facts) : []
}

function namesOf(model: Model, facts: readonly FactKey[]): string[] {
  const measures = new Map(model.measures.map((measure) => [measure.key, measure.names]))
  const names = facts.flatMap((fact) => measures.get(fact) ?? [fact.replace(/^name:(\$page:|\$screen:)?/, '')])
  return [...new Set(names)]
}

/** How far back "ever" is shown: a link must not ask for all of history. */
const EVER_DAYS = 365

function windowDays(model: Model, window: Window, day: Day): { from: Day; to: Day } {
  switch (window.kind) {
    case 'rolling':
      return { from: day - window.offset - window.days + 1, to: day - window.offset }
    case 'calendar': {
      const to = day - window.offset
      return { from: window.unit === 'week' ? weekStartOf(to, model.product.weekStart) : monthStartOf(to), to }
    }
    case 'hours':
      return { from: day - Math.ceil(window.hours / 24), to: day }
    case 'ever':
      return { from: day - EVER_DAYS, to: day }
  }
}

function merge(parts: readonly (EventsOfNode | null)[]): EventsOfNode | null {
  const known = parts.filter((part) => part !== null)
  if (known.length === 0) return null
  const names = [...new Set(known.flatMap((part) => part.names))]
  return { names, from: Math.min(...known.map((part) => part.from)), to: Math.max(...known.map((part) => part.to)) }
}
