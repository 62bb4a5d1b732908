import { conditionNeeds } from '../../config/expr-needs.ts'
import type { Expr } from '../../config/expression.ts'
import { type FactKey, factOfName } from '../../config/fact-key.ts'
import type { Measure, Model, Rule } from '../../config/model.ts'
import { stateName } from '../../config/state-name.ts'
import { closeOver, LEVELS, nodesOf } from './close-over.ts'

/**
 * The events that each signal reads, and each band by what its score is made of, by `stateName`; those that read none are left out. Of milestones and activation nothing
 * is said: what was reached was done, and is not taken back by what does not arrive.
 */
export function listReads(model: Model): ReadonlyMap<string, readonly FactKey[]> {
  const measures = new Map(model.measures.map((measure) => [measure.key as FactKey, measure]))
  return new Map(
    [...model.signals, ...model.rules].flatMap((rule) => {
      const isWatched = rule.enabled && (rule.subject === 'signal' || rule.subject === 'band')
      const facts = isWatched ? readsOf(model, rule, measures) : []
      return facts.length === 0 ? [] : [[stateName(rule), facts] as const]
    }),
  )
}

function readsOf(model: Model, rule: Rule, measures: ReadonlyMap<FactKey, Measure>): FactKey[] {
  const conditions = [rule.for, rule.when, rule.until, rule.escalate]
  const asked = conditions.flatMap((one) => (one === null ? [] : nodesOf(model, conditionNeeds(one, rule.level))))
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
