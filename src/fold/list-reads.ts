import { conditionNeeds } from '../config/expr-needs.ts'
import type { Expr } from '../config/expression.ts'
import { type FactKey, factOfName } from '../config/fact-key.ts'
import type { Measure, Model, Signal } from '../config/model.ts'
import { closeOver, LEVELS, nodesOf } from './close-over.ts'

/** The events that each signal of the close of a day reads, by the key of the signal; those that read none are left out. */
export function listReads(model: Model): ReadonlyMap<string, readonly FactKey[]> {
  const measures = new Map(model.measures.map((measure) => [measure.key as FactKey, measure]))
  return new Map(
    model.signals.flatMap((signal) => {
      const facts = signal.clock.kind === 'trend' ? readsOf(model, signal, measures) : []
      return facts.length === 0 ? [] : [[signal.key, facts] as const]
    }),
  )
}

function readsOf(model: Model, signal: Signal, measures: ReadonlyMap<FactKey, Measure>): FactKey[] {
  const conditions = [signal.for, signal.when, signal.until, signal.escalate]
  const asked = conditions.flatMap((one) => (one === null ? [] : nodesOf(model, conditionNeeds(one, signal.level))))
  const wanted = closeOver(model, asked)
  const facts = LEVELS.flatMap((level) => [...wanted[level]].flatMap((node) => factsOf(model.graph[level][node]!.expr)))
  const named = facts.flatMap((fact): FactKey[] => {
    const measure = measures.get(fact)
    return measure === undefined ? [fact] : measure.names.map((name) => factOfName(measure.call, name))
  })
  return [...new Set(named)].sort()
}

function factsOf(expr: Expr): readonly FactKey[] {
  if ('facts' in expr) return expr.facts
  return 'features' in expr ? expr.features.flatMap(({ facts }) => facts) : []
}
