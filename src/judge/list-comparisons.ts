import type { Condition } from '../config/expression.ts'
import type { Model, QuantityNode } from '../config/model.ts'
import type { Compared } from '../core/transition.ts'
import { compareNumbers, TRUE, UNKNOWN } from '../fold/compare-value.ts'
import type { Entity } from '../fold/entity.ts'

export type Comparison = Extract<Condition, { readonly kind: 'compare' }>

/** Every comparison of a condition, in the order written, each once; those inside a negation too. */
export function listComparisons(condition: Condition | null): Comparison[] {
  if (condition === null) return []
  switch (condition.kind) {
    case 'compare':
      return [condition]
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap(listComparisons)
    case 'not':
    case 'certain':
      return listComparisons(condition.of)
    case 'trait':
    case 'in-segment':
    case 'signal':
      return []
  }
}

/** Compared numbers as they stood on one judged day (index `at`). */
export function compareValues(
  model: Model,
  entity: Entity,
  { comparisons, at }: { readonly comparisons: readonly Comparison[]; readonly at: number },
): Compared[] {
  return comparisons.map((comparison) => {
    const node = model.graph[entity.level][comparison.quantity]!
    const value = entity.values[comparison.quantity]![at]!
    return toCompared(node, comparison, value)
  })
}

export function toCompared(node: QuantityNode, { op, value: threshold }: Comparison, value: number): Compared {
  const holds = compareNumbers(value, op, threshold)
  return {
    label: node.label,
    quantity: node.key ?? node.id,
    value: Number.isNaN(value) ? null : value,
    op,
    threshold,
    holds: holds === UNKNOWN ? null : holds === TRUE,
  }
}
