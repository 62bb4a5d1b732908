import type { Condition } from '../expression.ts'
import type { QuantityNode } from '../model.ts'
import { ONBOARDING_TABLE } from '../onboarding-table.ts'

/** A condition that asks where something stands which is numbered within, by its name: "onboarding is green", "priority is High Priority"; null: it asks something else. */
export function describeStanding(condition: Condition, nodes: readonly QuantityNode[]): string | null {
  const parts = condition.kind === 'any' ? condition.of : [condition]
  const [standing = null, ...others] = new Set(parts.map((part) => standingOf(part, nodes)))
  return others.length === 0 ? standing : null
}

function standingOf(part: Condition, nodes: readonly QuantityNode[]): string | null {
  if (part.kind !== 'compare' || part.op !== '=') return null
  const node = nodes[part.quantity]
  switch (node?.expr.kind) {
    case 'onboarding': {
      const row = ONBOARDING_TABLE[part.value - 1]
      return row === undefined ? null : `onboarding is ${row.status}`
    }
    case 'tier': {
      const name = node.expr.names[part.value]
      return name === undefined ? null : `${node.label} is ${name}`
    }
    case 'done':
      return part.value === 1 ? node.label.replace(/ done$/, ' is done') : null
    case 'holds':
      return part.value === 1 ? node.label.replace(/^whether /, '') : null
    default:
      return null
  }
}
