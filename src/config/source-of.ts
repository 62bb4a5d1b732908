import type { GraphDraft } from './compile/compile-quantity.ts'
import { onceFacts } from './compile/once-facts.ts'
import { exprNeeds } from './expr-needs.ts'
import type { Level } from './expression.ts'
import { type FactKey, factOfName } from './fact-key.ts'

/** What a node says that is there only to tell whether the source of a part is heard of. */
export const SOURCE_LABEL = 'days since its source was heard of'

/**
 * The facts by which one hears of the source of a number: those of every listed event of the kinds that it counts. What customers do not do is no silence of a
 * source, so a payment that did not fail is looked for among all that comes the same way. Empty: it counts no events.
 */
export function sourceOf(graph: GraphDraft, level: Level, node: number): readonly FactKey[] {
  const counted = new Set<FactKey>()
  collectFacts(graph, { level, node, into: counted, seen: new Set() })
  if (counted.size === 0) return []
  const { events, measures } = graph.events
  const names = new Set([...counted].flatMap((key) => namesOf(key, measures)))
  const own = [...events.values()].filter((event) =>
    event.names.some((name) => names.has(factOfName(event.call, name))),
  )
  const kinds = new Set(own.map(({ kind }) => kind))
  const all = [...events.values()].filter(({ kind }) => kinds.has(kind)).flatMap(({ facts }) => facts)
  return onceFacts([...all, ...counted], (key) => measures.get(key))
}

function namesOf(key: FactKey, measures: GraphDraft['events']['measures']): readonly FactKey[] {
  const measure = measures.get(key)
  return measure === undefined ? [key] : measure.names.map((name) => factOfName(measure.call, name))
}

type Walk = { readonly level: Level; readonly node: number; readonly into: Set<FactKey>; readonly seen: Set<string> }

function collectFacts(graph: GraphDraft, { level, node, into, seen }: Walk): void {
  if (seen.has(`${level} ${node}`)) return
  seen.add(`${level} ${node}`)
  const { expr } = graph.nodes[level][node]!
  if ('facts' in expr && expr.kind !== 'sign-up') for (const key of expr.facts) into.add(key)
  if ('features' in expr) for (const { facts } of expr.features) for (const key of facts) into.add(key)
  for (const need of exprNeeds(expr, level).nodes) collectFacts(graph, { ...need, into, seen })
}
